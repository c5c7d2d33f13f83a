"""Several endoscopies of one family: what the base endoscopy is worth is paid once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from server.money import ZERO, cents
from server.rules.claim import Claim, Facts, Line, LineFacts, Step
from server.rules.physician_fee import fee_amount

ENDOSCOPY = "3"  # multiple-procedure indicator; the base code itself carries 2


def multiple_endoscopies(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Pay the costliest endoscopy of a family in full, the others by their difference.

    A family is the codes of one endoscopic base, and the base. The others are paid
    what they cost beyond the base, never less than nothing; the base beside them is
    paid nothing. The base's fee is that of the same place and locality, whether or not
    it was billed.

    Yields:
        A step for each line that is paid at less than it stood at.

    Source:
        CMS relative value file record layout (RVU25D), multiple procedure indicator 3;
        Medicare Claims Processing Manual (Pub. 100-04), ch. 12, s. 40.6.
    """
    for base, members in families(claim, facts).items():
        ranked = sorted(members, key=claim.standing, reverse=True)
        for line in ranked[1:]:
            yield _difference(claim, facts, line, base)
        for line in claim.on_schedule:
            if line.code == base and line.on == members[0].on:
                yield _included(line, facts, ranked[0].code)


def families(claim: Claim, facts: Facts) -> dict[str, Sequence[Line]]:
    """The lines of each family by its base code, without the base's own lines."""
    found: dict[str, list[Line]] = {}
    for line in claim.on_schedule:
        row = facts.lines[line.number].whole
        if row and row.multiple_procedure == ENDOSCOPY and row.endoscopic_base:
            found.setdefault(row.endoscopic_base, []).append(line)
    return dict(found)


def _difference(claim: Claim, facts: Facts, line: Line, base: str) -> Step:
    known = facts.lines[line.number]
    stood, less = claim.standing(line), _base_fee(claim, line, known)
    return Step(
        line=line.number,
        rule="multiple_endoscopies",
        amount=max(stood - less, ZERO),
        because=f"One of several endoscopies with base {base}: {stood} less the base's "
        f"{less}.",
        sources=(known.fees.release,),
    )


def _base_fee(claim: Claim, line: Line, known: LineFacts) -> Decimal:
    """The base's fee, cut as the line's own was: by practitioner, assistant, sides."""
    part = next((each for each in line.modifiers if each in known.rows), "")
    own = known.rows.get(part)
    if known.endoscopic_base is None or own is None:
        return ZERO
    fee = fee_amount(own, known)
    share = claim.standing(line) / fee if fee else Decimal(0)
    return cents(fee_amount(known.endoscopic_base, known) * share)


def _included(line: Line, facts: Facts, by: str) -> Step:
    return Step(
        line=line.number,
        rule="multiple_endoscopies",
        amount=ZERO,
        because=f"{line.code} is the base endoscopy, and part of {by}.",
        sources=(facts.lines[line.number].fees.release,),
    )
