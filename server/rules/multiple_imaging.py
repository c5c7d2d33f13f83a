"""Several imaging services of one session: further parts are paid at a share."""

from __future__ import annotations

from collections.abc import Iterator

from server.money import ZERO
from server.rules.claim import Claim, Doubt, Facts, Level, Line, Step
from server.rules.parts import Parts, parts, reduced
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
    tc = reduced(
        [(n, units[n], each.technical) for n, each in split.items()], technical.decimal
    )
    pc = reduced(
        [(n, units[n], each.professional) for n, each in split.items()],
        professional.decimal,
    )
    for line in lines:
        before = split.get(line.number)
        if before is None:
            continue
        after = Parts(pc.get(line.number, ZERO), tc.get(line.number, ZERO))
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
            )


def _second_side(line: Line, units: dict[int, int]) -> tuple[Doubt, ...]:
    """Nothing says how the second side of one service ranks: as another service."""
    if units[line.number] == line.units:
        return ()
    said = f"line {line.number}: its second side was reduced as another service is"
    return (Doubt(Level.MEDIUM, said),)
