"""Several surgeries for one patient on one day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from server.money import ZERO, cents
from server.rules.claim import Claim, Doubt, Facts, Level, Line, Step
from server.rules.multiple_endoscopies import ENDOSCOPY, families
from server.rules.ranking import Entry, Tie, entries, entry_amount, entry_tie

RANKED = ("1", "2", ENDOSCOPY)  # multiple-procedure indicators that rank together
INFORMS = "51"  # the contractor ranks by itself
MODIFIERS = frozenset({INFORMS})


def multiple_surgeries(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Pay the costliest procedure of a day in full and the others at a fraction.

    Ranks what each procedure stands at, an endoscopic family as one; of equal
    amounts the one that its charge bounds least is first, then the lower code. Each
    unit of a line that is not both sides ranks by itself. CMS wants a report from the
    sixth on: it is taken at the last fraction, and doubted.

    Yields:
        A step for each line paid at less than it stood at.

    Source:
        CMS relative value file record layout (RVU25D), multiple procedure indicator 2;
        Medicare Claims Processing Manual (Pub. 100-04), ch. 12, s. 40.6.
    """
    lines = [line for line in claim.on_schedule if _ranks(line, facts)]
    for on in dict.fromkeys(line.on for line in lines):
        today = [line for line in lines if line.on == on]
        shares = _shares(claim, facts, today)
        for line in today:
            found = shares[line.number]
            if any(share != 1 for share, _ in found):
                yield _step(claim, facts, line, found)


def _ranks(line: Line, facts: Facts) -> bool:
    row = facts.lines[line.number].whole
    return row is not None and row.multiple_procedure in RANKED


def _shares(
    claim: Claim, facts: Facts, lines: Sequence[Line]
) -> dict[int, list[tuple[Decimal, int]]]:
    """Each line's fraction and rank, once for each of its units that ranks."""
    fractions = _fractions(facts, lines)
    ranked = sorted(_groups(claim, facts, lines), key=_rank)
    found: dict[int, list[tuple[Decimal, int]]] = {line.number: [] for line in lines}
    for rank, (_, group) in enumerate(ranked):
        fraction = fractions[min(rank, len(fractions) - 1)]
        for line in group:
            found[line.number].append((fraction, rank + 1))
    return found


def _groups(
    claim: Claim, facts: Facts, lines: Sequence[Line]
) -> list[tuple[Decimal, Entry]]:
    """What ranks together, with what it ranks by: a family of endoscopies as one."""
    bases = {base for base, on in families(claim, facts) if on == lines[0].on}
    together: dict[str, list[Line]] = {}
    alone: list[Line] = []
    for line in lines:
        row = facts.lines[line.number].whole
        base = row.endoscopic_base if row else ""
        family = base if base in bases else line.code if line.code in bases else ""
        (together.setdefault(family, []) if family else alone).append(line)
    return [
        *((_sum(claim, family), tuple(family)) for family in together.values()),
        *((entry_amount(claim, each), each) for each in entries(claim, alone)),
    ]


def _rank(group: tuple[Decimal, Entry]) -> tuple[Decimal, Tie]:
    amount, lines = group
    return (-amount, entry_tie(lines))


def _sum(claim: Claim, lines: Sequence[Line]) -> Decimal:
    return sum((claim.standing(line) for line in lines), ZERO)


def _fractions(facts: Facts, lines: Sequence[Line]) -> list[Decimal]:
    stated = facts.lines[lines[0].number].parameters[
        "multiple_surgeries.fraction_by_rank"
    ]
    return [Decimal(text) for text in stated.values]


def _step(
    claim: Claim, facts: Facts, line: Line, found: list[tuple[Decimal, int]]
) -> Step:
    known = facts.lines[line.number]
    stated = known.parameters["multiple_surgeries.fraction_by_rank"]
    one = claim.standing(line) / len(found)
    amounts = [cents(one * share) for share, _ in found]
    said = ", ".join(f"{share:.0%} (rank {rank})" for share, rank in found)
    sixth = any(rank > len(stated.values) for _, rank in found)
    doubt = Doubt(
        Level.MEDIUM,
        f"line {line.number} is the sixth procedure or later: CMS wants a report",
    )
    return Step(
        line=line.number,
        rule="multiple_surgeries",
        amount=sum(amounts[1:], amounts[0]),
        because=f"Of several procedures of the day: {said} of {cents(one)}.",
        sources=(stated.source, known.fees.release),
        doubts=(doubt,) if sixth else (),
    )
