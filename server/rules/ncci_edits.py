"""NCCI procedure-to-procedure edits: of two codes on one day, one is not paid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from catalog.records import EditPair
from server.rules.circumstances import DECISION, SEPARATE_VISIT, by_modifier
from server.rules.claim import Doubt, Level, Line
from server.rules.findings import (
    DayFacts,
    EditFacts,
    PairFinding,
    Suggestion,
    Verdict,
)
from server.rules.ncci_bypass import (
    MAJOR,
    Bypass,
    accepted_since,
    bypasses,
)

NEVER, MAY, NO_EDIT = "0", "1", "9"
LAST = "59"  # where no other fits
MOST_TELLING = ("XS", "XE", "XP", "XU", LAST)


def ncci_edits(lines: Sequence[Line], facts: EditFacts) -> Iterator[PairFinding]:
    """Find the edits in force between every two lines of one date, in both orders.

    Column 1 is paid and column 2 denied, whichever comes first on the claim. Modifier
    indicator 0 is never bypassed. With 1, an NCCI-associated modifier bypasses the
    edit where Medicare lets it count: 24 and 25 on a visit, 57 on a visit beside a
    procedure of 090 global days, 58, 78 and 79 on a procedure, 59 and X{EPSU} on
    anything but a visit and, before 2019-07-01, on column 2 only. Indicator 9 is no
    edit. Of several that count the surest answers, of equals column 2's first.

    What Medicare does with column 2 when column 1 is denied itself is not published.
    Where column 1's line has to be put right (its units, its modifiers) the edit is
    not decided; where the code is not paid at all, or gives way to a third one, it is
    taken to deny, and doubted: CMS lists edits of codes that it never pays.

    Yields:
        A finding for each edit, by the lines of column 1, then of column 2.

    Source:
        NCCI Policy Manual, ch. 1; CMS Change Request 11168.
    """
    found = [
        _finding(pair, first, second, facts)
        for on, today in groupby(sorted(lines, key=_day), key=_day)
        for pair, first, second in _edits(list(today), facts.days[on])
    ]
    found.sort(key=lambda each: (each.column1_line, each.column2_line))
    yield from _with_dead(found, facts)


def _with_dead(found: Sequence[PairFinding], facts: EditFacts) -> Iterator[PairFinding]:
    """Doubt the edits that rest on a denied line, unless a live one denies the same."""
    denied = {each.column2_line for each in found if each.verdict is Verdict.DENIED}
    dead = denied | facts.denied
    surely = {
        each.column2_line
        for each in found
        if each.verdict is Verdict.DENIED and each.column1_line not in dead
    }
    for each in found:
        rests = each.verdict in (Verdict.DENIED, Verdict.NOT_CHECKED)
        if rests and each.column1_line in dead and each.column2_line not in surely:
            said = _dead(each)
            yield replace(
                each,
                because=f"{each.because} But {said}.",
                doubts=(Doubt(Level.MEDIUM, said),),
            )
        else:
            yield each


def _day(line: Line) -> date:
    return line.on


def _edits(
    lines: Sequence[Line], known: DayFacts
) -> Iterator[tuple[EditPair, Line, Line]]:
    by_code: dict[str, list[Line]] = {}
    for line in lines:
        by_code.setdefault(line.code, []).append(line)
    for pair in known.pairs or ():
        for first in by_code.get(pair.column1, ()):
            for second in by_code.get(pair.column2, ()):
                if first is not second and in_force(pair, first.on):
                    yield pair, first, second


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
    known = facts.of(column1)
    if pair.modifier_indicator == MAY:
        counting = bypasses(column1, column2, known)
        if counting:
            surest = min(counting, key=lambda each: len(each.doubts))
            return _bypassed(pair, column1, column2, surest, known)
    return _denied(pair, column1, column2, facts)


def _denied(
    pair: EditPair, column1: Line, column2: Line, facts: EditFacts
) -> PairFinding:
    """Column 2 denied; undecided where column 1 has to be put right first."""
    known = facts.of(column1)
    may = pair.modifier_indicator == MAY
    suggestions = _suggestions(pair, column2, known) if may else ()
    because = _because(pair, suggestions)
    because += _uncounted(column1, column2, known) if may else ""
    undecided = column1.number in facts.correctable
    return PairFinding(
        **_named(pair, column1, column2),
        source=known.sources["ncci_edits"],
        verdict=Verdict.NOT_CHECKED if undecided else Verdict.DENIED,
        because=because,
        suggestions=suggestions,
    )


def _dead(found: PairFinding) -> str:
    then = (
        f"it acts once {found.column1} is put right"
        if found.verdict is Verdict.NOT_CHECKED
        else "it is taken to be denied"
    )
    return (
        f"{found.column1} (line {found.column1_line}) is denied itself, and whether "
        f"{found.column2} is then paid is not published: {then}"
    )


def _named(pair: EditPair, column1: Line, column2: Line) -> dict[str, Any]:
    return {
        "column1": pair.column1,
        "column2": pair.column2,
        "column1_line": column1.number,
        "column2_line": column2.number,
        "modifier_indicator": pair.modifier_indicator,
        "rationale": pair.rationale or None,
    }


def _bypassed(
    pair: EditPair, column1: Line, column2: Line, by: Bypass, known: DayFacts
) -> PairFinding:
    since = accepted_since(by.modifier, known, on_column1=by.line is column1)
    flagged = "".join(f" But {each.because}." for each in by.doubts)
    return PairFinding(
        **_named(pair, column1, column2),
        source=known.sources["ncci_edits"],
        verdict=Verdict.BYPASSED,
        because=f"{pair.column2} would give way to {pair.column1}; {by.modifier} on "
        f"line {by.line.number} bypasses the edit (indicator 1), as Medicare has "
        f"accepted there since {since}. The record must show that it was so.{flagged}",
        bypassed_by=by.modifier,
        bypassed_on_line=by.line.number,
        accepted_since=since,
        doubts=by.doubts,
    )


def _because(pair: EditPair, suggestions: Iterable[Suggestion]) -> str:
    gives_way = f"{pair.column2} gives way to {pair.column1}"
    if pair.modifier_indicator == NEVER:
        return f"{gives_way}: no modifier helps (indicator 0). Leave it off."
    ways = "; ".join(
        f"{each.when} ({_spelt(each.modifiers)} on line {each.line})"
        for each in suggestions
    )
    if not ways:
        return (
            f"{gives_way}: a patient is not new and established on one day. Bill one "
            "visit."
        )
    return f"{gives_way}: denied, unless the record shows {ways} (indicator 1)."


def _spelt(modifiers: Sequence[str]) -> str:
    listed = ", ".join(modifiers)
    return f"its anatomic modifier, else {listed}" if LAST in modifiers else listed


def _uncounted(column1: Line, column2: Line, known: DayFacts) -> str:
    """Modifiers that answer other edits and not this one, in a sentence."""
    listed = {each for stated in known.modifiers.values() for each in stated.values}
    found = [
        f"{modifier} on line {line.number}"
        for line in (column2, column1)
        for modifier in line.modifiers
        if modifier in listed
    ]
    counts = "does" if len(found) == 1 else "do"
    return f" {' and '.join(found)} {counts} not count here." if found else ""


def _suggestions(
    pair: EditPair, column2: Line, known: DayFacts
) -> tuple[Suggestion, ...]:
    """What column 2 may have been: a visit of its own, or a service apart.

    A patient is not new and established on one day: that nothing answers.
    """
    if column2.code not in known.evaluations:
        return (_separate(column2, known),)
    codes = {pair.column1, pair.column2}
    if codes & known.new and codes & known.established:
        return ()
    major = pair.column1 not in known.evaluations and (
        known.global_days is None or known.global_days.get(pair.column1) == MAJOR
    )
    answers = (SEPARATE_VISIT, DECISION) if major else (SEPARATE_VISIT,)
    return tuple(by_modifier(each, column2.number) for each in answers)


def _separate(line: Line, known: DayFacts) -> Suggestion:
    distinct = known.modifiers["distinct"].values
    telling = [each for each in MOST_TELLING if each in distinct]
    return Suggestion(
        when="another side, site, lesion or encounter",
        modifiers=tuple(telling),
        line=line.number,
        document="The site, the time or the practitioner of each service, and why "
        "both were needed. A side or a part of the body has a modifier of its own.",
    )
