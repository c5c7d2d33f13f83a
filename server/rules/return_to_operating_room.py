"""An unplanned return to the operating room (78): the operation alone."""

from __future__ import annotations

from collections.abc import Iterator

from server.money import cents
from server.rules.claim import Claim, Facts, Step

RETURN = "78"
MODIFIERS = frozenset({RETURN})


def return_to_operating_room(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Pay the intra-operative share of a related procedure within a global period.

    Codes of 000 global days have no shares and are paid in full. No new global period
    begins.

    Yields:
        A step for each line with 78.

    Source:
        Medicare Claims Processing Manual (Pub. 100-04), ch. 12, s. 40.4.C.
    """
    for line in claim.on_schedule:
        row = facts.lines[line.number].whole
        if RETURN not in line.modifiers or row is None:
            continue
        share = row.intraoperative or 1
        yield Step(
            line=line.number,
            rule="return_to_operating_room",
            amount=cents(claim.standing(line) * share),
            because=f"78: {share:.0%}, the operation without the care around it.",
            sources=(facts.lines[line.number].fees.release,),
        )
