"""Which of these lines will be denied, by which edit, and what answers it?"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from catalog.queries import Catalog
from server.bundling import Checked, check_lines
from server.money import Usd
from server.partners import Edits, partners
from server.places import OFFICE, where
from server.requests import Lines, ServiceDate, claim_lines, service_date
from server.results import Answer, confidence, sources
from server.rules.claim import Doubt, Level, Line, Step
from server.rules.findings import (
    AddOnFinding,
    GlobalFinding,
    PairFinding,
    UnitFinding,
    Verdict,
)

Setting = Literal["practitioner", "outpatient_hospital"]
UNDECIDED = {
    Verdict.UNKNOWN_LIMIT: "has no published unit limit: unknown, not unlimited",
    Verdict.CONTRACTOR: "is an add-on whose primaries the contractor defines",
}
FOUND = "CMS's own edits, from the releases in force on that date"


class PairOut(BaseModel):
    """An edit between two lines: column 1 is paid, column 2 is not."""

    column1: str
    column2: str
    column1_line: int
    column2_line: int
    modifier_indicator: str = Field(
        description="0: nothing bypasses it. 1: a modifier may, where the record shows "
        "separate services."
    )
    verdict: Verdict
    because: str
    rationale: str | None
    amount_at_risk: Usd | None = Field(
        description="What column 2 would be allowed beside the others at the place "
        "and locality; null: it has no price, or a hospital's schedule prices it."
    )


class UnitOut(BaseModel):
    """One code's units on one day against its limit."""

    code: str
    lines: list[int]
    units: int
    mue: int | None
    mai: str | None
    verdict: Verdict
    because: str


class AddOnOut(BaseModel):
    """An add-on code and whether its primary is there."""

    code: str
    line: int
    verdict: Verdict
    because: str


class GlobalOut(BaseModel):
    """A visit on the day of a procedure whose payment includes it."""

    visit: str
    visit_line: int
    procedure: str
    procedure_line: int
    global_days: str
    verdict: Verdict
    because: str


class NotPaidOut(BaseModel):
    """A line that its status or its own modifiers keep from being paid."""

    line: int
    code: str
    rule: str = Field(description="As among the steps of estimate_payment.")
    because: str


class InvalidOut(BaseModel):
    """A line whose code no table of its date lists, or that cannot be read."""

    line: int
    code: str
    because: str


class CheckedOut(BaseModel):
    """A table that was looked at, or could not be."""

    what: str
    release: str | None
    state: Literal["checked", "not_checked"]
    because: str | None = None


class Bundling(BaseModel):
    """What the edits say of the claim."""

    verdict: Literal["clean", "edits_apply", "not_checked"] = Field(
        description="clean only when every table that applies was looked at."
    )
    date_of_service: date
    setting: Setting
    pairs: list[PairOut]
    units: list[UnitOut]
    add_ons: list[AddOnOut]
    global_periods: list[GlobalOut]
    not_paid: list[NotPaidOut]
    invalid: list[InvalidOut]
    checked: list[CheckedOut]
    edits: Edits | None = Field(description="For a single code.")


