"""The fee schedule amount: relative values, the locality's indices, a factor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from catalog.records import Gpci, PhysicianFee
from server.money import ZERO, cents
from server.rules.claim import (
    Claim,
    Doubt,
    Facts,
    Level,
    Line,
    LineFacts,
    Step,
    Unpriced,
)

PROFESSIONAL, TECHNICAL, DISCONTINUED = "26", "TC", "53"
SPLIT = "1"  # PC/TC indicator: the whole, 26 and TC
THERAPY = "5"  # multiple-procedure indicator
MODIFIERS = frozenset({PROFESSIONAL, TECHNICAL, DISCONTINUED})


def physician_fee(claim: Claim, facts: Facts) -> Iterator[Step | Unpriced]:
    """Start each line from the amount of one unit of its own row.

    The row is the one the modifier asks for: 26, TC and 53 have rows of their own,
    and the whole is never their sum. Each relative value times its locality's index,
    added, times the conversion factor, rounded once to the cent. A place that the
    row flags NA has no price, whatever figure stands in its column.

    Yields:
        A step with the amount of one unit; a step to 0.00 where the code has no part
        such as the modifier says; a reason where there is no price.

    Source:
        CMS relative value file documentation (RVU25D), "Contents"; 42 CFR 414.20,
        414.22(b)(5)(i) for facility and non-facility.
    """
    for line in claim.waiting:
        known = facts.lines[line.number]
        asked = [each for each in line.modifiers if each in MODIFIERS]
        if len(asked) > 1:
            yield _contradiction(line, known, asked)
            continue
        row = known.rows.get(asked[0] if asked else "")
        if row is None:
            yield _no_such_row(line, known, asked[0] if asked else "")
        elif known.facility and row.na_facility and _therapy(row):
            yield _therapy_amount(line, known, row)
        elif row.na_facility if known.facility else row.na_nonfacility:
            yield _not_in_this_place(line, known, row)
        else:
            yield _amount(line, known, row)


def fee_amount(row: PhysicianFee, known: LineFacts) -> Decimal:
    """One unit of a row in dollars and cents, before the OPPS cap."""
    pe = row.pe_facility if known.facility else row.pe_nonfacility
    return priced(row.work, pe, row.mp, known.gpci, known.conversion_factor)


def priced(
    work: Decimal, pe: Decimal, mp: Decimal, gpci: Gpci | None, factor: Decimal
) -> Decimal:
    """Relative values at a locality's indices, in dollars, rounded once.

    Without a locality the amount is the national one: every index is 1.
    """
    if gpci is None:
        return cents((work + pe + mp) * factor)
    return cents((work * gpci.work + pe * gpci.pe + mp * gpci.mp) * factor)


def _therapy(row: PhysicianFee) -> bool:
    return row.multiple_procedure == THERAPY


def _therapy_amount(line: Line, known: LineFacts, row: PhysicianFee) -> Step:
    """Outpatient therapy has one rate, whatever the place."""
    stated = known.parameters["places_of_service.therapy"]
    said = f"{line.code}: therapy is paid the non-facility rate in every place"
    office = replace(known, place=replace(known.place, rate="nonfacility"))
    step = _amount(line, office, row)
    return replace(
        step,
        sources=(*step.sources, stated.source),
        doubts=(Doubt(Level.MEDIUM, said),),
    )


def _amount(line: Line, known: LineFacts, row: PhysicianFee) -> Step:
    part = f"-{row.modifier}" if row.modifier else ""
    pe = row.pe_facility if known.facility else row.pe_nonfacility
    if known.gpci is None:
        sum_of = f"work {row.work} + practice {pe} + malpractice {row.mp}"
    else:
        g = known.gpci
        sum_of = (
            f"work {row.work} x {g.work} + practice {pe} x {g.pe} "
            f"+ malpractice {row.mp} x {g.mp}"
        )
    rate = "facility" if known.facility else "non-facility"
    used = [held.release for held in (known.gpci_held, known.place_held) if held]
    return Step(
        line=line.number,
        rule="physician_fee",
        amount=fee_amount(row, known),
        because=f"{line.code}{part}, {rate}: ({sum_of}) x {known.conversion_factor}.",
        sources=(known.fees.release, *used, known.factor_source),
        per_unit=True,
    )


def _contradiction(line: Line, known: LineFacts, asked: list[str]) -> Unpriced:
    return Unpriced(
        line=line.number,
        rule="physician_fee",
        because=f"Modifiers {' and '.join(asked)} contradict one another on one line. "
        "Send the one that was done, or none for the whole service.",
        sources=(known.fees.release,),
    )


def _no_such_row(line: Line, known: LineFacts, modifier: str) -> Step | Unpriced:
    if modifier == DISCONTINUED:
        return Unpriced(
            line=line.number,
            rule="physician_fee",
            because=f"{line.code} has no row for modifier 53: the contractor decides "
            "what a discontinued procedure is paid.",
            sources=(known.fees.release,),
            doubts=(Doubt(Level.LOW, f"{line.code}-53 is priced by the contractor"),),
        )
    whole = known.rows.get("")
    indicator = f" (PC/TC indicator {whole.pctc})" if whole else ""
    return Step(
        line=line.number,
        rule="physician_fee",
        amount=ZERO,
        because=f"{line.code} has no part {modifier or 'without a modifier'}"
        f"{indicator}: Medicare rejects the line. "
        + (f"Send it without {modifier}." if modifier else "Send 26 or TC."),
        sources=(known.fees.release,),
        paid=False,
    )


def _not_in_this_place(line: Line, known: LineFacts, row: PhysicianFee) -> Unpriced:
    here, there = "non-facility", "facility"
    if known.facility:
        here, there = there, here
    split = known.facility and row.pctc == SPLIT and row.modifier != PROFESSIONAL
    advice = " The hospital provides the technical part: bill 26." if split else ""
    return Unpriced(
        line=line.number,
        rule="physician_fee",
        because=f"CMS flags {line.code} NA in a {here} place (POS {known.place.code}, "
        f"{known.place.name}): it is rarely or never done there, and has a price in a "
        f"{there} place only." + advice,
        sources=(known.fees.release, known.place_held.release),
    )
