"""Split care: the parts of a surgery's global payment (54, 55, 56)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from catalog.records import PhysicianFee
from server.money import cents
from server.rules.claim import Claim, Doubt, Facts, Level, Line, Step, Unpriced

SURGERY, AFTER, BEFORE = "54", "55", "56"
RETURN = "78"  # pays the operation alone, and is priced by its own rule
MODIFIERS = frozenset({SURGERY, AFTER, BEFORE})


def split_care(claim: Claim, facts: Facts) -> Iterator[Step | Unpriced]:
    """Pay the part of the global package that the practitioner furnished.

    54 is the pre- and intra-operative share, 55 the post-operative one, 56 the
    pre-operative one, which 54 has in it already. Post-operative care that was shared
    is paid by its days.

    Yields:
        A step for each line with one of these modifiers; a reason where the code's
        payment has no such parts.

    Source:
        Medicare Claims Processing Manual (Pub. 100-04), ch. 12, s. 40.4.
    """
    for line in claim.on_schedule:
        asked = [each for each in line.modifiers if each in MODIFIERS]
        row = facts.lines[line.number].whole
        if asked and row is not None:
            yield _part(claim, facts, line, row, asked)


def _part(
    claim: Claim, facts: Facts, line: Line, row: PhysicianFee, asked: list[str]
) -> Step | Unpriced:
    release = facts.lines[line.number].fees.release
    if why := _refused(line, row, asked):
        return Unpriced(
            line=line.number, rule="split_care", because=why, sources=(release,)
        )
    fee = claim.standing(line)
    amounts, said, doubts = [], [], []
    if SURGERY in asked and BEFORE in asked:
        asked = [each for each in asked if each != BEFORE]  # 54 has it in it
    for modifier in asked:
        share, what = _share(row, modifier)
        amount = cents(fee * share)
        if modifier == AFTER and line.postoperative_days is not None:
            days = Decimal(row.global_days)
            amount = cents(amount / days * line.postoperative_days)
            what += f", {line.postoperative_days} of {days} days"
        elif modifier == AFTER:
            doubts.append(_assumed(f"{line.code}-55: all post-operative days assumed"))
        elif modifier == BEFORE:
            doubts.append(_assumed("56: the surgeon's 54 pays this already; expect "
                                   "no separate payment"))  # fmt: skip
        amounts.append(amount)
        said.append(what)
    return Step(
        line=line.number,
        rule="split_care",
        amount=sum(amounts[1:], amounts[0]),
        because=f"{' and '.join(asked)}: {' and '.join(said)} of {fee}.",
        sources=(release,),
        doubts=tuple(doubts),
    )


def _refused(line: Line, row: PhysicianFee, asked: list[str]) -> str | None:
    """Why a line's modifiers or days cannot be priced."""
    if row.intraoperative == 0:
        return (
            f"{line.code} has no pre-, intra- and post-operative shares (global days "
            f"{row.global_days}): {', '.join(asked)} does not apply."
        )
    if RETURN in line.modifiers:
        return f"78 and {asked[0]} contradict one another: send what was done."
    if AFTER in asked and (line.postoperative_days or 0) > int(row.global_days):
        return (
            f"postoperative_days is {line.postoperative_days}, and {line.code} has "
            f"{int(row.global_days)}: send the days of care that were taken over."
        )
    return None


def _share(row: PhysicianFee, modifier: str) -> tuple[Decimal, str]:
    if modifier == SURGERY:
        share = row.preoperative + row.intraoperative
        return share, f"{share:.0%} for the surgery and the time before it"
    if modifier == AFTER:
        return row.postoperative, f"{row.postoperative:.0%} for the time after it"
    return row.preoperative, f"{row.preoperative:.0%} for the time before it"


def _assumed(said: str) -> Doubt:
    return Doubt(Level.MEDIUM, said)
