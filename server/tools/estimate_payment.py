"""What does Medicare allow for these services?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from catalog.queries import Catalog
from server.bundling_card import denied_lines, doubts_of_edits, verdict_of
from server.editing import Edited, Pricing
from server.estimate_card import (
    Comparison,
    EditsApplied,
    Estimate,
    Place,
    estimate_card,
    locality_card,
)
from server.money import ZERO
from server.places import OFFICE, Where, place_named, where
from server.pricing import FEES, Practitioner, Priced, Who
from server.requests import (
    Amount,
    Day,
    Lines,
    ServiceDate,
    claim_lines,
    service_date,
)
from server.results import Answer, confidence, sources
from server.rules.claim import Doubt, Level
from server.rules.settlement import Settlement, settlement
from server.unmodelled import unmodelled
from server.what_if import change_most, difference


class Compare(BaseModel):
    """What is different in the other claim; what is left out stays the same."""

    model_config = ConfigDict(extra="forbid")

    date_of_service: Annotated[Day | None, Field(description="YYYY-MM-DD.")] = None
    place_of_service: Annotated[str | None, Field(max_length=5)] = None
    locality: Annotated[str | None, Field(max_length=10)] = None
    zip_code: Annotated[str | None, Field(max_length=10)] = None


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
        bool, Field(description="Participating with Medicare.")
    ] = True,
    practitioner: Annotated[
        Practitioner, Field(description="Who furnished the services.")
    ] = "physician",
    qualifying_apm: Annotated[
        bool, Field(description="Qualifying APM participant (from 2026).")
    ] = False,
    deductible_left: Annotated[
        Amount | None,
        Field(description="Of the patient's Part B deductible. Default: none is left."),
    ] = None,
    apply_edits: Annotated[
        bool, Field(description="Price what check_bundling's edits leave of it.")
    ] = False,
    compare: Annotated[
        Compare | None, Field(description="Price the claim a second time, otherwise.")
    ] = None,
) -> Answer[Estimate]:
    """Say what Medicare allows for a claim, step by step, and who pays it.

    All lines are one patient's and one practitioner's. Modifiers, several procedures
    of a day, both sides, assistants, imaging, therapy, anesthesia, laboratory tests
    and drugs are priced by Medicare's rules; each step cites its source. Edits are
    applied only if asked: a denied line is then not_paid, with the edit as its step. A
    line that cannot be priced says why and is no part of the total; a modifier without
    a rule is named in warnings.
    """
    on, doubts, warnings = service_date(date_of_service)
    catalog.held(FEES, on)  # without a fee schedule of that year nothing is answered
    place = place_named(catalog, place_of_service, on)
    at = where(catalog, on, zip_code=zip_code, locality=locality)
    read, wrong = claim_lines(catalog, lines, on, priced=True)
    every, unread = claim_lines(catalog, lines, on) if apply_edits else (read, wrong)
    pricing = Pricing(
        catalog=catalog,
        who=Who(practitioner, participating, qualifying_apm),
        edits=apply_edits,
        unpriceable=[line for line in every if line.number in wrong],
        unread=len(unread),
    )
    priced, edited = pricing.price(read, place, at)
    settled = settlement(priced.claim, priced.facts, deductible_left or ZERO)

    left_out = [
        *unmodelled(priced),
        *(f"Line {number} was left out: {why}" for number, why in wrong.items()),
    ]
    warnings += [*at.warnings, *left_out]
    if edited:
        doubts += doubts_of_edits(edited)
        warnings += edited.tables.missing.values()
    comparison, more = _compared(pricing, priced, compare, on, at)
    doubts += [*priced.doubts(), *(Doubt(Level.MEDIUM, each) for each in left_out)]
    doubts += [
        replace(each, because=f"compared: {each.because}")
        for each in more
        if each not in doubts
    ]
    held = [at.zip_held.release] if at.zip_held else []
    looked_at = edited.tables.looked_at.values() if edited else []
    result = estimate_card(catalog, priced, lines, wrong, on, at, pricing.again)
    result = result.model_copy(
        update={
            **_settled(priced, settled, deductible_left),
            "edits": _edits(edited) if edited else None,
            "comparison": comparison,
            "what_would_change_most": change_most(
                catalog, priced, on, at, pricing.again
            ),
        }
    )
    return Answer(
        result=result,
        confidence=confidence(doubts),
        sources=sources([*priced.sources(), *settled.sources, *held, *looked_at]),
        warnings=warnings,
    )


def _edits(edited: Edited) -> EditsApplied:
    return EditsApplied(
        verdict=verdict_of(edited),
        denied=sorted(denied_lines(edited)),
        not_checked=list(edited.tables.missing),
    )


def _settled(
    priced: Priced, settled: Settlement, deductible_left: Decimal | None
) -> dict[str, Any]:
    """Who pays what is allowed; nothing where nothing is."""
    assumed = (
        f"a deductible of ${deductible_left} left"
        if deductible_left is not None
        else "the deductible is met"
    )
    said = (
        f"{assumed}; assignment is accepted; preventive services' waivers are not known"
    )
    if priced.claim.total is None:
        return {"settlement_assumes": said}
    return {
        "medicare_pays": settled.medicare_pays,
        "patient_pays": settled.patient_pays,
        "deductible": settled.deductible,
        "coinsurance": settled.coinsurance,
        "sequestration": settled.sequestration,
        "settlement_assumes": said,
    }


def _compared(
    pricing: Pricing, priced: Priced, asked: Compare | None, on: date, at: Where
) -> tuple[Comparison | None, list[Doubt]]:
    """The claim a second time, with what is different in it, and its doubts."""
    if asked is None:
        return None, []
    day = asked.date_of_service or on
    catalog = pricing.catalog
    place = place_named(catalog, asked.place_of_service or priced.place.code, day)
    there = _other_place(catalog, asked, day, at)
    # Lines of other days stay as far from the claim's day as they are.
    lines = [replace(line, on=day + (line.on - on)) for line in priced.claim.lines]
    other, edited = pricing.price(lines, place, there)
    missing = list(edited.tables.missing) if edited else []
    total, alike = other.claim.total, _unpriced(other) == _unpriced(priced)
    card = Comparison(
        date_of_service=day,
        place_of_service=Place(code=place.code, name=place.name, rate=place.rate),
        locality=locality_card(there),
        total_allowed=total,
        difference=None
        if missing or not alike
        else difference(total, priced.claim.total),
        without_price=_unpriced(other),
        not_checked=missing,
    )
    more = doubts_of_edits(edited) if edited else []
    return card, [*other.doubts(), *there.doubts, *more]


def _unpriced(priced: Priced) -> list[int]:
    return sorted(each.line for each in priced.claim.unpriced)


def _other_place(catalog: Catalog, asked: Compare, day: date, at: Where) -> Where:
    if asked.zip_code or asked.locality:
        return where(catalog, day, zip_code=asked.zip_code, locality=asked.locality)
    own = None if at.gpci is None else at.id
    return where(catalog, day, zip_code=None, locality=own)
