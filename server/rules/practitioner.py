"""Who furnished the service: a share of the physician's amount."""

from __future__ import annotations

from collections.abc import Iterator

from server.money import cents
from server.rules.claim import PHYSICIAN, Claim, Doubt, Facts, Level, Step, Unpriced

ASSISTANT = "AS"  # its own share has the practitioner's in it


def practitioner(claim: Claim, facts: Facts) -> Iterator[Step | Unpriced]:
    """Pay the services of others than physicians at their share of the fee.

    NP, PA and CNS are paid 85%, clinical social workers, marriage and family
    therapists and mental health counselors 75%, dietitians 85%; psychologists and
    nurse-midwives in full.

    Yields:
        A step for each line of the fee schedule that is paid at less than its full
        amount, or in full as nobody could verify; a reason where the practitioner
        could not bill on that date.

    Source:
        42 CFR 414.54, 414.56, 414.62 and 414.64.
    """
    if claim.practitioner == PHYSICIAN:
        return
    for line in claim.on_schedule:
        known = facts.lines[line.number]
        share = known.parameters.get(f"practitioner.{claim.practitioner}")
        if share is None:
            yield Unpriced(
                line=line.number,
                rule="practitioner",
                because=f"No share for {claim.practitioner} is known on {line.on}.",
                sources=(known.fees.release,),
            )
        elif ASSISTANT not in line.modifiers and (
            share.decimal != 1 or not share.verified
        ):
            doubt = Doubt(Level.MEDIUM, f"{claim.practitioner}: {share.source.title}")
            yield Step(
                line=line.number,
                rule="practitioner",
                amount=cents(claim.standing(line) * share.decimal),
                because=f"{claim.practitioner}: {share.decimal:.0%} of the physician's "
                "amount.",
                sources=(share.source,),
                doubts=() if share.verified else (doubt,),
            )
