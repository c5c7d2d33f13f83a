"""Medicare's rules, in the order Medicare applies them.

A rule reads the claim and the facts and yields what it found; it changes nothing and
opens nothing. To add one, write its module and name it here: in RULES when it prices
a line, in EDITS when it says what Medicare would deny.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from server.rules import (
    anesthesia,
    bilateral,
    clinical_laboratory,
    drug_limits,
    imaging_equipment,
    informational_modifiers,
    multiple_cardiovascular,
    multiple_endoscopies,
    multiple_imaging,
    multiple_ophthalmology,
    multiple_surgeries,
    multiple_therapies,
    nonparticipating,
    opps_cap,
    physician_fee,
    practitioner,
    refused_modifiers,
    return_to_operating_room,
    settlement,
    split_care,
    status_indicator,
    submitted_charge,
    surgical_team,
    units_of_service,
)
from server.rules.add_on_codes import add_on_codes
from server.rules.claim import Claim, Facts, Line, Step, Unpriced
from server.rules.findings import (
    EditFacts,
    Finding,
    PairFinding,
    UnitFinding,
    Verdict,
)
from server.rules.global_periods import global_periods
from server.rules.ncci_edits import ncci_edits
from server.rules.unit_limits import unit_limits

Rule = Callable[[Claim, Facts], Iterator[Step | Unpriced]]

RULES: tuple[Rule, ...] = (
    # What a line starts from.
    refused_modifiers.refused_modifiers,
    clinical_laboratory.clinical_laboratory,
    drug_limits.drug_limits,
    anesthesia.anesthesia,
    status_indicator.status_indicator,  # closes the lines that nothing pays
    physician_fee.physician_fee,
    units_of_service.units_of_service,
    # What changes one line.
    practitioner.practitioner,
    split_care.split_care,
    return_to_operating_room.return_to_operating_room,
    bilateral.bilateral,
    surgical_team.surgical_team,
    # What lines do to one another.
    multiple_endoscopies.multiple_endoscopies,
    multiple_surgeries.multiple_surgeries,
    multiple_imaging.multiple_imaging,
    multiple_therapies.multiple_therapies,
    multiple_cardiovascular.multiple_cardiovascular,
    multiple_ophthalmology.multiple_ophthalmology,
    # What is left to allow.
    opps_cap.opps_cap,
    imaging_equipment.imaging_equipment,
    nonparticipating.nonparticipating,
    submitted_charge.submitted_charge,
    informational_modifiers.informational_modifiers,
)

Edit = Callable[[Sequence[Line], EditFacts], Iterator[Finding]]

EDITS: tuple[Edit, ...] = (
    unit_limits,
    ncci_edits,
    add_on_codes,
    global_periods,
)

MODIFIERS = frozenset().union(
    anesthesia.MODIFIERS,
    bilateral.MODIFIERS,
    imaging_equipment.MODIFIERS,
    informational_modifiers.MODIFIERS,
    multiple_surgeries.MODIFIERS,
    physician_fee.MODIFIERS,
    refused_modifiers.MODIFIERS,
    return_to_operating_room.MODIFIERS,
    settlement.MODIFIERS,
    split_care.MODIFIERS,
    submitted_charge.MODIFIERS,
    surgical_team.MODIFIERS,
)
"""Every modifier that some rule models. Any other one is named in a warning."""


def price(claim: Claim, facts: Facts) -> Claim:
    """Run every rule in order; each sees the amounts the rules before it left."""
    for rule in RULES:
        claim = claim.with_outcomes(rule(claim, facts))
    return claim


def edit(lines: Sequence[Line], facts: EditFacts) -> list[Finding]:
    """Everything the edits find on these lines, in the order of EDITS.

    Each sees the lines that the edits before it deny.
    """
    found: list[Finding] = []
    for rule in EDITS:
        seen = replace(facts, denied=frozenset(_denied(found)))
        found += rule(lines, seen)
    return found


def _denied(found: Iterable[Finding]) -> Iterator[int]:
    for each in found:
        if each.verdict is Verdict.DENIED and isinstance(each, UnitFinding):
            yield from each.lines
        if each.verdict is Verdict.DENIED and isinstance(each, PairFinding):
            yield each.column2_line
