"""The global period: what a procedure's payment includes, on its day and around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from server.rules.circumstances import (
    DECISION,
    RETURN,
    SEPARATE_VISIT,
    STAGED,
    UNRELATED,
    UNRELATED_VISIT,
    WHEN,
    by_modifier,
)
from server.rules.claim import Doubt, Level, Line
from server.rules.findings import EditFacts, GlobalFinding, Verdict
from server.rules.surgical_team import AS, ASSISTING

MAJOR = "090"
SURGICAL = ("000", "010", MAJOR)
SURGERY_ONLY, CARE_AFTER_ONLY, CARE_BEFORE_ONLY = "54", "55", "56"
LONGEST = {"YYY": 90, "MMM": 90}  # days that a contractor may set, or maternity has
DAYS_BEFORE = {MAJOR: 1}
SIDES = {"RT", "LT"}


def global_periods(lines: Sequence[Line], facts: EditFacts) -> Iterator[GlobalFinding]:
    """Find visits and procedures within another line's global days.

    000 includes the visits of its day, 010 those of 10 days after too, 090 those of
    the day before and of 90 days after. A visit is separate with 25 on the day of a
    procedure, with 25 or 57 on the day of one of 090 days, with 57 the day before
    that, with 24 after it. A procedure with global days of its own that follows on a
    later day is staged (58), a return (78) or unrelated (79), or it is part of the
    first. The surgery alone (54) includes no day after it, the care after it (55) none
    before, care before alone (56), a return to the operating room (78) and an
    assistant's line no other service. YYY leaves the days to the contractor, MMM has
    rules of its own: a visit beside them is not decided. A procedure whose line has to
    be put right decides nothing yet. All lines are one practitioner's.

    Yields:
        A finding for each service and each procedure whose days it lies in.

    Source:
        Medicare Claims Processing Manual (Pub. 100-04), ch. 12, s. 40.1 to 40.2.
    """
    procedures = [line for line in lines if _days(line, facts) in (*SURGICAL, *LONGEST)]
    for line in lines:
        for procedure in procedures:
            if line is not procedure and _within(line, procedure, facts):
                yield _finding(line, procedure, facts)


def _days(line: Line, facts: EditFacts) -> str:
    return (facts.of(line).global_days or {}).get(line.code, "")


def _within(line: Line, procedure: Line, facts: EditFacts) -> bool:
    """Whether a line lies in a procedure's days, and is of a kind that they include."""
    modifiers = set(procedure.modifiers)
    if modifiers & {CARE_BEFORE_ONLY, RETURN, AS, *ASSISTING}:
        return False
    days = _days(procedure, facts)
    first = 1 if CARE_AFTER_ONLY in modifiers else -DAYS_BEFORE.get(days, 0)
    last = 0 if SURGERY_ONLY in modifiers else LONGEST.get(days) or int(days)
    after = (line.on - procedure.on).days
    if line.code in facts.of(line).visits:
        return first <= after <= last
    return 0 < after <= last and _days(line, facts) in SURGICAL and days in SURGICAL


def _finding(line: Line, procedure: Line, facts: EditFacts) -> GlobalFinding:
    days, after = _days(procedure, facts), (line.on - procedure.on).days
    visit = line.code in facts.of(line).visits
    answers = _visit_answers(days, after) if visit else _answers(line, procedure)
    said = next((each for each in line.modifiers if each in answers), None)
    verdict, because = _verdict(line, procedure, facts, answers, said)
    return GlobalFinding(
        code=line.code,
        line=line.number,
        procedure=procedure.code,
        procedure_line=procedure.number,
        global_days=days,
        days_after=after,
        verdict=verdict,
        because=because,
        source=facts.of(procedure).sources["global_periods"],
        suggestions=()
        if said
        else tuple(by_modifier(each, line.number) for each in answers),
        doubts=() if said else _doubts(line, procedure, facts, visit=visit),
    )


def _verdict(
    line: Line,
    procedure: Line,
    facts: EditFacts,
    answers: Sequence[str],
    said: str | None,
) -> tuple[Verdict, str]:
    days = _days(procedure, facts)
    when = f"{line.code} {_when((line.on - procedure.on).days, procedure)}"
    if said:
        return Verdict.BYPASSED, f"{when} carries {said}: {WHEN[said]}."
    if days in LONGEST:
        who = "the contractor sets" if days == "YYY" else "maternity care has its own"
        because = f"{when}, whose global days are {days}: {who}. Ask yours."
        return Verdict.CONTRACTOR, because
    ways = "; ".join(f"{WHEN[each]} ({each})" for each in answers)
    because = (
        f"{when} is part of what {procedure.code} is paid for ({days} global days), "
        f"unless the record shows {ways}."
    )
    if procedure.number in facts.correctable:
        put = f"{procedure.code} (line {procedure.number}) is denied itself"
        return Verdict.NOT_CHECKED, f"{because} But {put}: first put it right."
    return Verdict.DENIED, because


def _visit_answers(days: str, after: int) -> tuple[str, ...]:
    """The modifiers that set a visit apart, by when it was."""
    if after > 0:
        return (UNRELATED_VISIT,)
    if after < 0:
        return (DECISION,)
    if days in (MAJOR, *LONGEST):
        return (SEPARATE_VISIT, DECISION)
    return (SEPARATE_VISIT,)


def _answers(line: Line, procedure: Line) -> tuple[str, ...]:
    """Those that set a later procedure apart; of another side first, that it is."""
    own, its = ({*each.modifiers} & SIDES for each in (line, procedure))
    if own and its and not own & its:
        return (UNRELATED, STAGED, RETURN)
    return (STAGED, RETURN, UNRELATED)


def _when(after: int, procedure: Line) -> str:
    if after == 0:
        return f"on the day of {procedure.code}"
    if after < 0:
        return f"on the day before {procedure.code}"
    return f"{after} day{'s' if after > 1 else ''} after {procedure.code}"


def _doubts(
    line: Line, procedure: Line, facts: EditFacts, *, visit: bool
) -> tuple[Doubt, ...]:
    """What makes a denial less than sure."""
    found = []
    if not visit:
        said = (
            f"whether {line.code} (line {line.number}) has to do with "
            f"{procedure.code}, its code does not tell"
        )
        found.append(Doubt(Level.MEDIUM, said))
    if procedure.number in facts.denied:
        said = (
            f"{procedure.code} (line {procedure.number}) is denied itself; whether "
            f"{line.code} is then paid is not published, and it is taken to be denied"
        )
        found.append(Doubt(Level.MEDIUM, said))
    return tuple(found)
