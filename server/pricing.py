"""Gather what the pricing rules need, and price with it: one way for every tool."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from catalog.errors import NotLoaded
from catalog.policy import in_force
from catalog.queries import Catalog
from catalog.records import (
    PhysicianFee,
    PlaceOfService,
)
from server.elsewhere import elsewhere
from server.errors import RequestError
from server.places import NATIONAL, Where, on_day
from server.rules import price
from server.rules.claim import (
    PHYSICIAN,
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

Practitioner = Literal[
    "physician", "NP", "PA", "CNS", "CNM", "CP", "CSW", "MFT", "MHC", "RD", "PT", "OT",
    "SLP", "AUD",
]  # fmt: skip

FEES, QUALIFYING = "physician_fees", "physician_fees_qualifying"


@dataclass(frozen=True, slots=True)
class Who:
    """Who bills the claim."""

    practitioner: str = PHYSICIAN
    participating: bool = True
    qualifying: bool = False  # APM participant, with a conversion factor of its own


A_PHYSICIAN = Who()


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A priced claim and what it was priced with."""

    claim: Claim
    facts: Facts
    conversion_factor: Decimal | None  # None: lines of several years have several
    place: PlaceOfService
    who: Who

    def doubts(self) -> list[Doubt]:
        """Every doubt of what the lines were priced with, and of what was found."""
        known = [doubt for each in self.facts.lines.values() for doubt in each.doubts]
        return known + [doubt for each in self._outcomes() for doubt in each.doubts]

    def sources(self) -> list[Cited]:
        """Everything that a step or a reason cites, in order."""
        return [source for each in self._outcomes() for source in each.sources]

    def doubts_of(self, line: Line) -> list[Doubt]:
        """The doubts of one line."""
        own = [each for each in self._outcomes() if each.line == line.number]
        found = [doubt for each in own for doubt in each.doubts]
        return [*self.facts.lines[line.number].doubts, *found]

    def _outcomes(self) -> tuple[Step | Unpriced, ...]:
        return (*self.claim.steps, *self.claim.unpriced)


Price = Callable[[Sequence[Line], PlaceOfService, Where], Priced]
"""How a caller wants a claim priced a second time: as it was, or after its edits."""


def price_lines(
    catalog: Catalog,
    lines: Sequence[Line],
    *,
    place: PlaceOfService,
    at: Where = NATIONAL,
    who: Who = A_PHYSICIAN,
) -> Priced:
    """Price lines that were read already.

    Raises:
        NotLoaded: no fee schedule of a line's year is loaded.
    """
    rows = _rows(catalog, lines)
    there = {on: on_day(catalog, at, on) for on in {line.on for line in lines}}
    known = {
        line.number: _line_facts(
            catalog,
            line,
            rows[line.on].get(line.code, {}),
            place,
            there[line.on],
            who,
        )
        for line in lines
    }
    claim = Claim(
        lines=tuple(lines),
        practitioner=who.practitioner,
        participating=who.participating,
    )
    facts = Facts(lines=known)
    return Priced(
        claim=price(claim, facts),
        facts=facts,
        conversion_factor=_one({each.conversion_factor for each in known.values()}),
        place=place,
        who=who,
    )


def price_again(
    priced: Priced, closed: Sequence[Step], lines: Sequence[Line] | None = None
) -> Priced:
    """The same lines, or some of them, with the same facts and some of them closed.

    A step that pays nothing closes its line: it ranks nowhere, and adds nothing.
    """
    kept = priced.claim.lines if lines is None else tuple(lines)
    numbers = {line.number for line in kept}
    claim = replace(
        priced.claim,
        lines=kept,
        steps=tuple(step for step in closed if step.line in numbers),
        unpriced=(),
    )
    return replace(priced, claim=price(claim, priced.facts))


def _one(factors: set[Decimal]) -> Decimal | None:
    return next(iter(factors)) if len(factors) == 1 else None


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
    who: Who,
) -> LineFacts:
    held = catalog.held(FEES, line.on)
    factor, source, doubts = _factor(catalog, line, rows.values(), who)
    other = elsewhere(catalog, line, rows, at, qualifying=who.qualifying)
    doubts += [*other.doubts, *_unsure_place(place, line.on)]
    base = next((row.endoscopic_base for row in rows.values()), "")
    return LineFacts(
        rows=rows,
        fees=held,
        place=place,
        place_held=catalog.held("places_of_service", line.on),
        gpci=at.gpci,
        gpci_held=at.held,
        conversion_factor=factor,
        factor_source=source,
        parameters=in_force(line.on),
        endoscopic_base=_base_row(catalog, base, line) if base else None,
        lab=other.lab,
        lab_release=other.lab_release,
        drug=other.drug,
        drug_release=other.drug_release,
        anesthesia=other.anesthesia,
        missing=other.missing,
        doubts=(*doubts_of(held), *doubts, *at.doubts),
    )


def _base_row(catalog: Catalog, base: str, line: Line) -> PhysicianFee | None:
    return catalog.fees([base], line.on).get(base, {}).get("")


def _unsure_place(place: PlaceOfService, on: date) -> list[Doubt]:
    unsure = in_force(on).get("places_of_service.unsure")
    if unsure is None or place.code not in unsure.values:
        return []
    said = f"CMS prices POS {place.code} by a rule of its own: {place.rate} assumed"
    return [Doubt(Level.MEDIUM, said)]


def _factor(
    catalog: Catalog, line: Line, rows: Iterable[PhysicianFee], who: Who
) -> tuple[Decimal, Cited, list[Doubt]]:
    """The factor the file prints, unless the day or the practitioner wants another.

    A statute may change it while a release holds, and from 2026 practitioners who
    qualify as APM participants have one of their own.
    """
    if who.qualifying:
        return _qualifying_factor(catalog, line)
    held = catalog.held(FEES, line.on)
    stated = in_force(line.on).get("conversion_factor.non_qualifying")
    printed = next((row.conversion_factor for row in rows), None)
    if stated and (printed is None or not held.in_force):
        return stated.decimal, stated.source, []
    if printed is None:
        raise NotLoaded("a conversion factor", line.on)
    return printed, held.release, []


def _qualifying_factor(
    catalog: Catalog, line: Line
) -> tuple[Decimal, Cited, list[Doubt]]:
    """The factor of qualifying APM participants, for the codes of their own file."""
    stated = in_force(line.on).get("conversion_factor.qualifying")
    if stated is None:
        raise RequestError(
            "qualifying_apm has a conversion factor of its own from 2026 on. Leave it "
            f"out for {line.on}."
        )
    try:
        held = catalog.held(QUALIFYING, line.on)
    except NotLoaded:
        said = (
            "the factor for qualifying APM participants was applied to every code; the "
            "file that lists which codes it is for is not loaded"
        )
        return stated.decimal, stated.source, [Doubt(Level.MEDIUM, said)]
    if catalog.fees([line.code], line.on, QUALIFYING):
        return stated.decimal, held.release, doubts_of(held)
    other = in_force(line.on)["conversion_factor.non_qualifying"]
    said = f"{line.code} is not in the qualifying participants' file: the other factor"
    return other.decimal, other.source, [Doubt(Level.MEDIUM, said)]
