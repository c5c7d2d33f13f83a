"""Anesthesia: base and time units times the locality's factor."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from server.money import ZERO, cents
from server.rules.claim import Claim, Doubt, Facts, Level, Line, Step, Unpriced

PERSONAL = ("AA", "QZ")  # by the anesthesiologist, or a CRNA undirected: in full
DIRECTED = ("QK", "QX", "QY")  # medically directed: half each
SUPERVISED = "AD"  # more than four at once
MODIFIERS = frozenset({*PERSONAL, *DIRECTED, SUPERVISED, "QS", "G8", "G9", "23",
                       "P1", "P2", "P3", "P4", "P5", "P6"})  # fmt: skip
MINUTES_A_UNIT, TENTH = Decimal(15), Decimal("0.1")
SUPERVISED_UNITS = 3
DAILY_MANAGEMENT = "01996"  # has no time
# Add-ons to 01952 and 01967, which bring base units of their own.
ADD_ONS = {"01953": "01952", "01968": "01967", "01969": "01967"}


def anesthesia(claim: Claim, facts: Facts) -> Iterator[Step | Unpriced]:
    """Price anesthesia services of a day: (base + time units) times the factor.

    Time units are minutes over 15 to one decimal. Of several procedures the one with
    the most base units is paid, with the time of all of them; add-ons bring their own
    base units. AA and QZ are paid in full, QK, QX and QY at half, AD at three units
    without time. Physical status and QS, G8, G9 and 23 change nothing.

    Yields:
        A step for each line; to 0.00 for one whose base units another line's exceed.

    Source:
        42 CFR 414.46; Medicare Claims Processing Manual (Pub. 100-04), ch. 12, s. 50.
    """
    lines = [line for line in claim.waiting if facts.lines[line.number].anesthesia]
    for on in dict.fromkeys(line.on for line in lines):
        today = [line for line in lines if line.on == on]
        mains = [line for line in today if line.code not in ADD_ONS]
        first = max(mains, key=lambda each: _base(each, facts), default=None)
        for line in today:
            if line is first or line.code in ADD_ONS:
                others = [each for each in mains if each is not line]
                more = sum(o.minutes or 0 for o in others) if line is first else 0
                yield _priced(line, facts, more)
            else:
                yield _included(line, first, facts)


def time_units(minutes: int) -> Decimal:
    """Fifteen minutes are a unit; rounded to one decimal, halves up."""
    return (minutes / MINUTES_A_UNIT).quantize(TENTH, ROUND_HALF_UP)


def _base(line: Line, facts: Facts) -> int:
    known = facts.lines[line.number].anesthesia
    assert known is not None  # noqa: S101 - the caller took lines that have it
    return known.base_units


def _priced(line: Line, facts: Facts, more_minutes: int) -> Step | Unpriced:
    known = facts.lines[line.number].anesthesia
    assert known is not None  # noqa: S101 - the caller took lines that have it
    timed = line.code != DAILY_MANAGEMENT and SUPERVISED not in line.modifiers
    if known.factor is None or known.factor_source is None:
        return _no_price(line, facts, "no anesthesia conversion factor for its date "
                         "and place is loaded")  # fmt: skip
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
        doubts=_doubts(line, facts),
    )


def _directed(line: Line) -> bool:
    return any(modifier in DIRECTED for modifier in line.modifiers)


def _doubts(line: Line, facts: Facts) -> tuple[Doubt, ...]:
    known = facts.lines[line.number].anesthesia
    assert known is not None  # noqa: S101 - the caller took lines that have it
    found = []
    if known.base_release.effective_from.year < line.on.year:
        found.append(
            Doubt(
                Level.MEDIUM,
                f"anesthesia base units are those of {known.base_release.name}, the "
                "last that CMS published",
            )
        )
    if not any(each in (*PERSONAL, *DIRECTED, SUPERVISED) for each in line.modifiers):
        said = f"{line.code} has none of AA, QK, QX, QY, QZ and AD: paid as if by AA"
        found.append(Doubt(Level.MEDIUM, said))
    if SUPERVISED in line.modifiers:
        said = "AD is paid one unit more where the anesthesiologist was at induction"
        found.append(Doubt(Level.MEDIUM, said))
    return tuple(found)


def _no_price(line: Line, facts: Facts, why: str) -> Unpriced:
    known = facts.lines[line.number].anesthesia
    assert known is not None  # noqa: S101 - the caller took lines that have it
    return Unpriced(
        line=line.number,
        rule="anesthesia",
        because=f"{line.code} is anesthesia, and {why}.",
        sources=(known.base_release,),
    )


def _included(line: Line, first: Line | None, facts: Facts) -> Step:
    known = facts.lines[line.number].anesthesia
    assert known is not None  # noqa: S101 - the caller took lines that have it
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
