"""The cap on imaging: not more than the hospital outpatient rate."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from catalog.policy import Citation
from catalog.records import PhysicianFee
from server.rules.claim import Claim, Facts, LineFacts, Step
from server.rules.physician_fee import MODIFIERS, priced

STATUTE = Citation(
    id="dra-2005-5102b",
    title="Deficit Reduction Act of 2005, section 5102(b); relative value file layout",
    url="https://www.cms.gov/medicare/payment/fee-schedules/physician",
)


def opps_cap(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Lower the technical part of listed imaging to the hospital outpatient rate.

    Applies to rows whose columns for it are not zero, alone and within the whole.
    Both amounts are rounded to the cent, and the lower is paid.

    Yields:
        A step for each line whose fee is above its cap.

    Source:
        Deficit Reduction Act of 2005, s. 5102(b); CMS record layout (RVU25D).
    """
    for line in claim.priced:
        known = facts.lines[line.number]
        part = next((each for each in line.modifiers if each in MODIFIERS), "")
        cap = cap_amount(known.rows[part], known)
        amount = claim.amount(line)
        if cap is not None and amount is not None and cap < amount:
            yield Step(
                line=line.number,
                rule="opps_cap",
                amount=cap,
                because=f"Imaging is paid at most the hospital outpatient rate: {cap} "
                f"is below the fee of {amount}.",
                sources=(known.fees.release, STATUTE),
            )


def cap_amount(row: PhysicianFee, known: LineFacts) -> Decimal | None:
    """A row's cap in dollars; ``None`` where the row is not subject to one."""
    pe = row.opps_pe_facility if known.facility else row.opps_pe_nonfacility
    if pe == 0 and row.opps_mp == 0:
        return None
    return priced(row.work, pe, row.opps_mp, known.gpci, known.conversion_factor)
