"""Modifiers with which Medicare pays a professional claim nothing."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.policy import Citation
from server.money import ZERO
from server.rules.claim import Claim, Facts, Step

SOURCE = Citation(
    id="mm7228",
    title="CMS MLN Matters MM7228 (GZ), GY; Noridian on 73 and 74",
    url="https://www.cms.gov/medicare/regulations-guidance/transmittals",
)
REASONS = {
    "GZ": "expected to be denied as not necessary, without a notice to the patient: "
    "denied without review, and never the patient's",
    "GY": "excluded by statute: denied, and the patient may owe it",
    "73": "a facility's modifier: not for a practitioner's claim (send 53)",
    "74": "a facility's modifier: not for a practitioner's claim (send 53)",
}
MODIFIERS = frozenset(REASONS)


def refused_modifiers(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Pay nothing for a line whose modifier says that Medicare does not.

    Yields:
        A step to 0.00 for each line with GY, GZ, 73 or 74.

    Source:
        MLN Matters MM7228; Noridian on modifier 52, 73 and 74.
    """
    del facts
    for line in claim.waiting:
        modifier = next((each for each in line.modifiers if each in REASONS), None)
        if modifier:
            yield Step(
                line=line.number,
                rule="refused_modifiers",
                amount=ZERO,
                because=f"{modifier} is {REASONS[modifier]}.",
                sources=(SOURCE,),
                paid=False,
            )
