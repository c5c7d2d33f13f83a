"""What a claim asks for and no rule answers yet, each in a sentence.

Every sentence is a warning and lowers the confidence. A rule that is added takes its
sentence away from here.
"""

from __future__ import annotations

from collections.abc import Iterator

from server.pricing import Priced
from server.rules import MODIFIERS
from server.rules.claim import Line

PHYSICIANS = ("physician", "md", "do")
SURGERY, THERAPY = "2", "5"  # multiple-procedure indicators
REDUCED = {
    SURGERY: "surgeries or endoscopies",
    "4": "imaging services",
    THERAPY: "therapy units",
    "6": "cardiovascular tests",
    "7": "ophthalmology tests",
}


def unmodelled(
    priced: Priced, participating: bool | None, practitioner: str | None
) -> list[str]:
    """Everything asked that the amounts leave out of account."""
    return [
        *_of_lines(priced.claim.lines),
        *_between_lines(priced),
        *_of_practitioner(participating, practitioner),
    ]


def _of_lines(lines: tuple[Line, ...]) -> Iterator[str]:
    for line in lines:
        for modifier in line.modifiers:
            if modifier not in MODIFIERS:
                yield (
                    f"Line {line.number}: modifier {modifier} is not modelled yet. The "
                    "amount is the one without it."
                )
        if line.charge is not None:
            yield (
                f"Line {line.number}: the charge is not compared yet. Medicare pays "
                "the lower of charge and fee."
            )


def _between_lines(priced: Priced) -> Iterator[str]:
    """Reductions for several services of one day."""
    classes: dict[str, list[Line]] = {}
    for line in priced.claim.priced:
        row = next(iter(priced.facts.lines[line.number].rows.values()))
        kind = SURGERY if row.multiple_procedure in "123" else row.multiple_procedure
        if kind in REDUCED:
            classes.setdefault(kind, []).append(line)
    for kind, lines in classes.items():
        if len(lines) > 1 or (kind == THERAPY and lines[0].units > 1):
            numbers = ", ".join(str(line.number) for line in lines)
            yield (
                f"Line{'s' * (len(lines) > 1)} {numbers}: Medicare pays several "
                f"{REDUCED[kind]} of one day less than their sum. That is not modelled "
                "yet: the total is at most this."
            )


def _of_practitioner(
    participating: bool | None, practitioner: str | None
) -> Iterator[str]:
    if participating is False:
        yield (
            "Non-participating amounts are not modelled yet: these are for "
            "participating practitioners."
        )
    if practitioner and practitioner.lower() not in PHYSICIANS:
        yield "Only a physician's amounts are modelled yet, and these are."
