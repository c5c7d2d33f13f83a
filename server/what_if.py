"""What would change a claim's total most, in a sentence with the amount."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from catalog.queries import Catalog
from catalog.records import PhysicianFee
from server.money import ZERO
from server.places import OFFICE, OUTPATIENT_HOSPITAL, Where, place_named
from server.pricing import Priced, price_lines

NAMES = {OFFICE: "an office (POS 11)", OUTPATIENT_HOSPITAL: "a hospital (POS 22)"}


def change_most(catalog: Catalog, priced: Priced, on: date, at: Where) -> str | None:
    """The difference that the other kind of place would make; ``None`` without one.

    Lines that have no price there are said to have none, not taken as 0.
    """
    if not any(map(_differs, (known.whole for known in priced.facts.lines.values()))):
        return None
    facility = priced.place.rate == "facility"
    code = OFFICE if facility else OUTPATIENT_HOSPITAL
    place = place_named(catalog, code, on)
    other = price_lines(catalog, priced.claim.lines, place=place, at=at, who=priced.who)
    here, there = priced.claim.total, other.claim.total
    if here is None or there is None or here == there:
        return None
    lost = len(other.claim.unpriced) - len(priced.claim.unpriced)
    note = f", where {lost} line(s) have no price" if lost > 0 else ""
    more = "more" if there > here else "less"
    return (
        f"In {NAMES[code]} the same claim is allowed ${there}: ${abs(there - here)} "
        f"{more}{note}."
    )


def _differs(row: PhysicianFee | None) -> bool:
    """Whether a code's two rates differ, so that the place matters at all."""
    return row is not None and (
        row.total_facility != row.total_nonfacility
        or row.na_facility != row.na_nonfacility
    )


def difference(there: Decimal | None, here: Decimal | None) -> Decimal | None:
    """How far apart two totals are; ``None`` where one of them is none."""
    if there is None or here is None:
        return None
    return there - here or ZERO
