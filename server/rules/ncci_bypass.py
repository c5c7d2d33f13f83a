"""Which modifiers bypass an NCCI edit, on which line, since when, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalog.policy import periods
from server.rules.circumstances import DECISION, UNRELATED_VISIT
from server.rules.claim import Doubt, Level, Line
from server.rules.duplicates import TEST_AGAIN, is_laboratory_test
from server.rules.findings import DayFacts

MAJOR = "090"  # global days of a major surgery
SECOND_VISIT = "27"


@dataclass(frozen=True, slots=True)
class Bypass:
    """A modifier that bypasses an edit, the line it stands on, and what is unsure."""

    modifier: str
    line: Line
    doubts: tuple[Doubt, ...]


def accepted_since(modifier: str, known: DayFacts, *, on_column1: bool) -> date:
    """The first day from which a modifier counts on that line of a pair."""
    since = min(
        stated.effective_from
        for stated in periods("ncci_edits")
        if modifier in stated.values
    )
    if on_column1 and modifier in known.modifiers["distinct"].values:
        return max(since, known.modifiers["either_line"].effective_from)
    return since


def bypasses(column1: Line, column2: Line, known: DayFacts) -> list[Bypass]:
    """Every modifier that counts, those on column 2 before those on column 1."""
    return [
        Bypass(modifier, line, _doubts(modifier, line, column1, column2, known))
        for line, other in ((column2, column1), (column1, column2))
        for modifier in line.modifiers
        if _counts(modifier, line, other, line is column2, known)
    ]


def _counts(
    modifier: str, line: Line, other: Line, on_column2: bool, known: DayFacts
) -> bool:
    listed = known.modifiers
    visit = line.code in known.evaluations
    if modifier == DECISION:
        days = known.global_days
        return visit and (days is None or days.get(other.code) == MAJOR)
    if modifier in listed["distinct"].values:
        either = line.on >= listed["either_line"].effective_from
        return not visit and (on_column2 or either)
    if modifier in listed["visit"].values:
        return visit
    if modifier in listed["procedure"].values:
        return not visit
    if modifier == TEST_AGAIN:
        return is_laboratory_test(line.code)
    if modifier == SECOND_VISIT:
        return visit
    return modifier in listed["anatomic"].values


def _doubts(
    modifier: str, line: Line, column1: Line, column2: Line, known: DayFacts
) -> tuple[Doubt, ...]:
    """What makes a bypass less than sure, though the software lets it pass."""
    listed = known.modifiers
    if modifier in listed["anatomic"].values:
        said = _anatomic_doubt(modifier, line, column1, column2, known)
    elif known.evaluations >= {column1.code, column2.code}:
        said = "two visits of a day are paid only where one could not have served both"
    elif modifier == DECISION and known.global_days is None:
        said = "57 counts beside a surgery of 090 global days, which are not known here"
    elif modifier == UNRELATED_VISIT:
        said = "24 is for visits after a surgery, not for one on its day"
    elif modifier in listed["procedure"].values and not listed["procedure"].verified:
        said = f"that {modifier} counts on any procedure is not verified"
    elif line is column1 and modifier not in listed["distinct"].values:
        said = (
            f"{modifier} stands on column 1 only: some contractors count it on column "
            "2 alone"
        )
    else:
        said = ""
    return (Doubt(Level.MEDIUM, said),) if said else ()


def _anatomic_doubt(
    modifier: str, line: Line, column1: Line, column2: Line, known: DayFacts
) -> str:
    """Why a part of the body does not show that the services were separate."""
    if modifier in column1.modifiers and modifier in column2.modifiers:
        return (
            f"both lines carry {modifier}: the same part of the body does not show "
            "that the services were separate"
        )
    visits = [
        each.code for each in (column2, column1) if each.code in known.evaluations
    ]
    if visits:
        return f"{modifier} names a part of the body, not that {visits[0]} was separate"
    others = {*column2.modifiers} & {*known.modifiers["anatomic"].values}
    if line is column1 and not others:
        return (
            f"{modifier} stands on column 1 only: it does not show that {column2.code} "
            "was for another part of the body"
        )
    return ""
