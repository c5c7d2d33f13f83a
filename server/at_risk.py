"""The money that hangs on a claim's edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from server.editing import Edited, steps_of
from server.money import ZERO
from server.pricing import Priced, price_again
from server.rules import denials, with_add_ons
from server.rules.claim import Line
from server.rules.findings import AddOnFinding, Finding, Suggestion, Verdict
from server.rules.ranking import companions

COUNTED = (Verdict.DENIED, Verdict.BYPASSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRisk:
    """What a claim is allowed before its edits, after them, and once answered."""

    without_edits: Decimal | None
    sent_as_it_is: Decimal | None
    resolved: Decimal | None
    resolved_if: tuple[Suggestion, ...]
    without_price: tuple[int, ...]  # lines that no amount here has in it


def at_risk(edited: Edited) -> AtRisk | None:
    """Price a claim as it would be paid, and as it would be with its edits answered.

    The claim with its edits answered holds every line that only edits with a
    suggestion deny, as if the record showed what the first one says; units over a
    limit stay denied, since nobody here knows the right number. ``None`` where nothing
    is priced: a hospital's claim, a year without a schedule.
    """
    before, after = edited.unedited, edited.priced
    if before is None or after is None:
        return None
    still_denied = edited.unanswerable if edited.denied else {}
    alike = still_denied.keys() == edited.denied.keys()
    resolved = after if alike else edited.without(still_denied)
    return AtRisk(
        without_edits=before.claim.total,
        sent_as_it_is=after.claim.total,
        resolved=resolved.claim.total if resolved else None,
        resolved_if=tuple(dict.fromkeys(_needed(edited, set(still_denied)))),
        without_price=_without_price(edited, before),
    )


def _needed(edited: Edited, still_denied: set[int]) -> Iterator[Suggestion]:
    """The first suggestion of each edit that denies a line which may be paid."""
    for finding in edited.findings:
        open_again = set(finding.about) - still_denied
        if finding.verdict is Verdict.DENIED and finding.suggestions and open_again:
            yield finding.suggestions[0]


def _without_price(edited: Edited, priced: Priced) -> tuple[int, ...]:
    unpriced = {each.line for each in priced.claim.unpriced}
    return tuple(sorted(unpriced | {line.number for line in edited.unpriceable}))


def amounts_at_risk(
    edited: Edited, findings: Iterable[Finding]
) -> list[Decimal | None]:
    """What hangs on each finding, in dollars.

    It is the difference that its lines make to the claim's total when every other edit
    stays as it is: a line that ranks above the others may be worth less than it is
    allowed, and a primary has its add-ons with it. ``None``: it denies nothing and
    bypasses nothing, or a line has no price.
    """
    known: dict[tuple[int, ...], Decimal | None] = {}
    found: list[Decimal | None] = []
    for each in findings:
        if each.verdict in COUNTED and each.about not in known:
            known[each.about] = _difference(edited, each)
        found.append(known[each.about] if each.verdict in COUNTED else None)
    return found


def _difference(edited: Edited, finding: Finding) -> Decimal | None:
    """What the total is more with a finding's lines paid than with them denied.

    Add-ons go with their primaries: what falls with a line is part of what hangs on it.
    """
    before, about = edited.unedited, set(finding.about)
    if before is None or about & set(_without_price(edited, before)):
        return None
    base = denials(e for e in edited.findings if not isinstance(e, AddOnFinding))
    kept = {n: each for n, each in base.items() if n not in about}
    paid = with_add_ons(edited.lines, edited.facts, kept)
    paid = {n: each for n, each in paid.items() if n not in about}
    lost = with_add_ons(
        edited.lines, edited.facts, {**kept, **dict.fromkeys(about, finding)}
    )
    mates = companions(before.claim, before.facts, about | (paid.keys() ^ lost.keys()))
    return _total(edited, paid, mates) - _total(edited, lost, mates)


def _total(
    edited: Edited, denied: Mapping[int, Finding], lines: Sequence[Line]
) -> Decimal:
    """What some lines come to when these are denied; priced anew only where needed."""
    before, after = edited.unedited, edited.priced
    assert before is not None and after is not None  # noqa: S101, PT018 - the caller asked
    if denied.keys() == edited.denied.keys():
        return _sum(after, lines)
    if not denied:
        return _sum(before, lines)
    return _sum(price_again(before, steps_of(denied), lines), lines)


def _sum(priced: Priced, lines: Iterable[Line]) -> Decimal:
    unpriced = {each.line for each in priced.claim.unpriced}
    amounts = [
        priced.claim.amount(line) for line in lines if line.number not in unpriced
    ]
    return sum((each for each in amounts if each is not None), ZERO)
