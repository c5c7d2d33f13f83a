"""Modifiers that change no amount: they answer an edit, or inform."""

from __future__ import annotations

from collections.abc import Iterator

from server.rules.claim import Claim, Doubt, Facts, Level, Step

SURE = frozenset(
    {"24", "25", "57", "58", "59", "76", "77", "79", "91", "XE", "XP", "XS", "XU"}
)
ASSUMED = frozenset(
    "27 32 33 47 63 90 92 93 95 96 97 E1 E2 E3 E4 F1 F2 F3 F4 F5 F6 F7 F8 F9 FA FQ "  # noqa: SIM905
    "GA GC GE GP GN GO GQ GT GX JW JZ KX LC LD LM QW RC RI T1 T2 T3 T4 T5 T6 T7 T8 T9 "
    "TA".split()
)
MODIFIERS = SURE | ASSUMED


def informational_modifiers(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Say that a modifier answers an edit and leaves the amount as it is.

    Yields:
        A step with the same amount for each line that has such a modifier.

    Source:
        ``catalog/parameters/informational_modifiers.toml``.
    """
    for line in claim.priced:
        known = facts.lines[line.number].parameters
        listed = known["informational_modifiers.unchanged"]
        found = [each for each in line.modifiers if each in MODIFIERS]
        amount = claim.amount(line)
        if found and amount is not None:
            yield Step(
                line=line.number,
                rule="informational_modifiers",
                amount=amount,
                because=f"Modifier {', '.join(found)} answers an edit or informs, and "
                "leaves the amount as it is.",
                sources=(listed.source,),
                doubts=tuple(
                    Doubt(Level.MEDIUM, f"{each} is taken to change no amount")
                    for each in found
                    if each in ASSUMED
                ),
            )
