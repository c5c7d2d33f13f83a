"""Both sides of the body: modifier 50, RT and LT, or two units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from server.money import ZERO, cents
from server.rules.claim import Claim, Doubt, Facts, Level, Line, Step
from server.rules.ranking import BOTH, LEFT, RIGHT, other_sides

MODIFIERS = frozenset({BOTH, RIGHT, LEFT})
NO_SUCH_IDEA = "9"
BY_UNITS = ("1", "2", "3")  # indicators with which two units are both sides


def bilateral(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Pay both sides by the code's bilateral indicator, before any ranking.

    Both sides of one service are paid 100% of one side's fee with indicator 0 or 2,
    150% with 1, and 200% with 3; 9 has no sides and is rejected with 50. It is the
    same on one line with 50, on an RT and an LT line, and, but for 0, on one line of
    two units.

    Yields:
        A step for each line whose amount the other side changes. Of an RT and an LT
        line the costlier keeps its fee, of equals the first.

    Source:
        CMS relative value file record layout (RVU25D), bilateral surgery indicator.
    """
    sides = other_sides(claim.on_schedule)
    for line in claim.on_schedule:
        row = facts.lines[line.number].whole
        indicator = row.bilateral if row else NO_SUCH_IDEA
        if BOTH in line.modifiers and indicator == NO_SUCH_IDEA:
            yield _rejected(line, facts)
        elif BOTH in line.modifiers:
            yield _one_line(claim, facts, line, indicator)
        elif _is_second(claim, line, sides) and indicator != NO_SUCH_IDEA:
            yield _second_side(claim, facts, line, indicator)
        elif line.units == 2 and indicator in BY_UNITS and not _one_side(line):
            yield _one_line(claim, facts, line, indicator, by_units=True)


def _one_side(line: Line) -> bool:
    return RIGHT in line.modifiers or LEFT in line.modifiers


def _is_second(claim: Claim, line: Line, sides: Mapping[int, Line]) -> bool:
    """Whether a line's other side costs more, or as much and is before it.

    Of equals the one that its charge bounds least is before, then the one with other
    modifiers less, then the earlier on the claim.
    """
    other = sides.get(line.number)
    if other is None:
        return False
    own, its = (
        (-claim.standing(each), each.tie[0], _besides(each), each.number)
        for each in (line, other)
    )
    return its < own


def _besides(line: Line) -> list[str]:
    return sorted({*line.modifiers} - {RIGHT, LEFT})


def _one_line(
    claim: Claim, facts: Facts, line: Line, indicator: str, *, by_units: bool = False
) -> Step:
    share = facts.lines[line.number].parameters[f"bilateral.indicator_{indicator}"]
    one_side = claim.standing(line) / line.units
    doubts = []
    if by_units:
        doubts.append(
            _assumed(f"line {line.number}: two units were taken as both sides")
        )
    elif line.units > 1:
        said = f"line {line.number}: 50 is both sides already, its units count as one"
        doubts.append(_assumed(said))
    return Step(
        line=line.number,
        rule="bilateral",
        amount=cents(one_side * share.decimal),
        because=f"Both sides: {share.decimal:.0%} of one side's {cents(one_side)} "
        f"(indicator {indicator}).",
        sources=(share.source, facts.lines[line.number].fees.release),
        doubts=tuple(doubts),
    )


def _second_side(claim: Claim, facts: Facts, line: Line, indicator: str) -> Step:
    share = facts.lines[line.number].parameters[f"bilateral.indicator_{indicator}"]
    rest = max(share.decimal - 1, Decimal(0))
    return Step(
        line=line.number,
        rule="bilateral",
        amount=cents(claim.standing(line) * rest),
        because=f"The second side: both together are paid {share.decimal:.0%} of one "
        f"(indicator {indicator}).",
        sources=(share.source, facts.lines[line.number].fees.release),
    )


def _rejected(line: Line, facts: Facts) -> Step:
    return Step(
        line=line.number,
        rule="bilateral",
        amount=ZERO,
        because=f"{line.code} has no sides (bilateral indicator 9): Medicare rejects "
        "50. Send it without.",
        sources=(facts.lines[line.number].fees.release,),
        paid=False,
    )


def _assumed(said: str) -> Doubt:
    return Doubt(Level.MEDIUM, said)
