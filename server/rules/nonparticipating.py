"""Practitioners who do not participate: 95% of the fee, and a limit on the charge."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from server.money import ZERO, cents
from server.rules.claim import PHYSICIAN, Claim, Facts, Line, LineFacts, Step

ANESTHESIA = "anesthesia"  # the rule
HALF_TENTH = Decimal("0.05")  # units come in tenths, and half of them is paid
FEES = ("physician_fee", ANESTHESIA)  # other schedules have rules of their own
NURSE = ("QX", "QZ")  # anesthesia by a CRNA, who must accept assignment


def nonparticipating(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Pay those who do not participate 95% of the fee, before the charge is looked at.

    Of anesthesia the conversion factor is 95%, rounded as CMS prints it.

    Yields:
        A step for each line of the fee schedule, anesthesia included.

    Source:
        CMS relative value file documentation (RVU25D).
    """
    if claim.participating:
        return
    for line in claim.priced:
        if claim.began_with(line) in FEES:
            share = facts.lines[line.number].parameters["nonparticipating.share"]
            yield Step(
                line=line.number,
                rule="nonparticipating",
                amount=_amount(claim, facts.lines[line.number], line, share.decimal),
                because=f"Non-participating: {share.decimal:.0%} of the fee.",
                sources=(share.source,),
            )


def _amount(claim: Claim, known: LineFacts, line: Line, share: Decimal) -> Decimal:
    """The share of the fee; of anesthesia, of its conversion factor."""
    stands, anesthesia = claim.standing(line), known.anesthesia
    if claim.began_with(line) != ANESTHESIA or not (anesthesia and anesthesia.factor):
        return cents(stands * share)
    factor = anesthesia.factor
    units = (stands / factor / HALF_TENTH).to_integral_value() * HALF_TENTH
    return cents(units * (factor * share).quantize(factor, ROUND_HALF_UP))


def limiting_charge(claim: Claim, facts: Facts) -> Decimal | None:
    """The most a practitioner who does not participate may charge unassigned.

    115% of the non-participating amount, in dollars, over the lines that have one,
    whatever was charged. ``None`` where no line has one: for those who participate,
    for practitioners who must accept assignment (a nurse anesthetist, QX and QZ,
    among them), and for what other schedules pay.

    Source:
        42 CFR 414.48(b).
    """
    if claim.participating or claim.practitioner != PHYSICIAN:
        return None
    limits = []
    for line in claim.priced:
        for step in claim.steps_of(line):
            if step.rule == "nonparticipating" and not _nurse(line):
                known = facts.lines[line.number].parameters
                more = known["nonparticipating.limiting_charge"]
                limits.append(cents(step.amount * more.decimal))
    return sum(limits, ZERO) if limits else None


def _nurse(line: Line) -> bool:
    return any(modifier in NURSE for modifier in line.modifiers)
