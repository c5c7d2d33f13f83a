"""Medicare's rules, in the order Medicare applies them.

A rule reads the claim and the facts and yields what it found; it changes nothing and
opens nothing. To add one, write its module and name it here: in RULES when it prices
a line, in EDITS when it says what Medicare would deny.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from server.rules.add_on_codes import add_on_codes
from server.rules.claim import Claim, Facts, Line, Step, Unpriced
from server.rules.findings import EditFacts, Finding
from server.rules.global_periods import global_periods
from server.rules.informational_modifiers import MODIFIERS as INFORMATIONAL
from server.rules.informational_modifiers import informational_modifiers
from server.rules.ncci_edits import ncci_edits
from server.rules.opps_cap import opps_cap
from server.rules.physician_fee import MODIFIERS as OWN_ROWS
from server.rules.physician_fee import physician_fee
from server.rules.status_indicator import status_indicator
from server.rules.unit_limits import unit_limits
from server.rules.units_of_service import units_of_service

Rule = Callable[[Claim, Facts], Iterator[Step | Unpriced]]

RULES: tuple[Rule, ...] = (
    status_indicator,  # says which lines the fee schedule pays at all
    physician_fee,  # sets each line's amount; every later rule adjusts it
    opps_cap,
    units_of_service,
    informational_modifiers,  # says of some modifiers that they change no amount
)

Edit = Callable[[Sequence[Line], EditFacts], Iterator[Finding]]

EDITS: tuple[Edit, ...] = (
    unit_limits,
    ncci_edits,
    add_on_codes,
    global_periods,
)

MODIFIERS = OWN_ROWS | INFORMATIONAL
"""Every modifier that some rule models. Any other one is named in a warning."""


def price(claim: Claim, facts: Facts) -> Claim:
    """Run every rule in order; each sees the amounts the rules before it left."""
    for rule in RULES:
        claim = claim.with_outcomes(rule(claim, facts))
    return claim


def edit(lines: Sequence[Line], facts: EditFacts) -> list[Finding]:
    """Everything the edits find on these lines, in the order of EDITS."""
    return [finding for rule in EDITS for finding in rule(lines, facts)]
