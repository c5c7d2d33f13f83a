"""Practitioners who do not participate: 95% of the fee, and a limit on the charge."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from server.money import ZERO, cents
from server.rules.claim import PHYSICIAN, Claim, Facts, Step

RULES_OF_FEES = (
    "physician_fee",
    "anesthesia",
)  # other schedules have rules of their own


def nonparticipating(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Pay those who do not participate 95% of the fee.

    Yields:
        A step for each line of the fee schedule, anesthesia included.

    Source:
        CMS relative value file documentation (RVU25D).
    """
    if claim.participating:
        return
    for line in claim.priced:
        if claim.began_with(line) in RULES_OF_FEES:
            share = facts.lines[line.number].parameters["nonparticipating.share"]
            yield Step(
                line=line.number,
                rule="nonparticipating",
                amount=cents(claim.standing(line) * share.decimal),
                because=f"Non-participating: {share.decimal:.0%} of the fee.",
                sources=(share.source,),
            )


def limiting_charge(claim: Claim, facts: Facts) -> Decimal | None:
    """The most a practitioner who does not participate may charge unassigned.

    115% of the non-participating amount, in dollars, over the lines that have one.
    ``None`` for those who participate, and for practitioners who must accept
    assignment, who have no such limit.

    Source:
        42 CFR 414.48(b).
    """
    if claim.participating or claim.practitioner != PHYSICIAN:
        return None
    total = ZERO
    for step in claim.steps:
        if step.rule == "nonparticipating":
            more = facts.lines[step.line].parameters["nonparticipating.limiting_charge"]
            total += cents(step.amount * more.decimal)
    return total
