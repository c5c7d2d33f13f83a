"""Part B drugs: the payment limit of each billing unit."""

from __future__ import annotations

from collections.abc import Iterator

from server.money import cents
from server.rules.claim import Claim, Doubt, Facts, Level, Line, Step, Unpriced
from server.rules.parts import without_parts


def drug_limits(claim: Claim, facts: Facts) -> Iterator[Step | Unpriced]:
    """Price a drug at its payment limit, which has three decimals, times its units.

    The product is rounded once to the cent. The limit says nothing of coverage.

    Yields:
        A step with the amount of all units, to 0.00 where a part is asked for; a
        reason where the limit is a formula.

    Source:
        Social Security Act 1847A; Medicare Part B payment limit file.
    """
    for line in claim.waiting:
        known = facts.lines[line.number]
        if known.drug and known.drug_release:
            refused = without_parts(line, "drug_limits", known.drug_release)
            yield refused or _amount(line, facts)


def _amount(line: Line, facts: Facts) -> Step | Unpriced:
    known = facts.lines[line.number]
    drug, release = known.drug, known.drug_release
    assert drug is not None and release is not None  # noqa: S101, PT018
    if drug.payment_limit is None:
        return Unpriced(
            line=line.number,
            rule="drug_limits",
            because=f"{line.code} has no limit in dollars: {drug.note}.",
            sources=(release,),
            doubts=(Doubt(Level.LOW, f"{line.code} is priced by a formula"),),
        )
    return Step(
        line=line.number,
        rule="drug_limits",
        amount=cents(drug.payment_limit * line.units),
        because=f"{line.units} x {drug.payment_limit} per {drug.dosage}, the payment "
        "limit.",
        sources=(release,),
    )
