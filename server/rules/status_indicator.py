"""The status code: whether the physician fee schedule pays a code at all."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.records import PhysicianFee
from server.money import ZERO
from server.rules.claim import (
    Claim,
    Doubt,
    Facts,
    Level,
    Line,
    LineFacts,
    Step,
    Unpriced,
)
from server.rules.physician_fee import MODIFIERS as PARTS

PAID, RESTRICTED, ALONE, CONTRACTOR = "A", "R", "T", "C"
NOT_PAID = {
    "B": "always bundled into other services, and never billed to the patient",
    "I": "not valid for Medicare, which wants another code for this service",
    "M": "a measurement code, for reporting only",
    "N": "not covered by Medicare",
    "P": "bundled or excluded",
    "Q": "a therapy reporting code",
    "D": "deleted",
    "F": "deleted",
    "G": "not valid for Medicare, which wants another code for this service",
    "H": "deleted",
}
ELSEWHERE = {
    "E": "excluded from the physician fee schedule by regulation",
    "X": "outside the physician fee schedule by statute",
    "J": "an anesthesia service, which no loaded table prices",
}


def status_indicator(claim: Claim, facts: Facts) -> Iterator[Step | Unpriced]:
    """Say which lines the physician fee schedule does not pay, and why.

    A is paid. R is paid where it has RVUs, else the contractor prices it, as it does
    C. T is paid only when nothing else payable is billed for the patient that day by
    the same practitioner. B, I, M, N, P and Q are not paid. E, X and J are priced by
    another schedule. A code without a row is no code of this schedule. Lines that
    another schedule has priced are left alone.

    Yields:
        A step to 0.00 for a line that is not paid; a reason for one that cannot be
        priced; nothing for the others.

    Source:
        CMS relative value file record layout (RVU25D), Attachment A.
    """
    payable = [line for line in claim.open if _payable(line, facts)]
    for line in claim.waiting:
        row = facts.lines[line.number].asked(line.modifiers)
        if row is None:
            yield _not_listed(line, facts)
        elif row.status in NOT_PAID:
            yield _not_paid(line, facts, f"is {NOT_PAID[row.status]}", row.status)
        elif row.status in ELSEWHERE:
            yield _priced_elsewhere(line, facts, row.status)
        elif row.status == CONTRACTOR or _without_rvus(row):
            yield _contractor_prices(line, facts, row.status)
        elif row.status == ALONE and _beside(line, payable):
            reason = "is paid only when nothing else payable is billed that day"
            yield _not_paid(line, facts, reason, ALONE)


def _payable(line: Line, facts: Facts) -> bool:
    known = facts.lines[line.number]
    row = known.asked(line.modifiers)
    if row is None or row.status not in (PAID, RESTRICTED) or _without_rvus(row):
        return False
    if any(each in PARTS and each not in known.rows for each in line.modifiers):
        return False
    return not (row.na_facility if known.facility else row.na_nonfacility)


def _beside(line: Line, payable: list[Line]) -> bool:
    return any(other != line and other.on == line.on for other in payable)


def _without_rvus(row: PhysicianFee) -> bool:
    return row.status == RESTRICTED and row.total_nonfacility == row.total_facility == 0


def _not_paid(line: Line, facts: Facts, reason: str, status: str) -> Step:
    return Step(
        line=line.number,
        rule="status_indicator",
        amount=ZERO,
        because=f"Status {status}: {line.code} {reason}.",
        sources=(facts.lines[line.number].fees.release,),
        paid=False,
    )


def _contractor_prices(line: Line, facts: Facts, status: str) -> Unpriced:
    return Unpriced(
        line=line.number,
        rule="status_indicator",
        because=f"Status {status}: CMS publishes no price for {line.code}. Each "
        "contractor (MAC) sets its own: ask yours.",
        sources=(facts.lines[line.number].fees.release,),
        doubts=(Doubt(Level.LOW, f"{line.code} is priced by the contractor"),),
    )


def _priced_elsewhere(line: Line, facts: Facts, status: str) -> Unpriced:
    known = facts.lines[line.number]
    return Unpriced(
        line=line.number,
        rule="status_indicator",
        because=f"Status {status}: {line.code} is {ELSEWHERE[status]}. "
        f"{schedule_of(line.code)}{_missing(known)}",
        sources=(known.fees.release,),
        doubts=_doubts(known),
    )


def _missing(known: LineFacts) -> str:
    return "".join(f" Not checked: {each}." for each in known.missing)


def _doubts(known: LineFacts) -> tuple[Doubt, ...]:
    return tuple(Doubt(Level.MEDIUM, f"not checked: {each}") for each in known.missing)


def schedule_of(code: str) -> str:
    """The schedule that prices a code outside this one, by its first character."""
    named = {
        "A": "ambulance services and supplies have schedules of their own",
        "B": "enteral and parenteral supplies are priced by the DMEPOS schedule",
        "E": "equipment is priced by the DMEPOS schedule",
        "J": "drugs are priced by the Part B limits: this one has none on that date",
        "K": "equipment is priced by the DMEPOS schedule",
        "L": "orthotics and prosthetics are priced by the DMEPOS schedule",
        "Q": "drugs, biologicals and supplies are priced by other schedules",
        "V": "vision and hearing items are priced by the DMEPOS schedule",
    }
    if code[0] == "8" or code[-1] in "UM":
        return "Tests are priced by the laboratory schedule: none of that date has it."
    said = named.get(code[0], "another schedule, or the contractor, may price it")
    return f"{said[0].upper()}{said[1:]}."


def _not_listed(line: Line, facts: Facts) -> Unpriced:
    known = facts.lines[line.number]
    return Unpriced(
        line=line.number,
        rule="status_indicator",
        because=f"{line.code} is not in the physician fee schedule on {line.on} "
        f"({known.fees.release.name}). {schedule_of(line.code)}{_missing(known)}",
        sources=(known.fees.release,),
        doubts=_doubts(known),
    )
