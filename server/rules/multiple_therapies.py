"""Several therapy units of one day: half the practice expense of all but one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from server.money import cents
from server.rules.claim import Claim, Facts, Line, LineFacts, Step
from server.rules.physician_fee import priced
from server.rules.ranking import Tie

THERAPY = "5"  # multiple-procedure indicator


def multiple_therapies(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Pay the unit with the highest practice expense in full, the others with half.

    Every unit counts, across lines and disciplines. Work and malpractice are always
    paid in full, and each reduced unit is rounded to the cent. Of units with equal
    practice expense the one with the higher fee is paid in full.

    Yields:
        A step for each line of which a unit is reduced.

    Source:
        CMS relative value file record layout (RVU25D), multiple procedure indicator 5;
        Medicare Claims Processing Manual (Pub. 100-04), ch. 5, s. 10.7.
    """
    lines = [line for line in claim.on_schedule if _row(line, facts)]
    for on in dict.fromkeys(line.on for line in lines):
        today = [line for line in lines if line.on == on]
        if sum(line.units for line in today) > 1:
            first = min(today, key=lambda line: _rank(claim, facts, line))
            for line in today:
                full = 1 if line is first else 0
                if line.units > full:
                    yield _step(claim, facts, line, full)


def _row(line: Line, facts: Facts) -> bool:
    row = facts.lines[line.number].whole
    return row is not None and row.multiple_procedure == THERAPY


def _rank(claim: Claim, facts: Facts, line: Line) -> tuple[Decimal, Decimal, Tie]:
    known = facts.lines[line.number]
    return (-_practice_expense(known), -claim.standing(line) / line.units, line.tie)


def _practice_expense(known: LineFacts) -> Decimal:
    row = known.rows[""]
    return row.pe_facility if known.facility else row.pe_nonfacility


def _step(claim: Claim, facts: Facts, line: Line, full: int) -> Step:
    known = facts.lines[line.number]
    share = known.parameters["multiple_therapies.practice_expense"]
    row, pe = known.rows[""], _practice_expense(known)
    fee = priced(row.work, pe, row.mp, known.gpci, known.conversion_factor)
    less = priced(
        row.work, pe * share.decimal, row.mp, known.gpci, known.conversion_factor
    )
    one = claim.standing(line) / line.units
    reduced = cents(one * less / fee) if fee else less
    rest = line.units - full
    return Step(
        line=line.number,
        rule="multiple_therapies",
        amount=cents(one) * full + reduced * rest,
        because=f"Of several therapy units: {full} at {cents(one)}, {rest} with "
        f"{share.decimal:.0%} of the practice expense, {reduced} each.",
        sources=(share.source, known.fees.release),
    )
