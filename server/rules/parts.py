"""The professional and the technical part of a line's amount."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from catalog.records import Release
from server.money import ZERO, cents
from server.rules.claim import Claim, Facts, Line, Step
from server.rules.physician_fee import (
    MODIFIERS,
    PROFESSIONAL,
    TECHNICAL,
    fee_amount,
)
from server.rules.ranking import Tie

TECHNICAL_ONLY = "3"  # PC/TC indicators
SPLIT = "1"


@dataclass(frozen=True, slots=True)
class Parts:
    """What of a line's amount is for the reading, and what for the equipment."""

    professional: Decimal
    technical: Decimal

    @property
    def whole(self) -> Decimal:
        """Both together."""
        return self.professional + self.technical


def parts(claim: Claim, facts: Facts, line: Line) -> Parts | None:
    """A line's parts, cut as its amount was; ``None`` for a code without a split.

    A whole's parts are those of its own 26 and TC rows: they may differ from the whole
    by a cent, as CMS's own amounts do.
    """
    known, stands = facts.lines[line.number], claim.standing(line)
    whole = known.whole
    if PROFESSIONAL in line.modifiers:
        return Parts(stands, ZERO)
    if TECHNICAL in line.modifiers or (whole and whole.pctc == TECHNICAL_ONLY):
        return Parts(ZERO, stands)
    split = claim.technical(line)
    if split is not None:
        return Parts(stands - split, split)
    rows = known.rows
    if whole is None or PROFESSIONAL not in rows or TECHNICAL not in rows:
        return None
    fee = fee_amount(whole, known)
    share = stands / fee if fee else Decimal(0)
    return Parts(
        cents(fee_amount(rows[PROFESSIONAL], known) * share),
        cents(fee_amount(rows[TECHNICAL], known) * share),
    )


def parts_beside_whole(lines: Iterable[Line]) -> list[tuple[Line, Line]]:
    """Each line of a part (26, TC) that has its whole beside it that day, with that."""
    listed = list(lines)
    parted = (PROFESSIONAL, TECHNICAL)
    whole = {
        (line.code, line.on): line
        for line in reversed(listed)
        if not any(each in parted for each in line.modifiers)
    }
    return [
        (line, whole[line.code, line.on])
        for line in listed
        if any(each in parted for each in line.modifiers)
        and (line.code, line.on) in whole
    ]


def without_parts(line: Line, rule: str, source: Release) -> Step | None:
    """A step to nothing, where 26, TC or 53 asks for a part of what has none."""
    asked = next((each for each in line.modifiers if each in MODIFIERS), None)
    if asked is None:
        return None
    return Step(
        line=line.number,
        rule=rule,
        amount=ZERO,
        because=f"{line.code} has no part {asked}: its schedule has one amount. Send "
        f"it without {asked}.",
        sources=(source,),
        paid=False,
    )


@dataclass(frozen=True, slots=True)
class Ranked:
    """One kind of part of a line, for as many services as the line holds."""

    line: Line
    services: int
    part: Decimal  # of all its services

    @property
    def one(self) -> Decimal:
        """The part of one service."""
        return self.part / self.services

    @property
    def key(self) -> tuple[Decimal, Tie]:
        """The costliest first; of equals as ``Line.tie`` says."""
        return (-self.one, self.line.tie)


def reduced(
    amounts: Iterable[Ranked], share: Decimal
) -> dict[int, tuple[Decimal, ...]]:
    """Each line's part, by service, when all but the costliest are paid a share.

    By line number; lines whose part is nothing are left out.
    """
    found = [each for each in amounts if each.part > 0]
    if sum(each.services for each in found) < 2:
        return {each.line.number: (each.part,) for each in found}
    first = min(found, key=lambda each: each.key)
    result = {}
    for each in found:
        full = 1 if each is first else 0
        rest = (cents(each.one * share),) * (each.services - full)
        result[each.line.number] = (each.one,) * full + rest
    return result
