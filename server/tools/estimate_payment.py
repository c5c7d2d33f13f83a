"""What does Medicare allow for these services?"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from catalog.queries import Catalog
from server.money import Figure, Usd
from server.places import OFFICE, Where, place_named, where
from server.pricing import FEES, Priced, price_lines
from server.requests import LineIn, Lines, ServiceDate, claim_lines, service_date
from server.results import Answer, confidence, sources
from server.rules.claim import Doubt, Level, Line, Step
from server.rules.physician_fee import MODIFIERS as OWN_ROWS
from server.unmodelled import unmodelled

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


class Estimate(BaseModel):
    """The allowed amount and the steps that led to it."""

    total_allowed: Usd | None = Field(
        description="Of the lines that have an amount; null: none of them has."
    )
    conversion_factor: Figure
    date_of_service: date
    place_of_service: Place
    locality: Locality
    lines: list[LineOut]
    alternatives: list[Elsewhere]
    medicare_pays: Usd | None = Field(description="null: not computed yet.")
    patient_pays: Usd | None = Field(description="null: not computed yet.")
    limiting_charge: Usd | None = Field(description="null: not computed yet.")


def estimate_payment(
    catalog: Catalog,
    lines: Lines,
    date_of_service: ServiceDate = None,
    place_of_service: Annotated[
        str, Field(max_length=5, description="Two digits; decides facility or not.")
    ] = OFFICE,
    zip_code: Annotated[
        str | None, Field(max_length=10, description="Of the place of service.")
    ] = None,
    locality: Annotated[
        str | None,
        Field(max_length=10, description='"10112-00". Default: national amounts.'),
    ] = None,
    participating: Annotated[
        bool | None, Field(description="Participating with Medicare.")
    ] = None,
    practitioner: Annotated[
        str | None, Field(max_length=40, description="Such as physician, NP, PA.")
    ] = None,
    qualifying_apm: Annotated[
        bool, Field(description="Qualifying APM participant (from 2026).")
    ] = False,
) -> Answer[Estimate]:
    """Say what Medicare allows for a claim's lines, step by step, with sources.

    Amounts are the fee schedule's for each line by itself: its own row (26, TC, 53),
    the locality, the place of service, the OPPS cap on imaging, and units. Edits are
    not applied (see check_bundling), nor reductions for several services of one day;
    these, and modifiers without a rule, are named in warnings. A line that cannot be
    priced says why and is no part of the total.
    """
    on, doubts, warnings = service_date(date_of_service)
    catalog.held(FEES, on)  # without a fee schedule of that year nothing is answered
    place = place_named(catalog, place_of_service, on)
    at = where(catalog, on, zip_code=zip_code, locality=locality)
    read, wrong = claim_lines(catalog, lines, on)
    priced = price_lines(catalog, read, place=place, at=at, qualifying=qualifying_apm)

    left_out = [
        *unmodelled(priced, participating, practitioner),
        *(f"Line {number} was left out: {why}" for number, why in wrong.items()),
    ]
    warnings += [*at.warnings, *left_out]
    doubts += [*priced.doubts(), *(Doubt(Level.MEDIUM, each) for each in left_out)]
    held = [at.zip_held.release] if at.zip_held else []
    return Answer(
        result=_estimate(catalog, priced, lines, wrong, on, at),
        confidence=confidence(doubts),
        sources=sources([*priced.sources(), *held]),
        warnings=warnings,
    )


def _estimate(
    catalog: Catalog,
    priced: Priced,
    asked: list[LineIn],
    wrong: dict[int, str],
    on: date,
    at: Where,
) -> Estimate:
    known = {line.number: line for line in priced.claim.lines}
    place = priced.place
    return Estimate(
        total_allowed=priced.claim.total,
        conversion_factor=priced.conversion_factor,
        date_of_service=on,
        place_of_service=Place(code=place.code, name=place.name, rate=place.rate),
        locality=Locality(id=at.id, name=at.name),
        lines=[
            _line(catalog, known[number], priced)
            if number in known
            else _unread(number, each, wrong[number])
            for number, each in enumerate(asked, start=1)
        ],
        alternatives=_alternatives(catalog, priced, at),
        medicare_pays=None,
        patient_pays=None,
        limiting_charge=None,
    )


def _line(catalog: Catalog, line: Line, priced: Priced) -> LineOut:
    claim = priced.claim
    steps = [step for step in claim.steps if step.line == line.number]
    reason = next((each.because for each in claim.unpriced if each.line == line.number),
                  None)  # fmt: skip
    status, because = _status(steps, reason)
    title = catalog.title(line.code)
    return LineOut(
        line=line.number,
        code=line.code,
        title=title.title if title and title.title else None,
        modifiers=list(line.modifiers),
        units=line.units,
        status=status,
        allowed=claim.amount(line) if status != "unpriced" else None,
        rvu=_rvus(line, priced) if status == "priced" else None,
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
        rvu=None,
        because=why,
        steps=[],
    )


def _alternatives(catalog: Catalog, priced: Priced, at: Where) -> list[Elsewhere]:
    found = []
    for gpci in at.others:
        there = Where(gpci=gpci, held=at.held)
        again = price_lines(
            catalog,
            priced.claim.lines,
            place=priced.place,
            at=there,
            qualifying=priced.qualifying,
        )
        found.append(
            Elsewhere(
                locality=there.id, name=there.name, total_allowed=again.claim.total
            )
        )
    return found
