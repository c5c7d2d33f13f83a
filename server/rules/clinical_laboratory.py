"""Laboratory tests: the clinical laboratory fee schedule's amount."""

from __future__ import annotations

from collections.abc import Iterator

from server.rules.claim import Claim, Doubt, Facts, Level, Line, Step, Unpriced
from server.rules.parts import without_parts


def clinical_laboratory(claim: Claim, facts: Facts) -> Iterator[Step | Unpriced]:
    """Price a test that the laboratory fee schedule lists and the physician one not.

    One amount for the country; no locality, no coinsurance, no deductible. A test
    without a national amount is priced by the contractor. A physician's reading of a
    test (26) that has a row of its own is on the physician fee schedule.

    Yields:
        A step with the amount of one test, to 0.00 where a part is asked for; a reason
        where the contractor prices it.

    Source:
        Social Security Act 1834A; CLFS public use file.
    """
    for line in claim.waiting:
        known = facts.lines[line.number]
        if known.lab and known.lab_release:
            refused = without_parts(line, "clinical_laboratory", known.lab_release)
            yield refused or _amount(line, facts)


def _amount(line: Line, facts: Facts) -> Step | Unpriced:
    known = facts.lines[line.number]
    assert known.lab is not None and known.lab_release is not None  # noqa: S101, PT018
    if known.lab.rate is None:
        return Unpriced(
            line=line.number,
            rule="clinical_laboratory",
            because=f"{line.code} has no national laboratory amount: the contractor "
            "sets it.",
            sources=(known.lab_release,),
            doubts=(Doubt(Level.LOW, f"{line.code} is priced by the contractor"),),
        )
    return Step(
        line=line.number,
        rule="clinical_laboratory",
        amount=known.lab.rate,
        because=f"{line.code}: {known.lab.rate}, the laboratory fee schedule's amount.",
        sources=(known.lab_release,),
        per_unit=True,
    )
