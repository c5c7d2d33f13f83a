"""Medicare's rules, in the order Medicare applies them.

A rule reads the claim and the facts and yields what it found; it changes nothing and
opens nothing. To add one, write its module and name it here: in RULES when it prices
a line, in EDITS when it says what Medicare would deny.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from server.rules.contradicting_modifiers import contradicting_modifiers
from server.rules.duplicates import duplicates
from server.rules.findings import (
    AddOnFinding,
    EditFacts,
    Finding,
    correctable_by,
    denied_by,
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

SET_OFF_BY: Mapping[Rule, frozenset[str]] = {
    refused_modifiers.refused_modifiers: refused_modifiers.MODIFIERS,
    split_care.split_care: split_care.MODIFIERS,
    return_to_operating_room.return_to_operating_room: (
        return_to_operating_room.MODIFIERS
    ),
    surgical_team.surgical_team: surgical_team.MODIFIERS,
    informational_modifiers.informational_modifiers: informational_modifiers.MODIFIERS,
}
"""Rules that do nothing on a claim without one of these modifiers: they are not run."""

Edit = Callable[[Sequence[Line], EditFacts], Iterator[Finding]]

# What a line is denied for by itself comes first, what it needs beside it last.
EDITS: tuple[Edit, ...] = (
    contradicting_modifiers,
    unit_limits,
    duplicates,
    ncci_edits,
    global_periods,
    add_on_codes,
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
    said = {modifier for line in claim.lines for modifier in line.modifiers}
    for rule in RULES:
        if rule not in SET_OFF_BY or SET_OFF_BY[rule] & said:
            claim = claim.with_outcomes(rule(claim, facts))
    return claim


def edit(lines: Sequence[Line], facts: EditFacts) -> list[Finding]:
    """Everything the edits find on these lines, in the order of EDITS.

    Each sees the lines that the edits before it deny.
    """
    found: list[Finding] = []
    facts = replace(facts, denied=facts.refused)
    for rule in EDITS:
        more = list(rule(lines, facts))
        if denied := denials(more).keys() - facts.denied:
            wrong = {n for each in more for n in correctable_by(each)} & denied
            facts = replace(
                facts,
                denied=facts.denied | denied,
                correctable=facts.correctable | wrong,
            )
        found += more
    return found


def denials(found: Iterable[Finding]) -> dict[int, Finding]:
    """The first finding that denies a line, by its number."""
    first: dict[int, Finding] = {}
    for each in found:
        for number in denied_by(each):
            first.setdefault(number, each)
    return first


def unanswerable(
    lines: Sequence[Line], facts: EditFacts, found: Iterable[Finding]
) -> dict[int, Finding]:
    """What is denied whatever the record shows: as if every suggestion were true.

    An add-on is asked for its primary again, which may be paid then.
    """
    stay = [
        each
        for each in found
        if not each.suggestions and not isinstance(each, AddOnFinding)
    ]
    return with_add_ons(lines, facts, denials(stay))


def with_add_ons(
    lines: Sequence[Line], facts: EditFacts, denied: Mapping[int, Finding]
) -> dict[int, Finding]:
    """These denials, and those of the add-ons that lose their primaries by them."""
    known = replace(facts, denied=facts.refused | denied.keys())
    return {**denials(add_on_codes(lines, known)), **denied}
