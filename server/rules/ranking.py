"""What ranks as one procedure when several of a day are paid at falling shares."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from server.money import ZERO
from server.rules.claim import Claim, Line

Entry = tuple[Line, ...]
BOTH = "50"
SIDES = ({"RT", "LT"},)
CARE = ({"54", "55"}, {"54", "56"}, {"55", "56"})  # parts of one surgery's payment


def entries(claim: Claim, lines: Sequence[Line]) -> list[Entry]:
    """The procedures of a day, in claim order, a line once for each of its units.

    Both sides of a procedure are one, on one line or on two; so are the surgery and
    the care after it. Source: CMS relative value file record layout (RVU25D),
    bilateral surgery indicator: adjusted before the multiple procedure rules.
    """
    together: list[list[Line]] = []
    for line in lines:
        for others in together:
            if all(_one_procedure(line, other) for other in others):
                others.append(line)
                break
        else:
            together.append([line])
    found: list[Entry] = []
    for group in together:
        alone = len(group) == 1
        found += [tuple(group)] * (ranking_units(claim, group[0]) if alone else 1)
    return found


def ranking_units(claim: Claim, line: Line) -> int:
    """How often a line that is alone ranks: once for both sides, else each unit."""
    return 1 if _both_sides(claim, line) else line.units


def entry_amount(claim: Claim, entry: Entry) -> Decimal:
    """What an entry ranks by: its lines together, or one unit of its only line."""
    if len(entry) == 1:
        return claim.standing(entry[0]) / ranking_units(claim, entry[0])
    return sum((claim.standing(line) for line in entry), ZERO)


def services(claim: Claim, line: Line) -> Decimal:
    """How many times one unit's amount a line holds: its units, or its sides."""
    count, before = Decimal(line.units), None
    for step in claim.steps_of(line):
        if step.rule == "bilateral" and before:
            # Shares of both sides are whole or half: the cents are taken off again.
            count = round(count * step.amount / before * 2) / Decimal(2)
        before = step.amount
    return count


def two_sides(line: Line, other: Line) -> bool:
    """Whether two lines are the two sides of one procedure: 50 is both already."""
    whole = BOTH in line.modifiers or BOTH in other.modifiers
    return _same_code(line, other) and not whole and _apart(line, other, SIDES)


def _one_procedure(line: Line, other: Line) -> bool:
    care = _same_code(line, other) and _apart(line, other, CARE)
    return care or two_sides(line, other)


def _same_code(line: Line, other: Line) -> bool:
    return (line.code, line.on) == (other.code, other.on)


def _apart(line: Line, other: Line, kinds: Sequence[set[str]]) -> bool:
    """Whether each line has one modifier of a kind, and not the same one."""
    for kind in kinds:
        own, others = kind & set(line.modifiers), kind & set(other.modifiers)
        if len(own) == len(others) == 1 and own != others:
            return True
    return False


def _both_sides(claim: Claim, line: Line) -> bool:
    return any(step.rule == "bilateral" for step in claim.steps_of(line))
