"""Medically Unlikely Edits: more units than Medicare accepts of one code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from catalog.records import UnitLimit
from server.rules.claim import Line
from server.rules.findings import EditFacts, Suggestion, UnitFinding, Verdict
from server.rules.ranking import BOTH, LEFT, RIGHT
from server.rules.split_care import AFTER

PER_LINE, PER_DAY_ABSOLUTE, PER_DAY_CLINICAL = "1", "2", "3"
SIDES = frozenset({BOTH, RIGHT, LEFT})
SIDED = ("1", "3")  # bilateral indicators with which both sides are paid more than one
NEXT_STEP = {
    PER_LINE: "Report the rest on a line of its own with 59, 76, 77, 91 or a part of "
    "the body, where the record shows it.",
    PER_DAY_ABSOLUTE: "The limit is absolute: correct the units. An appeal cannot "
    "raise it.",
    PER_DAY_CLINICAL: "Correct the units, or appeal with records that show the need.",
}


def unit_limits(lines: Sequence[Line], facts: EditFacts) -> Iterator[UnitFinding]:
    """Compare each code's units with its limit: by line, or over the day.

    Adjudication indicator 1 tests each line on its own; 2 and 3 test the sum over
    all lines of the code and date, so that splitting a line changes nothing. Over the
    limit all units are denied, not the excess. A line with modifier 50 is one unit as
    billed. A code without a published limit has an unknown one. Care after surgery
    (55) is no unit of it, nor is a line that its own modifiers refuse.

    Yields:
        A finding for each code and date; for indicator 1, for each line.

    Source:
        NCCI Policy Manual, ch. 1, s. V; MLN SE1422.
    """
    together: dict[tuple[str, date], list[Line]] = {}
    for line in lines:
        if line.number not in facts.correctable and AFTER not in line.modifiers:
            together.setdefault((line.code, line.on), []).append(line)
    for (code, on), own in together.items():
        limits = facts.days[on].limits
        if limits is None:
            continue
        limit = limits.get(code)
        if limit and limit.adjudication == PER_LINE:
            for line in own:
                yield _finding(limit, [line], facts)
        elif limit:
            yield _finding(limit, own, facts)
        else:
            yield _unknown(code, own, facts)


def _finding(limit: UnitLimit, lines: Sequence[Line], facts: EditFacts) -> UnitFinding:
    on = lines[0].on
    units = sum(line.units for line in lines)
    over = units > limit.units
    per = "line" if limit.adjudication == PER_LINE else f"day ({on})"
    because = (
        "CMS accepts no unit of it in this setting (limit 0): it is not covered, "
        "bundled or paid elsewhere. Its status says which."
        if over and limit.units == 0
        else f"{units} units where {limit.units} a {per} is the most: all of them are "
        f"denied, not the excess. {NEXT_STEP[limit.adjudication]}"
        if over
        else f"{units} of at most {limit.units} a {per}."
    )
    said = {each for line in lines for each in line.modifiers} & SIDES
    if over and (BOTH in said or said >= {RIGHT, LEFT}):
        because += " A service on both sides is one line with 50 and one unit."
    return UnitFinding(
        code=limit.code,
        lines=tuple(line.number for line in lines),
        units=units,
        mue=limit.units,
        mai=limit.adjudication,
        verdict=Verdict.DENIED if over else Verdict.WITHIN,
        because=because,
        source=facts.of(lines[0]).sources["unit_limits"],
        suggestions=_suggestions(limit, lines, facts) if over else (),
    )


def _suggestions(
    limit: UnitLimit, lines: Sequence[Line], facts: EditFacts
) -> tuple[Suggestion, ...]:
    """What makes the same units right: nothing does where their number is too high."""
    if limit.units == 0:
        return ()
    if limit.adjudication == PER_LINE:
        return (
            Suggestion(
                when="units furnished apart, each line's within the limit",
                modifiers=("76", "77", "91", "59"),
                line=lines[0].number,
                document="The units of each time, and why they were furnished apart.",
            ),
        )
    if _two_sides(lines) and facts.of(lines[0]).bilateral.get(limit.code) in SIDED:
        return (
            Suggestion(
                when="one service on both sides, as one line of one unit",
                modifiers=(BOTH,),
                line=lines[0].number,
                document="That it was done on both sides.",
            ),
        )
    return ()


def _two_sides(lines: Sequence[Line]) -> bool:
    """A right and a left line of one unit each, or 50 with two units."""
    if len(lines) == 1:
        return BOTH in lines[0].modifiers and lines[0].units == 2
    sides = [{*line.modifiers} & {RIGHT, LEFT} for line in lines]
    return sides in ([{LEFT}, {RIGHT}], [{RIGHT}, {LEFT}]) and all(
        line.units == 1 for line in lines
    )


def _unknown(code: str, lines: Sequence[Line], facts: EditFacts) -> UnitFinding:
    return UnitFinding(
        code=code,
        lines=tuple(line.number for line in lines),
        units=sum(line.units for line in lines),
        mue=None,
        mai=None,
        verdict=Verdict.UNKNOWN_LIMIT,
        because="CMS publishes no limit for this code. Some limits are confidential, "
        "so this is not permission.",
        source=facts.of(lines[0]).sources["unit_limits"],
    )
