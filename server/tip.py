"""What a tip follows from, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from catalog.holding import Held
from catalog.policy import Parameter
from catalog.records import EditPair, PhysicianFee
from server.code_record import CodeRecord
from server.rules.claim import Cited, Level

FEES, PAIRS, LIMITS = "physician_fees", "ncci_practitioner", "mue_practitioner"


@dataclass(frozen=True, slots=True, kw_only=True)
class TipFacts:
    """What a tip may follow from."""

    record: CodeRecord
    row: PhysicianFee  # the whole, or the part that the modifier asks for
    amount: Decimal | None  # what the asked line is allowed; None: no price
    parts: dict[str, Decimal]  # "", "26", "TC": amounts at the same place
    uncapped: Decimal | None  # the fee, where the OPPS cap lowered it
    pairs: list[EditPair] | None  # None: no table of that date is loaded
    common: frozenset[str]  # codes with a title of our own
    tables: dict[str, Held]  # by dataset: what a tip cites
    parameters: Mapping[str, Parameter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """One thing to know before billing a code."""

    tip: str
    impact: str  # in dollars where they can be computed, else in words
    kind: str  # what it follows from
    source: Cited
    level: Level


def at_stake(facts: TipFacts, otherwise: str) -> str:
    """What is lost with the line, in dollars; in words where it has no price."""
    return f"${facts.amount} at stake" if facts.amount else otherwise


def make_tip(
    facts: TipFacts,
    kind: str,
    text: str,
    impact: str,
    *,
    table: str = FEES,
    stated: str | None = None,
) -> Tip:
    """A tip that cites its table, or the parameter that states its number."""
    held = facts.tables[table]
    return Tip(
        tip=text,
        impact=impact,
        kind=kind,
        source=facts.parameters[stated].source if stated else held.release,
        level=Level.HIGH if held.in_force else Level.MEDIUM,
    )
