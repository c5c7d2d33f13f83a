"""Several imaging services of one session: further parts are paid at a share."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from server.money import ZERO, cents
from server.rules.claim import Claim, Doubt, Facts, Level, Line, Step
from server.rules.parts import Parts, Ranked, parts, reduced
from server.rules.ranking import services

IMAGING = "4"  # multiple-procedure indicator
SEPARATE = ("59", "XE")  # another session that day


def multiple_imaging(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Pay further technical parts at half and further professional ones at 95%.

    The two kinds of part rank apart, so the costliest of each may stand on different
    lines. A whole is split into its parts, and each unit and side ranks. A line with 59
    or XE was another session.

    Yields:
        A step for each line of which a part is paid at a share.

    Source:
        CMS relative value file record layout (RVU25D), multiple procedure indicator 4;
        MLN Matters MM9647.
    """
    lines = [line for line in claim.on_schedule if _ranks(line, facts)]
    for on in dict.fromkeys(line.on for line in lines):
        today = [line for line in lines if line.on == on]
        split = {line.number: found for line in today
                 if (found := parts(claim, facts, line))}  # fmt: skip
        units = {line.number: int(services(claim, line)) for line in today}
        yield from _steps(facts, today, split, units)


def _ranks(line: Line, facts: Facts) -> bool:
    row = facts.lines[line.number].whole
    apart = any(modifier in SEPARATE for modifier in line.modifiers)
    return row is not None and row.multiple_procedure == IMAGING and not apart


def _steps(
    facts: Facts, lines: list[Line], split: dict[int, Parts], units: dict[int, int]
) -> Iterator[Step]:
    known = facts.lines[lines[0].number].parameters
    technical, professional = (
        known["multiple_imaging.technical"],
        known["multiple_imaging.professional"],
    )
    ranked = [line for line in lines if line.number in split]
    tc = reduced(
        [Ranked(each, units[each.number], split[each.number].technical)
         for each in ranked], technical.decimal
    )  # fmt: skip
    pc = reduced(
        [Ranked(each, units[each.number], split[each.number].professional)
         for each in ranked], professional.decimal
    )  # fmt: skip
    for line in ranked:
        before = split[line.number]
        after = Parts(_sum(pc.get(line.number, ())), _sum(tc.get(line.number, ())))
        if after != before:
            yield Step(
                line=line.number,
                rule="multiple_imaging",
                amount=after.whole,
                because=f"Of several imaging services: professional part "
                f"{after.professional} of {before.professional}, technical part "
                f"{after.technical} of {before.technical}.",
                sources=(technical.source, professional.source),
                doubts=_second_side(line, units),
                technical=after.technical,
                technical_units=tc.get(line.number, ()),
            )


def _sum(amounts: tuple[Decimal, ...]) -> Decimal:
    return cents(sum(amounts, ZERO))


def _second_side(line: Line, units: dict[int, int]) -> tuple[Doubt, ...]:
    """Nothing says how the second side of one service ranks: as another service."""
    if units[line.number] == line.units:
        return ()
    said = f"line {line.number}: its second side was reduced as another service is"
    return (Doubt(Level.MEDIUM, said),)
