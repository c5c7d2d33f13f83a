"""A priced claim, as callers read it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from catalog.queries import Catalog
from server.bundling_answer import ClaimVerdict
from server.code_record import code_record
from server.money import Figure, Usd
from server.places import Where
from server.pricing import Price, Priced
from server.requests import LineIn
from server.rules.claim import Line, Step
from server.rules.nonparticipating import limiting_charge
from server.rules.physician_fee import MODIFIERS as OWN_ROWS
from server.standing import standing

Status = Literal["priced", "not_paid", "unpriced"]


class StepOut(BaseModel):
    """What one rule did to the line."""

    rule: str
    amount: Usd = Field(description="The line's amount after this step.")
    because: str
    source: str = Field(description="The id of a listed source.")


class Rvus(BaseModel):
    """One unit's relative values at this place, before the locality's indices."""

    work: Figure
    pe: Figure = Field(description="Practice expense.")
    mp: Figure = Field(description="Malpractice.")
    total: Figure


class LineOut(BaseModel):
    """One line of the claim."""

    line: int
    code: str
    title: str | None = Field(description="In our own words; null: none written yet.")
    modifiers: list[str]
    units: int
    status: Status = Field(
        description="not_paid: Medicare pays 0.00 for it. unpriced: no rule can price "
        "it, and it is no part of the total."
    )
    allowed: Usd | None = Field(description="null: unpriced.")
    conversion_factor: Figure | None
    rvu: Rvus | None
    because: str | None = Field(description="Why it is not paid or not priced.")
    steps: list[StepOut]


class Elsewhere(BaseModel):
    """What the claim is allowed in another locality that its ZIP code reaches into."""

    locality: str
    name: str
    total_allowed: Usd | None


class Place(BaseModel):
    """The place of service and the rate it is paid at."""

    code: str
    name: str
    rate: str = Field(description="facility or nonfacility.")


class Locality(BaseModel):
    """The payment locality."""

    id: str = Field(description='Such as "10112-00", or "national".')
    name: str
    work: Figure | None = Field(description="Indices; null: national, each is 1.")
    pe: Figure | None
    mp: Figure | None


class Comparison(BaseModel):
    """The same claim elsewhere or at another time."""

    date_of_service: date
    place_of_service: Place
    locality: Locality
    total_allowed: Usd | None
    difference: Usd | None = Field(
        description="From the total of the claim as asked; null where other lines "
        "have a price there than here, or not every edit could be checked there."
    )
    without_price: list[int] = Field(description="Lines that have no price there.")
    not_checked: list[str] = Field(description="Of the edits, where they apply.")


class EditsApplied(BaseModel):
    """What the edits did before anything was priced: as check_bundling says it."""

    verdict: ClaimVerdict
    denied: list[int] = Field(description="Lines; why is said with each.")
    not_checked: list[str]


class Estimate(BaseModel):
    """The allowed amount, the steps that led to it, and who pays it."""

    total_allowed: Usd | None = Field(
        description="Of the lines that have an amount; null: none of them has."
    )
    conversion_factor: Figure | None = Field(
        description="null: lines of several years have several; see each line."
    )
    date_of_service: date
    place_of_service: Place
    locality: Locality
    lines: list[LineOut]
    alternatives: list[Elsewhere]
    medicare_pays: Usd | None = Field(description="After sequestration.")
    patient_pays: Usd | None = Field(description="Deductible and coinsurance.")
    deductible: Usd | None
    coinsurance: Usd | None
    sequestration: Usd | None = Field(description="Taken off Medicare's part.")
    settlement_assumes: str = Field(description="What the division rests on.")
    limiting_charge: Usd | None = Field(
        description="115% of the non-participating amount (42 CFR 414.48(b)); null for "
        "those who participate or must accept assignment."
    )
    edits: EditsApplied | None = Field(description="null: they were not applied.")
    comparison: Comparison | None
    what_would_change_most: str | None


def locality_card(at: Where) -> Locality:
    """A locality with its indices."""
    gpci = at.gpci
    return Locality(
        id=at.id,
        name=at.name,
        work=gpci.work if gpci else None,
        pe=gpci.pe if gpci else None,
        mp=gpci.mp if gpci else None,
    )


def estimate_card(
    catalog: Catalog,
    priced: Priced,
    asked: list[LineIn],
    wrong: dict[int, str],
    on: date,
    at: Where,
    price: Price,
) -> Estimate:
    """What callers read of a priced claim, before it is divided and compared."""
    known = {line.number: line for line in priced.claim.lines}
    place = priced.place
    return Estimate(
        total_allowed=priced.claim.total,
        conversion_factor=priced.conversion_factor,
        date_of_service=on,
        place_of_service=Place(code=place.code, name=place.name, rate=place.rate),
        locality=locality_card(at),
        lines=[
            _line(catalog, known[number], priced)
            if number in known
            else _unread(number, each, wrong[number])
            for number, each in enumerate(asked, start=1)
        ],
        alternatives=_alternatives(priced, at, price),
        medicare_pays=None,
        patient_pays=None,
        deductible=None,
        coinsurance=None,
        sequestration=None,
        settlement_assumes="",
        limiting_charge=limiting_charge(priced.claim, priced.facts),
        edits=None,
        comparison=None,
        what_would_change_most=None,
    )


def _line(catalog: Catalog, line: Line, priced: Priced) -> LineOut:
    claim = priced.claim
    steps = claim.steps_of(line)
    status, because = _status(steps, claim.reason(line))
    if not priced.facts.lines[line.number].rows and because:
        # A code that left the schedule: since when, and what its section has now.
        record = code_record(catalog, line.code, line.on)
        because = f"{because} {standing(catalog, record).sentence}"
    title = catalog.title(line.code)
    return LineOut(
        line=line.number,
        code=line.code,
        title=title.title if title and title.title else None,
        modifiers=list(line.modifiers),
        units=line.units,
        status=status,
        allowed=claim.amount(line) if status != "unpriced" else None,
        conversion_factor=priced.facts.lines[line.number].conversion_factor,
        rvu=_rvus(line, priced) if line in claim.on_schedule else None,
        because=because,
        steps=[_step(step) for step in steps],
    )


def _status(steps: list[Step], reason: str | None) -> tuple[Status, str | None]:
    if reason is not None:
        return "unpriced", reason
    refused = next((step.because for step in steps if not step.paid), None)
    return ("not_paid", refused) if refused else ("priced", None)


def _step(step: Step) -> StepOut:
    return StepOut(
        rule=step.rule,
        amount=step.amount,
        because=step.because,
        source=step.sources[0].id,
    )


def _rvus(line: Line, priced: Priced) -> Rvus:
    known = priced.facts.lines[line.number]
    row = known.rows[next((m for m in line.modifiers if m in OWN_ROWS), "")]
    pe = row.pe_facility if known.facility else row.pe_nonfacility
    return Rvus(work=row.work, pe=pe, mp=row.mp, total=row.work + pe + row.mp)


def _unread(number: int, asked: LineIn, why: str) -> LineOut:
    return LineOut(
        line=number,
        code=asked.code,
        title=None,
        modifiers=asked.modifiers,
        units=asked.units,
        status="unpriced",
        allowed=None,
        conversion_factor=None,
        rvu=None,
        because=why,
        steps=[],
    )


def _alternatives(priced: Priced, at: Where, price: Price) -> list[Elsewhere]:
    found = []
    for gpci in at.others:
        there = Where(gpci=gpci, held=at.held)
        again = price(priced.claim.lines, priced.place, there)
        found.append(
            Elsewhere(
                locality=there.id, name=there.name, total_allowed=again.claim.total
            )
        )
    return found
