"""What would change a claim's total most, in a sentence with the amount."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from catalog.queries import Catalog
from catalog.records import PhysicianFee
from server.money import ZERO
from server.places import OFFICE, OUTPATIENT_HOSPITAL, Where, place_named
from server.pricing import Price, Priced
from server.rules.claim import Line

NAMES = {OFFICE: "an office (POS 11)", OUTPATIENT_HOSPITAL: "a hospital (POS 22)"}
READING, EQUIPMENT = "26", "TC"
HAS_PARTS = "1"  # PC/TC indicator


@dataclass(frozen=True, slots=True)
class Other:
    """The same claim with one thing different, and what that is."""

    different: str
    priced: Priced


def change_most(
    catalog: Catalog, priced: Priced, on: date, at: Where, price: Price
) -> str | None:
    """The difference that another place or a missing 26 makes, whichever is more.

    Of equal differences the place is told. Lines that have no price there are said to
    have none, not taken as 0. ``None``: neither changes the total, or nothing has a
    price either way.
    """
    others = [
        *_elsewhere(catalog, priced, on, at, price),
        *_read_only(priced, at, price),
    ]
    changing = [
        other
        for other in others
        if other.priced.claim.total not in (None, priced.claim.total)
    ]
    if not changing:
        return None
    return _said(priced, max(changing, key=lambda other: _size(priced, other)))


def _elsewhere(
    catalog: Catalog, priced: Priced, on: date, at: Where, price: Price
) -> Iterator[Other]:
    """The other kind of place, where a line's two rates differ."""
    if not any(map(_differs, (known.whole for known in priced.facts.lines.values()))):
        return
    code = OFFICE if priced.place.rate == "facility" else OUTPATIENT_HOSPITAL
    place = place_named(catalog, code, on)
    there = price(priced.claim.lines, place, at)
    yield Other(f"In {NAMES[code]}", there)


def _differs(row: PhysicianFee | None) -> bool:
    """Whether a code's two rates differ, so that the place matters at all."""
    return row is not None and (
        row.total_facility != row.total_nonfacility
        or row.na_facility != row.na_nonfacility
    )


def _read_only(priced: Priced, at: Where, price: Price) -> Iterator[Other]:
    """26 on every test that is billed whole: only the reading is the practitioner's."""
    lines = priced.claim.lines
    whole = [line for line in lines if _whole_test(priced, line)]
    if whole:
        read = [_with_reading(line) if line in whole else line for line in lines]
        parts = price(read, priced.place, at)
        numbers = ", ".join(str(line.number) for line in whole)
        plural = "s" if len(whole) > 1 else ""
        said = f"With 26 on line{plural} {numbers}, where you only read the test,"
        yield Other(said, parts)


def _whole_test(priced: Priced, line: Line) -> bool:
    row = priced.facts.lines[line.number].whole
    parted = READING in line.modifiers or EQUIPMENT in line.modifiers
    return row is not None and row.pctc == HAS_PARTS and not parted


def _with_reading(line: Line) -> Line:
    return replace(line, modifiers=(READING, *line.modifiers))


def _size(priced: Priced, other: Other) -> Decimal:
    """How far apart the totals are: all of it, where the claim has no price as sent."""
    return abs((other.priced.claim.total or ZERO) - (priced.claim.total or ZERO))


def _said(priced: Priced, other: Other) -> str:
    here, there = priced.claim.total, other.priced.claim.total
    allowed = f"{other.different} the same claim is allowed ${there}"
    if here is None or there is None:
        return f"{allowed}; as it was sent nothing on it has a price."
    more = "more" if there > here else "less"
    return f"{allowed}: ${abs(there - here)} {more}{_note(priced, other)}."


def _note(priced: Priced, other: Other) -> str:
    """Which lines have a price in one of the two only."""
    here = {each.line for each in priced.claim.unpriced}
    there = {each.line for each in other.priced.claim.unpriced}
    said = [
        f"line {', '.join(map(str, sorted(numbers)))} has {what} there"
        for numbers, what in ((there - here, "no price"), (here - there, "a price"))
        if numbers
    ]
    return f" ({'; '.join(said)})" if said else ""


def difference(there: Decimal | None, here: Decimal | None) -> Decimal | None:
    """How far apart two totals are; ``None`` where one of them is none."""
    if there is None or here is None:
        return None
    return there - here or ZERO
