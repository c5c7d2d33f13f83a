"""What the record must show before a modifier says it, the same for every edit."""

from __future__ import annotations

from server.rules.findings import Suggestion

SEPARATE_VISIT, DECISION, UNRELATED_VISIT = "25", "57", "24"
STAGED, RETURN, UNRELATED = "58", "78", "79"
WHEN = {
    SEPARATE_VISIT: "a visit that was significant and separate from the other service",
    DECISION: "the visit at which the surgery was decided on",
    UNRELATED_VISIT: "a visit for something that the procedure has no part in",
    STAGED: "a procedure that was planned as a stage, or went further than the first",
    RETURN: "an unplanned return to the operating room for the first procedure",
    UNRELATED: "a procedure for another problem or another side than the first",
}
DOCUMENT = {
    SEPARATE_VISIT: "The complaint, examination and decision of the visit, beyond the "
    "usual work of the other service.",
    DECISION: "That the decision was taken at this visit.",
    UNRELATED_VISIT: "Its own problem, by its own diagnosis; no care after surgery.",
    STAGED: "The plan in the first operative note, or why more had to be done.",
    RETURN: "The complication, and that an operating room was used. It is paid for "
    "the operation alone.",
    UNRELATED: "Its own problem or side, by its own diagnosis.",
}


def by_modifier(modifier: str, line: int) -> Suggestion:
    """The circumstance that one modifier says, on a line of the claim."""
    return Suggestion(
        when=WHEN[modifier],
        modifiers=(modifier,),
        line=line,
        document=DOCUMENT[modifier],
    )
