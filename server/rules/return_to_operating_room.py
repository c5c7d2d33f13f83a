"""An unplanned return to the operating room (78): the operation alone."""

from __future__ import annotations

from collections.abc import Iterator

from server.money import cents
from server.rules.claim import Claim, Doubt, Facts, Level, Step

RETURN = "78"
MODIFIERS = frozenset({RETURN})
DAYS = ("000", "010", "090")  # global days of procedures
OFFICE = "11"  # place of service


def return_to_operating_room(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Pay the intra-operative share of a related procedure within a global period.

    Codes of 000 global days have no shares and are paid in full. No new global period
    begins. An office has no operating room, so 78 there is doubted.

    Yields:
        A step for each line with 78 whose code has a global period of its own.

    Source:
        Medicare Claims Processing Manual (Pub. 100-04), ch. 12, s. 40.4.C.
    """
    for line in claim.on_schedule:
        row = facts.lines[line.number].whole
        if RETURN not in line.modifiers or row is None or row.global_days not in DAYS:
            continue
        share = row.intraoperative or 1
        known = facts.lines[line.number]
        said = f"line {line.number}: 78 needs an operating room, and POS 11 has none"
        yield Step(
            line=line.number,
            rule="return_to_operating_room",
            amount=cents(claim.standing(line) * share),
            because=f"78: {share:.0%}, the operation without the care around it.",
            sources=(known.fees.release,),
            doubts=(Doubt(Level.MEDIUM, said),) if known.place.code == OFFICE else (),
        )
