"""Modifiers that change no amount: they answer an edit, or inform."""

from __future__ import annotations

from collections.abc import Iterator

from server.rules.claim import Claim, Facts, Step

MODIFIERS = frozenset(
    {"24", "25", "57", "59", "76", "77", "79", "91", "XE", "XP", "XS", "XU"}
)


def informational_modifiers(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Say that a modifier answers an edit and leaves the amount as it is.

    Yields:
        A step with the same amount for each line that has such a modifier.

    Source:
        ``catalog/parameters/informational_modifiers.toml``.
    """
    listed = facts.parameters["informational_modifiers.unchanged"]
    for line in claim.priced:
        found = [each for each in line.modifiers if each in MODIFIERS]
        amount = claim.amount(line)
        if found and amount is not None:
            yield Step(
                line=line.number,
                rule="informational_modifiers",
                amount=amount,
                because=f"Modifier {', '.join(found)} answers an edit and leaves the "
                "amount as it is.",
                sources=(listed.source,),
            )
