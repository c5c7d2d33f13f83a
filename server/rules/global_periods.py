"""The global period: a procedure's payment includes the visit of its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from server.rules.claim import Line
from server.rules.findings import EditFacts, GlobalFinding, Verdict

MAJOR = "090"
ANSWERS = {"000": ("25",), "010": ("25",), "090": ("25", "57")}


def global_periods(lines: Sequence[Line], facts: EditFacts) -> Iterator[GlobalFinding]:
    """Find visits on the date of a procedure with 000, 010 or 090 global days.

    The visit is part of the procedure unless its line says otherwise: 25, significant
    and separate; 57, it decided on a procedure of 090 days. Days before and after are
    not looked at.

    Yields:
        A finding for each visit and procedure of one date.

    Source:
        Medicare Claims Processing Manual (Pub. 100-04), ch. 12, s. 40.1 to 40.2.
    """
    if facts.global_days is None:
        return
    for visit in lines:
        if visit.code not in facts.visits:
            continue
        for procedure in lines:
            days = facts.global_days.get(procedure.code, "")
            if days in ANSWERS and procedure.on == visit.on:
                yield _finding(visit, procedure, days)


def _finding(visit: Line, procedure: Line, days: str) -> GlobalFinding:
    answer = next((m for m in visit.modifiers if m in ANSWERS[days]), None)
    if answer:
        verdict = Verdict.BYPASSED
        because = f"{visit.code} on the day of {procedure.code} carries {answer}."
    else:
        verdict = Verdict.DENIED
        fitting = "57 if it decided on the surgery, 25" if days == MAJOR else "25"
        because = (
            f"{visit.code} is part of {procedure.code} ({days} global days) on the "
            f"same date, unless its line carries {fitting} if it was significant and "
            "separate, and the record shows it."
        )
    return GlobalFinding(
        visit=visit.code,
        visit_line=visit.number,
        procedure=procedure.code,
        procedure_line=procedure.number,
        global_days=days,
        verdict=verdict,
        because=because,
    )
