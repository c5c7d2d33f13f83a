"""Medically Unlikely Edits: more units than Medicare accepts of one code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from catalog.records import UnitLimit
from server.rules.claim import Line
from server.rules.findings import EditFacts, UnitFinding, Verdict

PER_LINE, PER_DAY_ABSOLUTE, PER_DAY_CLINICAL = "1", "2", "3"
SIDES = frozenset({"50", "RT", "LT"})
NEXT_STEP = {
    PER_LINE: "Report the rest on a line of its own with 59, 76, 77, 91 or a part of "
    "the body, where the record shows it.",
    PER_DAY_ABSOLUTE: "The limit is absolute: correct the units. An appeal cannot "
    "raise them.",
    PER_DAY_CLINICAL: "Correct the units, or appeal with records that show the need.",
}


def unit_limits(lines: Sequence[Line], facts: EditFacts) -> Iterator[UnitFinding]:
    """Compare each code's units with its limit: by line, or over the day.

    Adjudication indicator 1 tests each line on its own; 2 and 3 test the sum over
    all lines of the code and date, so that splitting a line changes nothing. Over the
    limit all units are denied, not the excess. A line with modifier 50 is one unit as
    billed. A code without a published limit has an unknown one.

    Yields:
        A finding for each code and date; for indicator 1, for each line.

    Source:
        NCCI Policy Manual, ch. 1, s. V; MLN SE1422.
    """
    if facts.limits is None:
        return
    for code, on in dict.fromkeys((line.code, line.on) for line in lines):
        own = [line for line in lines if (line.code, line.on) == (code, on)]
        limit = facts.limits.get(code)
        if limit and limit.adjudication == PER_LINE:
            for line in own:
                yield _finding(limit, [line], on)
        elif limit:
            yield _finding(limit, own, on)
        else:
            yield _unknown(code, own)


def _finding(limit: UnitLimit, lines: Sequence[Line], on: date) -> UnitFinding:
    units = sum(line.units for line in lines)
    over = units > limit.units
    per = "line" if limit.adjudication == PER_LINE else f"day ({on})"
    because = (
        "CMS accepts no unit of it in this setting (limit 0): it is not covered, "
        "bundled or paid elsewhere. See lookup_code for its status."
        if over and limit.units == 0
        else f"{units} units where {limit.units} a {per} is the most: all of them are "
        f"denied, not the excess. {NEXT_STEP[limit.adjudication]}"
        if over
        else f"{units} of at most {limit.units} a {per}."
    )
    if over and any(SIDES & set(line.modifiers) for line in lines):
        because += " A service on both sides is one line with 50 and one unit."
    return UnitFinding(
        code=limit.code,
        lines=tuple(line.number for line in lines),
        units=units,
        limit=limit.units,
        adjudication=limit.adjudication,
        verdict=Verdict.DENIED if over else Verdict.WITHIN,
        because=because,
    )


def _unknown(code: str, lines: Sequence[Line]) -> UnitFinding:
    return UnitFinding(
        code=code,
        lines=tuple(line.number for line in lines),
        units=sum(line.units for line in lines),
        limit=None,
        adjudication="",
        verdict=Verdict.UNKNOWN_LIMIT,
        because="CMS publishes no limit for this code. Some limits are confidential, "
        "so this is not permission.",
    )
