"""The cap on imaging: not more than the hospital outpatient rate."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from catalog.policy import Citation
from catalog.records import PhysicianFee
from server.money import ZERO, cents
from server.rules.claim import Claim, Facts, Line, LineFacts, Step
from server.rules.parts import parts
from server.rules.physician_fee import MODIFIERS, TECHNICAL, priced
from server.rules.ranking import services

STATUTE = Citation(
    id="dra-2005-5102b",
    title="Deficit Reduction Act of 2005, section 5102(b); relative value file layout",
    url="https://www.cms.gov/medicare/payment/fee-schedules/physician",
)


def opps_cap(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Lower the technical part of listed imaging to the hospital outpatient rate.

    Applies to rows whose columns for it are not zero, alone and within the whole,
    after the reduction of several imaging services: a reduced part is compared with
    the whole cap of its own code, each unit and each side by itself. Both amounts are
    in cents, and the lower is paid.

    Yields:
        A step for each line that stands above its cap.

    Source:
        Deficit Reduction Act of 2005, s. 5102(b); CMS record layout (RVU25D).
    """
    for line in claim.on_schedule:
        known, stands = facts.lines[line.number], claim.standing(line)
        split, times = claim.technical(line), services(claim, line)
        if split is None:
            part = next((each for each in line.modifiers if each in MODIFIERS), "")
            cap = _cap_of(known, part, times)
            if cap is not None and cap < stands:
                both = parts(claim, facts, line)
                technical = cap - both.professional if both else None
                yield _step(line, known, cap, stands, technical=technical)
        elif (capped := _capped(claim, known, line, split, times)) < split:
            now = stands - split + capped
            yield _step(line, known, now, stands, technical=capped)


def _capped(
    claim: Claim, known: LineFacts, line: Line, split: Decimal, times: Decimal
) -> Decimal:
    """The technical part of a line that a rule has split, each unit at most its cap."""
    last = claim.last(line)
    units = last.technical_units if last else ()
    cap = _cap_of(known, TECHNICAL, Decimal(1) if units else times)
    if cap is None:
        return split
    return cents(sum((min(each, cap) for each in units or (split,)), ZERO))


def _cap_of(known: LineFacts, part: str, times: Decimal) -> Decimal | None:
    row = known.rows.get(part)
    cap = cap_amount(row, known) if row else None
    return cents(cap * times) if cap is not None else None


def cap_amount(row: PhysicianFee, known: LineFacts) -> Decimal | None:
    """One unit's cap in dollars; ``None`` where the row is not subject to one."""
    pe = row.opps_pe_facility if known.facility else row.opps_pe_nonfacility
    if pe == 0 and row.opps_mp == 0:
        return None
    return priced(row.work, pe, row.opps_mp, known.gpci, known.conversion_factor)


def _step(
    line: Line,
    known: LineFacts,
    amount: Decimal,
    stood: Decimal,
    *,
    technical: Decimal | None = None,
) -> Step:
    return Step(
        line=line.number,
        rule="opps_cap",
        amount=amount,
        because=f"Imaging is paid at most the hospital outpatient rate: {amount} "
        f"is below {stood}.",
        sources=(known.fees.release, STATUTE),
        technical=technical,
    )
