"""Units: one line's amount for each unit of service."""

from __future__ import annotations

from collections.abc import Iterator

from server.rules.claim import Claim, Facts, Step


def units_of_service(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Multiply the amount of one unit, already in cents, by the units billed.

    Whether so many units are accepted is another question: see ``unit_limits``.

    Yields:
        A step for each line of more than one unit.

    Source:
        Medicare Claims Processing Manual (Pub. 100-04), ch. 26, s. 10.4, item 24G.
    """
    for line in claim.priced:
        last = claim.last(line)
        if last and last.per_unit and line.units > 1:
            yield Step(
                line=line.number,
                rule="units_of_service",
                amount=last.amount * line.units,
                because=f"{line.units} units at {last.amount}.",
                sources=(facts.lines[line.number].fees.release,),
            )
