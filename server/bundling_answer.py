"""The shape of an edited claim, as callers read it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from server.money import Usd
from server.partners import Edits
from server.rules.findings import Verdict

Setting = Literal["practitioner", "outpatient_hospital"]
ClaimVerdict = Literal["clean", "edits_apply", "not_checked"]
LineState = Literal["denied", "passes", "not_checked", "invalid"]
NOT_LOOKED_AT = (
    "Other claims of the patient (their units, duplicates and surgeries), coverage "
    "policies (LCD, NCD), diagnoses, rules of single codes (GP on therapy, G2211 "
    "beside 25, Medicare's own codes for vaccines), and other payers' rules."
)
AT_RISK = (
    "What the claim is allowed more with these lines paid than with them denied; null: "
    "a line has no price, or a hospital's schedule prices it."
)


class SuggestionOut(BaseModel):
    """A circumstance in which a line is right, and what then says so."""

    number: int
    when: str
    modifiers: list[str]
    line: int
    document: str = Field(description="What the record must show.")


class Found(BaseModel):
    """What every finding says."""

    verdict: Verdict
    because: str
    suggestions: list[int] = Field(
        description="Numbers of the answer's suggestions that answer it."
    )
    amount_at_risk: Usd | None = Field(description=AT_RISK)
    source: str = Field(description="The id of one of the answer's sources.")


class PairOut(Found):
    """An edit between two lines: column 1 is paid, column 2 is not."""

    column1: str
    column2: str
    column1_line: int
    column2_line: int
    modifier_indicator: str = Field(
        description="0: nothing bypasses it. 1: a modifier may, where the record shows "
        "separate services."
    )
    rationale: str | None
    bypassed_by: str | None = Field(description="The modifier that bypasses it.")
    bypassed_on_line: int | None
    accepted_since: date | None = Field(description="Of that modifier on that line.")


class UnitOut(Found):
    """One code's units on one day against its limit."""

    code: str
    lines: list[int]
    units: int
    mue: int | None
    mai: str | None


class AddOnOut(Found):
    """An add-on code and whether its primary is there."""

    code: str
    line: int


class GlobalOut(Found):
    """A visit or a procedure within the days that another procedure includes."""

    code: str
    line: int
    procedure: str
    procedure_line: int
    global_days: str
    days_after: int = Field(description="The procedure; -1 is the day before it.")


class LineOut(Found):
    """A line that stands twice, or whose modifiers contradict one another."""

    code: str
    line: int
    modifiers: list[str]


class NotPaidOut(BaseModel):
    """A line that its status or its own modifiers keep from being paid."""

    line: int
    code: str
    rule: str = Field(description="As among the steps of estimate_payment.")
    because: str
    source: str


class InvalidOut(BaseModel):
    """A line whose code no table of its date lists, or that cannot be read."""

    line: int
    code: str
    because: str


class LineVerdict(BaseModel):
    """What becomes of one line."""

    line: int
    code: str
    modifiers: list[str]
    units: int
    verdict: LineState
    denied_by: list[str] = Field(description="Rules, the first one first.")
    allowed: Usd | None = Field(description="After the edits; null: no price.")
    no_price: str | None = Field(description="Why the line has no price.")


class Money(BaseModel):
    """What hangs on the claim's edits, at the place and locality asked for."""

    without_edits: Usd | None
    sent_as_it_is: Usd | None = Field(description="Denied lines pay nothing.")
    resolved: Usd | None = Field(
        description="With the suggestions of resolved_if true, and so documented."
    )
    resolved_if: list[int] = Field(description="Numbers of suggestions.")
    without_price: list[int] = Field(description="Lines that none of these includes.")
    in_words: str


class CheckedOut(BaseModel):
    """A table that was looked at, or could not be."""

    what: str
    release: str | None
    effective_from: date | None = None
    effective_to: date | None = None
    state: Literal["checked", "not_checked"]
    because: str | None = None


class Bundling(BaseModel):
    """What the edits say of the claim."""

    verdict: ClaimVerdict = Field(
        description="clean only when every table that applies was looked at."
    )
    in_words: str
    date_of_service: date
    setting: Setting
    money: Money | None = Field(description="null: nothing is priced.")
    lines: list[LineVerdict]
    suggestions: list[SuggestionOut] = Field(
        description="Only where the record shows it: never for payment alone."
    )
    pairs: list[PairOut]
    units: list[UnitOut]
    add_ons: list[AddOnOut]
    global_periods: list[GlobalOut]
    duplicates: list[LineOut]
    modifiers: list[LineOut] = Field(description="That contradict something.")
    not_paid: list[NotPaidOut]
    invalid: list[InvalidOut]
    checked: list[CheckedOut]
    not_looked_at: str = Field(description="What no table here can tell.")
    edits: Edits | None = Field(description="For a single code.")
