"""Gather what the pricing rules need, and price with it: one way for every tool."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from catalog.errors import NotLoaded
from catalog.holding import Held
from catalog.policy import parameter, periods
from catalog.queries import Catalog
from catalog.records import PhysicianFee, PlaceOfService
from server.errors import RequestError
from server.places import NATIONAL, Where
from server.rules import price
from server.rules.claim import (
    Cited,
    Claim,
    Doubt,
    Facts,
    Level,
    Line,
    LineFacts,
    Step,
    Unpriced,
    doubts_of,
)
from server.rules.status_indicator import ELSEWHERE

FEES = "physician_fees"


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A priced claim and what it was priced with."""

    claim: Claim
    facts: Facts
    conversion_factor: Decimal
    place: PlaceOfService
    qualifying: bool

    def doubts(self) -> list[Doubt]:
        """Every doubt of what the lines were priced with, and of what was found."""
        known = [doubt for each in self.facts.lines.values() for doubt in each.doubts]
        return known + [doubt for each in self._outcomes() for doubt in each.doubts]

    def sources(self) -> list[Cited]:
        """Everything that a step or a reason cites, in order."""
        return [source for each in self._outcomes() for source in each.sources]

    def _outcomes(self) -> tuple[Step | Unpriced, ...]:
        return (*self.claim.steps, *self.claim.unpriced)


def price_lines(
    catalog: Catalog,
    lines: Sequence[Line],
    *,
    place: PlaceOfService,
    at: Where = NATIONAL,
    qualifying: bool = False,
) -> Priced:
    """Price lines that were read already.

    Raises:
        NotLoaded: no fee schedule of a line's year is loaded.
    """
    rows = _rows(catalog, lines)
    known = {
        line.number: _line_facts(
            catalog, line, rows[line.on].get(line.code, {}), place, at, qualifying
        )
        for line in lines
    }
    listed = parameter("informational_modifiers", "unchanged", lines[0].on)
    facts = Facts(lines=known, parameters={"informational_modifiers.unchanged": listed})
    return Priced(
        claim=price(Claim(lines=tuple(lines)), facts),
        facts=facts,
        conversion_factor=known[lines[0].number].conversion_factor,
        place=place,
        qualifying=qualifying,
    )


def _rows(
    catalog: Catalog, lines: Sequence[Line]
) -> dict[date, dict[str, dict[str, PhysicianFee]]]:
    """Every line's rows, by date and code: each asked for once."""
    return {
        on: catalog.fees([line.code for line in lines if line.on == on], on)
        for on in {line.on for line in lines}
    }


def _line_facts(
    catalog: Catalog,
    line: Line,
    rows: dict[str, PhysicianFee],
    place: PlaceOfService,
    at: Where,
    qualifying: bool,
) -> LineFacts:
    held = catalog.held(FEES, line.on)
    factor, source, doubts = _factor(rows.values(), held, line.on, qualifying)
    here = any(row.status not in ELSEWHERE for row in rows.values())
    elsewhere, schedule = ("", None) if here else _elsewhere(catalog, line)
    doubts = [*doubts, *(doubts_of(schedule) if schedule else ())]
    unsure = parameter("places_of_service", "unsure", line.on)
    if place.code in unsure.values:
        said = f"CMS prices POS {place.code} by a rule of its own: {place.rate} assumed"
        doubts = [*doubts, Doubt(Level.MEDIUM, said)]
    return LineFacts(
        rows=rows,
        fees=held,
        place=place,
        place_held=catalog.held("places_of_service", line.on),
        gpci=at.gpci,
        gpci_held=at.held,
        conversion_factor=factor,
        factor_source=source,
        elsewhere=elsewhere,
        elsewhere_source=schedule.release if schedule else None,
        doubts=(*doubts_of(held), *doubts, *at.doubts),
    )


def _factor(
    rows: Iterable[PhysicianFee], held: Held, on: date, qualifying: bool
) -> tuple[Decimal, Cited, list[Doubt]]:
    """The factor the file prints, unless the day wants another one.

    A statute may change it while a release holds, and from 2026 practitioners who
    qualify as APM participants have one of their own.
    """
    name = "qualifying" if qualifying else "non_qualifying"
    stated = next((p for p in periods("conversion_factor")
                   if p.name == name and p.holds(on)), None)  # fmt: skip
    printed = next((row.conversion_factor for row in rows), None)
    if qualifying:
        if stated is None:
            raise RequestError(
                "qualifying_apm has a conversion factor of its own from 2026 on. Leave "
                f"it out for {on}."
            )
        said = (
            "the factor for qualifying APM participants was applied to every code; the "
            "file that lists which codes it is for is not loaded"
        )
        return stated.decimal, stated.source, [Doubt(Level.MEDIUM, said)]
    if stated and (printed is None or not held.in_force):
        return stated.decimal, stated.source, []
    if printed is None:
        raise NotLoaded("a conversion factor", on)
    return printed, held.release, []


def _elsewhere(catalog: Catalog, line: Line) -> tuple[str, Held | None]:
    """The loaded schedule that prices a code the fee schedule does not, in words."""
    for dataset, priced in (
        ("clinical_laboratory", _laboratory),
        ("drug_limits", _drug),
    ):
        try:
            held = catalog.held(dataset, line.on)
        except NotLoaded:
            continue
        if found := priced(catalog, line):
            return f"{found} in {held.release.name}).", held
    return "", None


def _laboratory(catalog: Catalog, line: Line) -> str:
    lab = catalog.lab_fee(line.code, line.on)
    if lab is None:
        return ""
    amount = f"${lab.rate}" if lab.rate else "at the contractor's price"
    return f"The clinical laboratory fee schedule prices it ({amount}"


def _drug(catalog: Catalog, line: Line) -> str:
    drug = catalog.drug_limit(line.code, line.on)
    if drug is None:
        return ""
    limit = f"${drug.payment_limit}" if drug.payment_limit else drug.note
    return f"Part B drug payment limits price it ({limit} per {drug.dosage}"
