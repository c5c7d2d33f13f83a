"""What a claim asks for and no rule answers, each in a sentence.

Every sentence is a warning and lowers the confidence. A rule that is added takes its
sentence away from here.
"""

from __future__ import annotations

from collections.abc import Iterator

from server.pricing import Priced
from server.rules import MODIFIERS

GLOBAL_ONLY = "4"  # PC/TC indicator: a test whose two parts are codes of their own
BY_TECHNICAL_PART = ("6", "7")  # multiple-procedure indicators


def unmodelled(priced: Priced) -> list[str]:
    """Everything asked that the amounts leave out of account."""
    return [*_modifiers(priced), *_minutes(priced), *_without_parts(priced)]


def _minutes(priced: Priced) -> Iterator[str]:
    for line in priced.claim.lines:
        if line.minutes and priced.facts.lines[line.number].anesthesia is None:
            yield (
                f"Line {line.number}: minutes count for anesthesia only, and were left "
                "out."
            )


def _modifiers(priced: Priced) -> Iterator[str]:
    for line in priced.claim.lines:
        for modifier in line.modifiers:
            if modifier not in MODIFIERS:
                yield (
                    f"Line {line.number}: modifier {modifier} is not modelled. The "
                    "amount is the one without it."
                )


def _without_parts(priced: Priced) -> Iterator[str]:
    """A test sold whole only has no technical part of its own to reduce."""
    lines = [
        (line, row)
        for line in priced.claim.on_schedule
        if (row := priced.facts.lines[line.number].whole)
        and row.multiple_procedure in BY_TECHNICAL_PART
    ]
    for line, row in lines:
        same = [other for other, its in lines
                if its.multiple_procedure == row.multiple_procedure
                and other.on == line.on]  # fmt: skip
        if row.pctc == GLOBAL_ONLY and len(same) > 1:
            yield (
                f"Line {line.number}: {line.code} is one code for both parts. The "
                "reduction of its technical part among several tests is not modelled."
            )
