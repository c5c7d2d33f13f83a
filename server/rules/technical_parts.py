"""The reduction of further technical parts, which two kinds of test share."""

from __future__ import annotations

from collections.abc import Iterator

from server.money import ZERO, cents
from server.rules.claim import Claim, Facts, Line, Step
from server.rules.parts import Parts, Ranked, parts, reduced


def further_technical_parts(
    claim: Claim, facts: Facts, indicator: str, rule: str
) -> Iterator[Step]:
    """Pay all technical parts of a day but the costliest at the rule's share."""
    lines = [line for line in claim.on_schedule if _has(line, facts, indicator)]
    for on in dict.fromkeys(line.on for line in lines):
        split = {line.number: (line, found) for line in lines
                 if line.on == on and (found := parts(claim, facts, line))}  # fmt: skip
        yield from _steps(facts, split, rule)


def _has(line: Line, facts: Facts, indicator: str) -> bool:
    row = facts.lines[line.number].whole
    return row is not None and row.multiple_procedure == indicator


def _steps(
    facts: Facts, split: dict[int, tuple[Line, Parts]], rule: str
) -> Iterator[Step]:
    for number, (line, before) in split.items():
        share = facts.lines[number].parameters[f"{rule}.technical"]
        amounts = [Ranked(each, each.units, p.technical) for each, p in split.values()]
        after = cents(sum(reduced(amounts, share.decimal).get(number, ()), ZERO))
        if before.technical and after != before.technical:
            yield Step(
                line=line.number,
                rule=rule,
                amount=before.professional + after,
                because=f"Of several tests of the day: technical part {after} of "
                f"{before.technical} ({share.decimal:.0%} of all but the costliest).",
                sources=(share.source, facts.lines[number].fees.release),
                technical=after,
            )
