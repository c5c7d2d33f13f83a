"""NCCI procedure-to-procedure edits: of two codes on one day, one is not paid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from catalog.records import EditPair
from server.rules.claim import Doubt, Level, Line
from server.rules.findings import EditFacts, PairFinding, Verdict

NEVER, MAY, NO_EDIT = "0", "1", "9"
MAJOR = "090"  # global days of a major surgery
DECISION, AFTER_SURGERY = "57", "24"


def ncci_edits(lines: Sequence[Line], facts: EditFacts) -> Iterator[PairFinding]:
    """Find the edits in force between every two lines of one date, in both orders.

    Column 1 is paid and column 2 denied, whichever comes first on the claim. Modifier
    indicator 0 is never bypassed. With 1, an NCCI-associated modifier bypasses the
    edit where Medicare lets it count: 24 and 25 on a visit, 57 on a visit beside a
    procedure of 090 global days, 58, 78 and 79 on a procedure, 59 and X{EPSU} on
    anything but a visit and, before 2019-07-01, on column 2 only. Indicator 9 is no
    edit.

    Yields:
        A finding for each edit, in the order of the lines.

    Source:
        NCCI Policy Manual, ch. 1; CMS Change Request 11168.
    """
    by_codes: dict[tuple[str, str], list[EditPair]] = {}
    for pair in facts.pairs or ():
        by_codes.setdefault((pair.column1, pair.column2), []).append(pair)
    for first in lines:
        for second in lines:
            if first.number == second.number or first.on != second.on:
                continue
            for pair in by_codes.get((first.code, second.code), ()):
                if in_force(pair, first.on):
                    yield _finding(pair, first, second, facts)


def in_force(pair: EditPair, on: date) -> bool:
    """Whether an edit holds on a day: its deletion date is the last day it does.

    An edit whose deletion equals its effective date was taken back and never ran.
    """
    if pair.modifier_indicator == NO_EDIT:
        return False
    if pair.effective_from and on < pair.effective_from:
        return False
    if pair.deleted_on is None:
        return True
    return on <= pair.deleted_on and pair.deleted_on != pair.effective_from


def _finding(
    pair: EditPair, column1: Line, column2: Line, facts: EditFacts
) -> PairFinding:
    verdict, because, doubts = _verdict(pair, column1, column2, facts)
    return PairFinding(
        column1=pair.column1,
        column2=pair.column2,
        column1_line=column1.number,
        column2_line=column2.number,
        modifier_indicator=pair.modifier_indicator,
        verdict=verdict,
        because=because,
        rationale=pair.rationale,
        doubts=doubts,
    )


def _verdict(
    pair: EditPair, column1: Line, column2: Line, facts: EditFacts
) -> tuple[Verdict, str, tuple[Doubt, ...]]:
    if pair.modifier_indicator == NEVER:
        return (
            Verdict.DENIED,
            f"{pair.column2} gives way to {pair.column1}: no modifier helps "
            "(indicator 0). Leave it off.",
            (),
        )
    accepted = _accepted(column1, column2, facts)
    if accepted:
        modifier, line = accepted
        doubts = _doubts(modifier, line, column1, column2, facts)
        return (
            Verdict.BYPASSED,
            f"{pair.column2} would give way to {pair.column1}; modifier {modifier} on "
            f"line {line.number} bypasses the edit (indicator 1). The record must "
            "show what it says.",
            doubts,
        )
    return Verdict.DENIED, _advice(pair, column1, column2, facts), ()


def _accepted(
    column1: Line, column2: Line, facts: EditFacts
) -> tuple[str, Line] | None:
    """The first modifier that counts, column 2's before column 1's."""
    for line, other in ((column2, column1), (column1, column2)):
        for modifier in line.modifiers:
            if _counts(modifier, line, other, line is column2, facts):
                return modifier, line
    return None


def _counts(
    modifier: str, line: Line, other: Line, on_column2: bool, facts: EditFacts
) -> bool:
    listed = facts.modifiers
    visit = line.code in facts.visits
    if modifier == DECISION:
        return visit and (facts.global_days or {}).get(other.code) == MAJOR
    if modifier in listed["distinct"].values:
        either = line.on >= listed["either_line"].effective_from
        return not visit and (on_column2 or either)
    if modifier in listed["visit"].values:
        return visit
    if modifier in listed["procedure"].values:
        return not visit
    return modifier in (*listed["anatomic"].values, *listed["other"].values)


def _doubts(
    modifier: str, line: Line, column1: Line, column2: Line, facts: EditFacts
) -> tuple[Doubt, ...]:
    """What makes a bypass less than sure, though the software lets it pass."""
    listed = facts.modifiers
    anatomic = modifier in listed["anatomic"].values
    if anatomic and modifier in column1.modifiers and modifier in column2.modifiers:
        return (
            Doubt(
                Level.MEDIUM,
                f"both lines carry {modifier}: the same part of the body does not show "
                "that the services were separate",
            ),
        )
    if modifier == AFTER_SURGERY:
        said = "24 is for visits after a surgery, not for one on its day"
        return (Doubt(Level.MEDIUM, said),)
    procedure = listed["procedure"]
    if modifier in procedure.values and not procedure.verified:
        said = f"that {modifier} counts on any procedure is not verified"
        return (Doubt(Level.MEDIUM, said),)
    if line is column1 and not anatomic and modifier not in listed["distinct"].values:
        return (
            Doubt(
                Level.MEDIUM,
                f"{modifier} stands on column 1 only: some contractors count it on "
                "column 2 alone",
            ),
        )
    return ()


def _advice(pair: EditPair, column1: Line, column2: Line, facts: EditFacts) -> str:
    gives_way = f"{pair.column2} gives way to {pair.column1}: denied unless "
    visits = [line for line in (column1, column2) if line.code in facts.visits]
    if len(visits) == 2:
        return (
            f"{gives_way}both visits were needed and separate, and the line of the "
            "second says so with 25 (indicator 1). A new and an established patient "
            "on one day contradict one another."
        )
    if len(visits) == 1:
        codes = {pair.column1, pair.column2}
        major = any((facts.global_days or {}).get(code) == MAJOR for code in codes)
        decided = ", or 57 if it decided on the surgery" if major else ""
        return (
            f"{gives_way}the visit was significant and separate, and its line "
            f"({visits[0].code}) says so with 25{decided} (indicator 1)."
        )
    return (
        f"{gives_way}a modifier shows that it was separate (indicator 1): another side "
        "or part of the body, else XS, XE, XP or XU, and 59 if none fits better. Only "
        "where the record shows it."
    )
