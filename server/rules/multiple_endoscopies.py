"""Several endoscopies of one family: what the base endoscopy is worth is paid once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from server.money import ZERO, cents
from server.rules.claim import Claim, Doubt, Facts, Level, Line, LineFacts, Step
from server.rules.physician_fee import fee_amount
from server.rules.ranking import entries, entry_amount, entry_tie

ENDOSCOPY = "3"  # multiple-procedure indicator; the base code itself carries 2


def multiple_endoscopies(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Pay the costliest endoscopy of a family in full, the others by their difference.

    A family is the codes of one endoscopic base on one day, and the base; each unit
    counts, both sides as one. The others are paid what they cost beyond the base, never
    less than nothing; the base beside them is paid nothing. The base's fee is that of
    the same place and locality, whether or not it was billed.

    Yields:
        A step for each line that is paid at less than it stood at.

    Source:
        CMS relative value file record layout (RVU25D), multiple procedure indicator 3;
        Medicare Claims Processing Manual (Pub. 100-04), ch. 12, s. 40.6.
    """
    for (base, on), members in families(claim, facts).items():
        ranked = entries(claim, members)
        first = min(
            ranked, key=lambda each: (-entry_amount(claim, each), entry_tie(each))
        )
        for line in members:
            times = sum(line in entry for entry in ranked)
            less = times - 1 if line in first else times
            if less:
                yield _difference(claim, facts, line, base, times, less)
        for line in claim.on_schedule:
            if line.code == base and line.on == on:
                yield _included(line, facts, first[0].code)


def families(claim: Claim, facts: Facts) -> dict[tuple[str, date], list[Line]]:
    """The lines of each family of a day, without the base's own lines.

    By the base's code and the date of service.
    """
    found: dict[tuple[str, date], list[Line]] = {}
    for line in claim.on_schedule:
        row = facts.lines[line.number].whole
        if row and row.multiple_procedure == ENDOSCOPY and row.endoscopic_base:
            found.setdefault((row.endoscopic_base, line.on), []).append(line)
    return found


def _difference(
    claim: Claim, facts: Facts, line: Line, base: str, times: int, less: int
) -> Step:
    """A line of which ``less`` of ``times`` units are paid beyond the base only."""
    known = facts.lines[line.number]
    one = claim.standing(line) / times
    fee = _base_fee(one, line, known)
    doubt = f"line {line.number}: the base costs more than it, taken as nothing left"
    full = f", and {times - less} in full" if times > less else ""
    return Step(
        line=line.number,
        rule="multiple_endoscopies",
        amount=cents(one * (times - less) + max(one - fee, ZERO) * less),
        because=f"One of several endoscopies with base {base}: {cents(one)} less the "
        f"base's {fee}{f', {less} times' if less > 1 else ''}{full}.",
        sources=(known.fees.release,),
        doubts=(Doubt(Level.MEDIUM, doubt),) if fee > one else (),
    )


def _base_fee(one: Decimal, line: Line, known: LineFacts) -> Decimal:
    """The base's fee, cut as the line's own was: by practitioner, assistant, sides."""
    part = next((each for each in line.modifiers if each in known.rows), "")
    own = known.rows.get(part)
    if known.endoscopic_base is None or own is None:
        return ZERO
    fee = fee_amount(own, known)
    share = one / fee if fee else Decimal(0)
    return cents(fee_amount(known.endoscopic_base, known) * share)


def _included(line: Line, facts: Facts, by: str) -> Step:
    return Step(
        line=line.number,
        rule="multiple_endoscopies",
        amount=ZERO,
        because=f"{line.code} is the base endoscopy, and part of {by}.",
        sources=(facts.lines[line.number].fees.release,),
    )
