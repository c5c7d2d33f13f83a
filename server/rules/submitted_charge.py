"""The charge: Medicare allows no more than was asked."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.policy import Citation
from server.money import ZERO
from server.rules.claim import Claim, Doubt, Facts, Level, Line, Step
from server.rules.ranking import other_sides

REDUCED, INCREASED = "52", "22"
MODIFIERS = frozenset({REDUCED, INCREASED})
LOWER_OF = Citation(
    id="ssa-1848-a-1",
    title="Social Security Act 1848(a)(1): the lesser of the actual charge and the fee",
    url="https://www.ssa.gov/OP_Home/ssact/title18/1848.htm",
)


def submitted_charge(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Allow the lower of a line's charge and its amount.

    Of both sides on two lines the charges together are held against both amounts.
    A reduced service (52) has no share of its own: the charge says how much less was
    done. An unusual one (22) is reviewed by the contractor. Both are doubted.

    Yields:
        A step for each line whose charge is lower, or which has 52 or 22.

    Source:
        Social Security Act 1848(a)(1); Noridian on modifier 52.
    """
    del facts
    sides = other_sides(claim.priced)
    for line in claim.priced:
        stands, said = claim.standing(line), []
        if REDUCED in line.modifiers:
            said.append(f"line {line.number}: 52 has no share; the charge decides")
        if INCREASED in line.modifiers:
            said.append(f"line {line.number}: 22 may be paid more after review")
        other = sides.get(line.number)
        lower = line.charge is not None and _lower(claim, line, other)
        if lower or said:
            amount = line.charge if lower and line.charge is not None else stands
            yield Step(
                line=line.number,
                rule="submitted_charge",
                amount=amount,
                because=f"The charge of {amount} is below {stands}." if lower else
                f"{'; '.join(said)}: {stands} unless the charge is lower.",
                sources=(LOWER_OF,),
                doubts=tuple(Doubt(Level.MEDIUM, each) for each in said),
            )  # fmt: skip


def _lower(claim: Claim, line: Line, other: Line | None) -> bool:
    """Whether what was charged is below what stands, for both sides together.

    A side alone is held against its own charge; so is one whose other side has none.
    """
    charges = [each.charge for each in (line, other) if each and each.charge]
    if other is None or len(charges) == 1:
        return sum(charges, ZERO) < claim.standing(line)
    return sum(charges, ZERO) < claim.standing(line) + claim.standing(other)