def check_bundling(
    catalog: Catalog,
    lines: Lines,
    date_of_service: ServiceDate = None,
    setting: Annotated[
        Setting, Field(description="Whose claim: it decides the tables.")
    ] = "practitioner",
    place_of_service: Annotated[
        str, Field(max_length=5, description="For the amounts at risk.")
    ] = OFFICE,
    zip_code: Annotated[str | None, Field(max_length=10)] = None,
    locality: Annotated[
        str | None, Field(max_length=10, description="Default: national amounts.")
    ] = None,
    limit: Annotated[int, Field(ge=1, le=100, description="Partners a page.")] = 25,
    cursor: Annotated[str | None, Field(max_length=20)] = None,
) -> Answer[Bundling]:
    """Say which lines of a day's claim Medicare denies, by which edit, and why.

    Pairs are looked up in both orders, units summed over the day, add-ons matched with
    their primaries, visits with the procedures of their day; a line that its status or
    a contradicting modifier keeps from being paid is named. Every table that was
    looked at is listed, and every one that was not: a pair without a row in a table
    that was not loaded is not checked, never allowed. One line with one code lists
    that code's edits.
    """
    on, doubts, warnings = service_date(date_of_service)
    read, wrong = claim_lines(catalog, lines, on)
    at = where(catalog, on, zip_code=zip_code, locality=locality)
    found = check_lines(catalog, read, setting, place=place_of_service, at=at)
    invalid = _invalid(found, {n: (lines[n - 1].code, why) for n, why in wrong.items()})
    result = Bundling(
        verdict=_verdict(found, invalid),
        date_of_service=on,
        setting=setting,
        pairs=[_pair(each, found) for each in found.of(PairFinding)],
        units=[_units(each) for each in found.of(UnitFinding)],
        add_ons=[_add_on(each) for each in found.of(AddOnFinding)],
        global_periods=[_global(each) for each in found.of(GlobalFinding)],
        not_paid=[_not_paid(*each) for each in found.not_paid],
        invalid=invalid,
        checked=_checked(found),
        edits=_edits(catalog, found, limit, cursor),
    )
    doubts += found.doubts
    doubts += [Doubt(Level.MEDIUM, f"not checked: {each}") for each in found.missing]
    undecided: list[UnitFinding | AddOnFinding] = [
        *found.of(UnitFinding),
        *found.of(AddOnFinding),
    ]
    doubts += [
        Doubt(Level.MEDIUM, f"{each.code} {UNDECIDED[each.verdict]}")
        for each in undecided
        if each.verdict in UNDECIDED
    ]
    return Answer(
        result=result,
        confidence=confidence(doubts, FOUND),
        sources=sources(found.sources.values()),
        warnings=[*warnings, *found.missing.values()],
    )


def _verdict(
    found: Checked, invalid: list[InvalidOut]
) -> Literal["clean", "edits_apply", "not_checked"]:
    denied = any(each.verdict is Verdict.DENIED for each in found.findings)
    if found.gone or found.not_paid or denied:
        return "edits_apply"
    undecided = any(each.verdict is Verdict.CONTRACTOR for each in found.findings)
    unread = len(invalid) > len(found.gone)
    return "not_checked" if found.missing or undecided or unread else "clean"


def _not_paid(line: Line, step: Step) -> NotPaidOut:
    return NotPaidOut(
        line=line.number, code=line.code, rule=step.rule, because=step.because
    )


def _pair(each: PairFinding, found: Checked) -> PairOut:
    return PairOut(
        column1=each.column1,
        column2=each.column2,
        column1_line=each.column1_line,
        column2_line=each.column2_line,
        modifier_indicator=each.modifier_indicator,
        verdict=each.verdict,
        because=each.because,
        rationale=each.rationale or None,
        amount_at_risk=found.amounts.get(each.column2_line),
    )


def _units(each: UnitFinding) -> UnitOut:
    return UnitOut(
        code=each.code,
        lines=list(each.lines),
        units=each.units,
        mue=each.limit,
        mai=each.adjudication or None,
        verdict=each.verdict,
        because=each.because,
    )


def _add_on(each: AddOnFinding) -> AddOnOut:
    return AddOnOut(
        code=each.code, line=each.line, verdict=each.verdict, because=each.because
    )


def _global(each: GlobalFinding) -> GlobalOut:
    return GlobalOut(
        visit=each.visit,
        visit_line=each.visit_line,
        procedure=each.procedure,
        procedure_line=each.procedure_line,
        global_days=each.global_days,
        verdict=each.verdict,
        because=each.because,
    )


def _invalid(found: Checked, unread: dict[int, tuple[str, str]]) -> list[InvalidOut]:
    gone = [
        InvalidOut(line=line.number, code=line.code, because=why)
        for line, why in found.gone
    ]
    bad = [
        InvalidOut(line=number, code=code, because=why)
        for number, (code, why) in unread.items()
    ]
    return sorted([*gone, *bad], key=lambda each: each.line)


def _checked(found: Checked) -> list[CheckedOut]:
    looked = [
        CheckedOut(what=what, release=release, state="checked")
        for what, release in found.looked_at
    ]
    missing = [
        CheckedOut(what=what, release=None, state="not_checked", because=why)
        for what, why in found.missing.items()
    ]
    return [*looked, *missing]


def _edits(
    catalog: Catalog, found: Checked, limit: int, cursor: str | None
) -> Edits | None:
    """The edits of a bare code; ``None`` for a claim, and where no table was loaded."""
    line = found.lines[0]
    if found.partners is None or line.modifiers or line.units > 1:
        return None
    return partners(catalog, found.partners, line, limit, cursor)
