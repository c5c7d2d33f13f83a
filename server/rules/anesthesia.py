"""Anesthesia: base and time units times the locality's factor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from server.money import ZERO, cents
from server.rules.claim import (
    AnesthesiaFacts,
    Claim,
    Doubt,
    Facts,
    Level,
    Line,
    Step,
    Unpriced,
)

PERSONAL = ("AA", "QZ")  # by the anesthesiologist, or a CRNA undirected: in full
DIRECTED = ("QK", "QX", "QY")  # medically directed: half each
SUPERVISED = "AD"  # more than four at once
WHO = (*PERSONAL, *DIRECTED, SUPERVISED)
MODIFIERS = frozenset({*WHO, "QS", "G8", "G9", "23",
                       "P1", "P2", "P3", "P4", "P5", "P6"})  # fmt: skip
MINUTES_A_UNIT, TENTH = Decimal(15), Decimal("0.1")
SUPERVISED_UNITS = 3
DAILY_MANAGEMENT = "01996"  # has no time
# Add-ons to 01952 and 01967, which bring base units of their own.
ADD_ONS = ("01953", "01968", "01969")
OWN_TIME = ("01968", "01969")  # time is split with 01967; 01953 leaves it to 01952


def anesthesia(claim: Claim, facts: Facts) -> Iterator[Step | Unpriced]:
    """Price anesthesia services of a day: (base + time units) times the factor.

    Time units are minutes over 15 to one decimal. Of several procedures the one with
    the most base units is paid, with the time of all of them; add-ons bring their own
    base units, 01968 and 01969 their own time. AA and QZ are paid in full, QK, QX and
    QY at half, AD at three units without time; lines that differ in these are several
    practitioners', and priced apart. Physical status and QS, G8, G9 and 23 change
    nothing.

    Yields:
        A step for each line; to 0.00 for one whose base units another line's exceed.

    Source:
        42 CFR 414.46; Medicare Claims Processing Manual (Pub. 100-04), ch. 12, s. 50.
    """
    lines = [line for line in claim.waiting if facts.lines[line.number].anesthesia]
    stated = {
        line.on: _part_taken(line) for line in reversed(lines) if _part_taken(line)
    }
    groups: dict[tuple[date, str], list[Line]] = {}
    for line in lines:
        part = _part_taken(line) or stated.get(line.on, "")
        groups.setdefault((line.on, part), []).append(line)
    apart = {on for on, _ in groups if sum(day == on for day, _ in groups) > 1}
    for (on, _), group in groups.items():
        yield from _together(group, facts, several=on in apart)


def _part_taken(line: Line) -> str:
    """The modifier that says who gave it; empty: none does."""
    return next((each for each in line.modifiers if each in WHO), "")


def _together(
    lines: list[Line], facts: Facts, *, several: bool
) -> Iterator[Step | Unpriced]:
    """Procedures of one day by one practitioner: the time of all on the first."""
    mains = [line for line in lines if line.code not in ADD_ONS]
    first = min(
        mains,
        key=lambda each: (-_base(each, facts), each.minutes is None, each.tie),
        default=None,
    )
    others = [line for line in lines if line not in (first, *_own_time(lines))]
    more = sum(other.minutes or 0 for other in others)
    for line in lines:
        if line is first:
            doubts = _time_doubts(line, others, lines, several=several)
            yield _priced(line, facts, more, doubts)
        elif line.code in ADD_ONS:
            yield _priced(line, facts, 0, ())
        elif first and first.minutes is None and _timed(first):
            why = f"it is paid with the time of {first.code}, whose minutes are missing"
            yield _no_price(line, facts, why)
        else:
            yield _included(line, first, facts)


def _own_time(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.code in OWN_TIME]


def _time_doubts(
    first: Line, others: list[Line], lines: list[Line], *, several: bool
) -> tuple[Doubt, ...]:
    said = [
        f"line {other.number} has no minutes: those of line {first.number} were taken "
        "as all"
        for other in others
        if other.minutes is None and other.code not in ADD_ONS
    ]
    said += [
        f"line {line.number} has no minutes: its time was taken to be on its primary"
        for line in _own_time(lines)
        if line.minutes is None
    ]
    if several:
        said.append(
            "the modifiers say that several gave anesthesia that day: each was priced "
            "alone, and one practitioner's claim has one"
        )
    return tuple(Doubt(Level.MEDIUM, each) for each in said)


def time_units(minutes: int) -> Decimal:
    """Fifteen minutes are a unit; rounded to one decimal, halves up."""
    return (minutes / MINUTES_A_UNIT).quantize(TENTH, ROUND_HALF_UP)


def _known(line: Line, facts: Facts) -> AnesthesiaFacts:
    known = facts.lines[line.number].anesthesia
    assert known is not None  # noqa: S101 - the rule took lines that have it
    return known


def _base(line: Line, facts: Facts) -> int:
    return _known(line, facts).base_units


def _timed(line: Line) -> bool:
    return line.code != DAILY_MANAGEMENT and SUPERVISED not in line.modifiers


def _priced(
    line: Line, facts: Facts, more_minutes: int, doubts: tuple[Doubt, ...]
) -> Step | Unpriced:
    known = _known(line, facts)
    timed = _timed(line) and (line.code not in ADD_ONS or line.code in OWN_TIME)
    if known.factor is None or known.factor_source is None:
        return _no_price(line, facts, "no anesthesia conversion factor for its date "
                         "and place is loaded")  # fmt: skip
    if known.base_units == 0:
        return _no_price(line, facts, "CMS gives it no base units: each contractor "
                         "(MAC) sets them")  # fmt: skip
    if timed and line.minutes is None and line.code not in ADD_ONS:
        return _no_price(line, facts, "its minutes are missing: send `minutes`")
    minutes = ((line.minutes or 0) + more_minutes) if timed else 0
    supervised = SUPERVISED in line.modifiers
    base = SUPERVISED_UNITS if supervised else known.base_units
    units = base + time_units(minutes)
    share = Decimal("0.5") if _directed(line) else Decimal(1)
    half = " at half for medical direction" if _directed(line) else ""
    return Step(
        line=line.number,
        rule="anesthesia",
        amount=cents(units * known.factor * share),
        because=f"{line.code}: ({base} base + {time_units(minutes)} time units) x "
        f"{known.factor}{half}.",
        sources=(known.base_release, known.factor_source),
        doubts=(*_doubts(line, facts), *doubts),
    )


def _directed(line: Line) -> bool:
    return any(modifier in DIRECTED for modifier in line.modifiers)


def _doubts(line: Line, facts: Facts) -> tuple[Doubt, ...]:
    known = _known(line, facts)
    found = []
    if known.base_release.effective_from.year < line.on.year:
        found.append(
            Doubt(
                Level.MEDIUM,
                f"anesthesia base units are those of {known.base_release.name}, the "
                "last that CMS published",
            )
        )
    if not _part_taken(line):
        said = f"{line.code} has none of AA, QK, QX, QY, QZ and AD: paid as if by AA"
        found.append(Doubt(Level.MEDIUM, said))
    if SUPERVISED in line.modifiers:
        said = "AD is paid one unit more where the anesthesiologist was at induction"
        found.append(Doubt(Level.MEDIUM, said))
    return tuple(found)


def _no_price(line: Line, facts: Facts, why: str) -> Unpriced:
    known = _known(line, facts)
    return Unpriced(
        line=line.number,
        rule="anesthesia",
        because=f"{line.code} is anesthesia, and {why}.",
        sources=(known.base_release,),
    )


def _included(line: Line, first: Line | None, facts: Facts) -> Step:
    known = _known(line, facts)
    beside = first.code if first else ""
    return Step(
        line=line.number,
        rule="anesthesia",
        amount=ZERO,
        because=f"Of several procedures the one with the most base units, {beside}, is "
        "paid with the time of all.",
        sources=(known.base_release,),
        paid=False,
    )
