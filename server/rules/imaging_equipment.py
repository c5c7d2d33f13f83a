"""Older imaging equipment: film (FX), computed radiography (FY), CT without XR-29."""

from __future__ import annotations

from collections.abc import Iterator

from server.money import cents
from server.rules.claim import Claim, Doubt, Facts, Level, Line, LineFacts, Step
from server.rules.opps_cap import cap_amount
from server.rules.parts import Parts, parts
from server.rules.physician_fee import TECHNICAL
from server.rules.ranking import services

ORDER = ("FX", "FY", "CT")
MODIFIERS = frozenset(ORDER)
TOMOGRAPHY = "imaging_equipment.CT_codes"


def imaging_equipment(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Cut the technical part of imaging on older equipment, after the OPPS cap.

    FX takes 20% off, then FY 10%, then CT 15%, which is for computed tomography only.
    The reading is never cut.

    Yields:
        A step for each line with such a modifier and a technical part.

    Source:
        Social Security Act 1848(b)(9) and 1834(p); CMS Change Request 9727.
    """
    for line in claim.on_schedule:
        known = facts.lines[line.number]
        asked = [
            each for each in ORDER if each in line.modifiers and _for(each, line, known)
        ]
        split = _capped(claim, facts, line) if asked else None
        if split and split.technical > 0:
            yield _step(facts, line, asked, split)


def _capped(claim: Claim, facts: Facts, line: Line) -> Parts | None:
    """A line's parts, the technical one at most its own cap."""
    found, known = parts(claim, facts, line), facts.lines[line.number]
    row = known.rows.get(TECHNICAL)
    cap = cap_amount(row, known) if row else None
    if found is None or cap is None:
        return found
    most = cents(cap * services(claim, line))
    return Parts(found.professional, min(found.technical, most))


def _for(modifier: str, line: Line, known: LineFacts) -> bool:
    """CT is for a list of codes; the others for all imaging."""
    return modifier != "CT" or known.parameters[TOMOGRAPHY].has_code(line.code)


def _step(facts: Facts, line: Line, asked: list[str], split: Parts) -> Step:
    known = facts.lines[line.number].parameters
    technical, sources, doubts = split.technical, [], []
    for modifier in asked:
        share = known.get(f"imaging_equipment.{modifier}")
        if share:
            technical = cents(technical * share.decimal)
            sources.append(share.source)
        else:
            said = f"{modifier} has no share on {line.on}: the amount is without it"
            doubts.append(Doubt(Level.MEDIUM, said))
    return Step(
        line=line.number,
        rule="imaging_equipment",
        amount=split.professional + technical,
        because=f"{', '.join(asked)}: technical part {technical} of {split.technical}.",
        sources=(*dict.fromkeys(sources), facts.lines[line.number].fees.release),
        technical=technical,
        doubts=tuple(doubts),
    )
