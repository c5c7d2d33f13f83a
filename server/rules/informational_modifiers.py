"""Modifiers that change no amount: they answer an edit, or inform."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.policy import Parameter, periods
from server.rules.claim import Claim, Doubt, Facts, Level, Line, Step

STATED, ASSUMED = "unchanged", "assumed"  # parameters
MODIFIERS = frozenset(
    modifier for each in periods("informational_modifiers") for modifier in each.values
)


def informational_modifiers(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Say that a modifier answers an edit, or informs, and leaves the amount as it is.

    Those that nobody states to be paid in full are taken to be, and doubted.

    Yields:
        A step with the same amount for each line that has such a modifier.

    Source:
        ``catalog/parameters/informational_modifiers.toml``.
    """
    for line in claim.priced:
        if any(modifier in MODIFIERS for modifier in line.modifiers):
            parameters = facts.lines[line.number].parameters
            listed = [
                parameters[f"informational_modifiers.{name}"]
                for name in (STATED, ASSUMED)
            ]
            yield _step(claim, line, listed)


def _step(claim: Claim, line: Line, listed: list[Parameter]) -> Step:
    found = {
        modifier: stated
        for stated in listed
        for modifier in line.modifiers
        if modifier in stated.values
    }
    return Step(
        line=line.number,
        rule="informational_modifiers",
        amount=claim.standing(line),
        because=f"Modifier {', '.join(found)} answers an edit or informs, and leaves "
        "the amount as it is.",
        sources=tuple(dict.fromkeys(stated.source for stated in found.values())),
        doubts=tuple(
            Doubt(Level.MEDIUM, f"{modifier} is taken to change no amount")
            for modifier, stated in found.items()
            if not stated.verified
        ),
    )
