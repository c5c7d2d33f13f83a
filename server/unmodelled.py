"""What a claim asks for and no rule answers, each in a sentence.

Every sentence is a warning and lowers the confidence. A rule that is added takes its
sentence away from here.
"""

from __future__ import annotations

from collections.abc import Iterator

from server.pricing import Priced
from server.rules import (
    MODIFIERS,
    anesthesia,
    bilateral,
    imaging_equipment,
    return_to_operating_room,
    split_care,
    surgical_team,
)
from server.rules.claim import Line
from server.rules.parts import parts_beside_whole
from server.rules.settlement import without_effect
from server.rules.split_care import AFTER

ACTS = {
    modifier: rule.__name__.rpartition(".")[2]
    for rule in (
        anesthesia,
        bilateral,
        imaging_equipment,
        return_to_operating_room,
        split_care,
        surgical_team,
    )
    for modifier in rule.MODIFIERS
    if modifier not in ("RT", "LT")  # one side alone changes nothing
}
"""The rule that acts on a line for each modifier that should change its amount."""

WITHOUT = "The amount is the one without it."
GLOBAL_ONLY = "4"  # PC/TC indicator: a test whose two parts are codes of their own
BY_TECHNICAL_PART = ("6", "7")  # multiple-procedure indicators


def unmodelled(priced: Priced) -> list[str]:
    """Everything asked that the amounts leave out of account, with its line."""
    return [f"Line {number}: {said}" for number, said in left_out(priced)]


def left_out(priced: Priced) -> Iterator[tuple[int, str]]:
    """The same by line number."""
    yield from _modifiers(priced)
    yield from _payers(priced)
    yield from _minutes(priced)
    yield from _days(priced)
    yield from _without_parts(priced)
    yield from _beside_whole(priced)


def _minutes(priced: Priced) -> Iterator[tuple[int, str]]:
    for line in priced.claim.lines:
        if line.minutes and priced.facts.lines[line.number].anesthesia is None:
            said = "minutes count for anesthesia only, and were left out."
            yield line.number, said


def _days(priced: Priced) -> Iterator[tuple[int, str]]:
    for line in priced.claim.lines:
        if line.postoperative_days is not None and AFTER not in line.modifiers:
            said = "postoperative_days count with 55 only, and were left out."
            yield line.number, said


def _modifiers(priced: Priced) -> Iterator[tuple[int, str]]:
    for line in priced.claim.lines:
        for modifier in line.modifiers:
            if modifier not in MODIFIERS:
                said = f"modifier {modifier} is not modelled. {WITHOUT}"
                yield line.number, said
            elif _without_effect(priced, line, modifier):
                said = f"modifier {modifier} has no effect on {line.code}. {WITHOUT}"
                yield line.number, said


def _payers(priced: Priced) -> Iterator[tuple[int, str]]:
    """Modifiers that say who pays, on a code that they are not for."""
    for line in priced.claim.priced:
        for modifier in without_effect(line, priced.facts.lines[line.number]):
            yield line.number, f"modifier {modifier} has no effect on {line.code}."


def _beside_whole(priced: Priced) -> Iterator[tuple[int, str]]:
    for line, whole in parts_beside_whole(priced.claim.priced):
        said = (
            f"{line.code} stands whole on line {whole.number}, with this part in it. "
            "Both are priced; Medicare pays it once."
        )
        yield line.number, said


def _without_effect(priced: Priced, line: Line, modifier: str) -> bool:
    """Whether the rule that knows a modifier had nothing to do with a priced line."""
    rule = ACTS.get(modifier)
    acted = {step.rule for step in priced.claim.steps_of(line)}
    return line in priced.claim.priced and rule is not None and rule not in acted


def _without_parts(priced: Priced) -> Iterator[tuple[int, str]]:
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
            said = (
                f"{line.code} is one code for both parts. The reduction of its "
                "technical part among several tests is not modelled."
            )
            yield line.number, said
