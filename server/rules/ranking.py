"""What ranks as one procedure when several of a day are paid at falling shares."""

from __future__ import annotations

from collections.abc import Sequence, Set
from decimal import Decimal

from server.money import ZERO
from server.rules.claim import Claim, Facts, Line

Entry = tuple[Line, ...]
Tie = tuple[Decimal, str, int, tuple[str, ...], tuple[int, ...]]  # as ``Line.tie``
BOTH, RIGHT, LEFT = "50", "RT", "LT"
SURGERIES, TESTS = (
    ("1", "2", "3"),
    ("4", "5", "6", "7"),
)  # multiple-procedure indicators
CARE = ("54", "55", "56")  # parts of one surgery's payment


def entries(claim: Claim, lines: Sequence[Line]) -> list[Entry]:
    """The procedures of a day, in claim order, a line once for each of its units.

    Both sides of a procedure are one, on one line or on two; so are the surgery and
    the care after it. Source: CMS relative value file record layout (RVU25D),
    bilateral surgery indicator: adjusted before the multiple procedure rules.
    """
    sides = other_sides(lines)
    together: list[list[Line]] = []
    for line in lines:
        for others in together:
            care = all(_other_care(line, other) for other in others)
            if care or sides.get(line.number) in others:
                others.append(line)
                break
        else:
            together.append([line])
    found: list[Entry] = []
    for group in together:
        alone = len(group) == 1
        found += [tuple(group)] * (ranking_units(claim, group[0]) if alone else 1)
    return found


def other_sides(lines: Sequence[Line]) -> dict[int, Line]:
    """The line of the other side, by the number of each line that has one.

    A line is paired once: those of most units first, then as on the claim. 50 is both
    sides already.
    """
    found: dict[int, Line] = {}
    sided = [line for line in lines if _side(line)]
    for code, on in dict.fromkeys((line.code, line.on) for line in sided):
        same = [line for line in sided if (line.code, line.on) == (code, on)]
        same.sort(key=lambda line: (-line.units, line.tie))
        rights, lefts = ([line for line in same if _side(line) == side]
                         for side in (RIGHT, LEFT))  # fmt: skip
        for right, left in zip(rights, lefts, strict=False):
            found[right.number], found[left.number] = left, right
    return found


def companions(claim: Claim, facts: Facts, about: Set[int]) -> list[Line]:
    """The lines numbered, and those of their days that they could change the pay of.

    Those of one code (its sides, its parts of care), and those that rank together:
    surgeries and endoscopies, imaging services, therapies, tests of the heart, of the
    eye, anesthesia. A line that is paid only alone (status T) hangs on every other.
    """
    own = [line for line in claim.lines if line.number in about]
    days = {line.on for line in own}
    today = [line for line in claim.lines if line.on in days]
    if any(_paid_alone(line, facts) for line in today):
        return today
    groups = {_group(line, facts) for line in own}
    return [line for line in today if _group(line, facts) in groups]


def _paid_alone(line: Line, facts: Facts) -> bool:
    row = facts.lines[line.number].whole
    return row is not None and row.status == "T"


def _group(line: Line, facts: Facts) -> str:
    known = facts.lines[line.number]
    indicator = known.whole.multiple_procedure if known.whole else ""
    if known.anesthesia:
        return "anesthesia"
    if indicator in SURGERIES:
        return "surgeries"
    return indicator if indicator in TESTS else line.code


def _side(line: Line) -> str:
    """RT or LT; nothing where both or neither is said."""
    said = [each for each in (RIGHT, LEFT) if each in line.modifiers]
    return said[0] if len(said) == 1 and BOTH not in line.modifiers else ""


def ranking_units(claim: Claim, line: Line) -> int:
    """How often a line that is alone ranks: once for both sides, else each unit."""
    return 1 if _both_sides(claim, line) else line.units


def entry_amount(claim: Claim, entry: Entry) -> Decimal:
    """What an entry ranks by: its lines together, or one unit of its only line."""
    if len(entry) == 1:
        return claim.standing(entry[0]) / ranking_units(claim, entry[0])
    return sum((claim.standing(line) for line in entry), ZERO)


def entry_tie(entry: Entry) -> Tie:
    """What decides between entries of equal amounts: the least is first."""
    return min(line.tie for line in entry)


def services(claim: Claim, line: Line) -> Decimal:
    """How many times one unit's amount a line holds: its units, or its sides."""
    count, before = Decimal(line.units), None
    for step in claim.steps_of(line):
        if step.rule == "bilateral" and before:
            # Shares of both sides are whole or half: the cents are taken off again.
            count = round(count * step.amount / before * 2) / Decimal(2)
        before = step.amount
    return count


def _other_care(line: Line, other: Line) -> bool:
    """Whether two lines are different parts of one surgery's payment."""
    own, others = ([each for each in CARE if each in its.modifiers]
                   for its in (line, other))  # fmt: skip
    same = (line.code, line.on) == (other.code, other.on)
    return same and len(own) == len(others) == 1 and own != others


def _both_sides(claim: Claim, line: Line) -> bool:
    return any(step.rule == "bilateral" for step in claim.steps_of(line))
