"""Edit a claim: one engine for what is denied and for what is then paid.

Medicare's order: what a line is by itself, its units, pairs, global days, add-ons,
and then the payment rules over what is left. A denied line is one with a step to
nothing, so that the price and the verdict are one computation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from catalog.errors import NotLoaded
from catalog.queries import Catalog
from catalog.records import PlaceOfService
from server.edit_tables import PRACTITIONER, Tables, edit_tables
from server.money import ZERO
from server.places import NATIONAL, Where, on_day
from server.pricing import A_PHYSICIAN, FEES, Priced, Who, price_again, price_lines
from server.rules import EDITS, denials, edit, unanswerable
from server.rules.claim import Line, Step
from server.rules.findings import EditFacts, Finding, Suggestion

OF_THE_CODE = ("status_indicator", "anesthesia")  # rules that no modifier sets off
LOST = "But the line is denied whatever the record shows."
NAMES = frozenset(rule.__name__ for rule in EDITS)


@dataclass(frozen=True, kw_only=True)
class Edited:
    """A claim after its edits."""

    lines: Sequence[Line]
    tables: Tables
    facts: EditFacts
    findings: Sequence[Finding]
    unedited: Priced | None  # as if there were no edits; None: nothing is priced
    unpriceable: Sequence[Line]  # of a date without a fee schedule

    @cached_property
    def denied(self) -> dict[int, Finding]:
        """The finding that denies a line first, by its number."""
        return denials(self.findings)

    @cached_property
    def suggestions(self) -> dict[Suggestion, int]:
        """Every suggestion once, by its number: many findings share one."""
        found = (each for finding in self.findings for each in finding.suggestions)
        return {each: n for n, each in enumerate(dict.fromkeys(found), start=1)}

    @cached_property
    def priced(self) -> Priced | None:
        """What is paid: denied lines have a step to nothing, and rank nowhere."""
        return self.without(self.denied)

    @cached_property
    def refused(self) -> list[tuple[Line, Step]]:
        """Lines that a pricing rule pays nothing for, and its step."""
        if self.priced is None:
            return []
        claim = self.priced.claim
        return [
            (line, last)
            for line in claim.lines
            if (last := claim.last(line)) and not last.paid and last.rule not in NAMES
        ]

    def without(self, denied: Mapping[int, Finding]) -> Priced | None:
        """The claim priced as if these findings denied these lines, and no others.

        A line that is not paid by itself says so, and not which edit it meets too;
        unless what is left of the claim would have it paid (status T).
        """
        if self.unedited is None or not denied:
            return self.unedited
        by_edit = {n: each for n, each in denied.items() if n not in self.facts.refused}
        priced = price_again(self.unedited, steps_of(by_edit))
        paid = {line.number for line in priced.claim.priced}
        if paid & denied.keys():
            return price_again(self.unedited, steps_of(denied))
        return priced

    @cached_property
    def unanswerable(self) -> dict[int, Finding]:
        """What is denied though every edit that can be answered were answered."""
        return unanswerable(self.lines, self.facts, self.findings)


def edit_lines(
    catalog: Catalog,
    lines: Sequence[Line],
    setting: str = PRACTITIONER,
    *,
    place: PlaceOfService | None,
    at: Where = NATIONAL,
    who: Who = A_PHYSICIAN,
    unread: int = 0,
) -> Edited:
    """Run every edit over lines that were read already, and price what is left.

    ``unread`` is how many further lines the claim has that could not be read.

    Lines may have dates of their own; each is edited by its own date's tables. A
    hospital's lines are edited and not priced: another schedule pays them. Nor are
    lines of a year without a fee schedule, or without a list of places.
    """
    unpriceable: list[Line] = []
    unedited = None
    if setting == PRACTITIONER and place is not None:
        unpriceable = [each for each in lines if not _priceable(catalog, each, at)]
        able = [each for each in lines if each not in unpriceable]
        if able:
            unedited = price_lines(catalog, able, place=place, at=at, who=who)
    return edit_priced(catalog, lines, setting, unedited, unpriceable, unread)


def edit_priced(
    catalog: Catalog,
    lines: Sequence[Line],
    setting: str,
    unedited: Priced | None,
    unpriceable: Sequence[Line] = (),
    unread: int = 0,
) -> Edited:
    """Run every edit over lines that were priced already, as far as they could be."""
    tables = edit_tables(catalog, lines, setting)
    not_paid = _not_paid(unedited)
    gone = {line.number for line, _ in tables.gone}
    wrong = {number for number, rule in not_paid.items() if rule not in OF_THE_CODE}
    facts = replace(
        tables.facts,
        refused=frozenset(gone | not_paid.keys()),
        correctable=frozenset(wrong),
        incomplete=unread > 0,
    )
    return Edited(
        lines=lines,
        tables=tables,
        facts=facts,
        findings=_with_hope(lines, facts),
        unedited=unedited,
        unpriceable=unpriceable,
    )


def _with_hope(lines: Sequence[Line], facts: EditFacts) -> list[Finding]:
    """What the edits find, with suggestions only where they would save a line."""
    found = edit(lines, facts)
    if not any(each.suggestions for each in found):
        return found
    lost = facts.refused | unanswerable(lines, facts, found).keys()
    return [
        replace(each, suggestions=(), because=f"{each.because} {LOST}")
        if each.suggestions and lost.issuperset(each.about)
        else each
        for each in found
    ]


@dataclass(frozen=True, kw_only=True)
class Pricing:
    """How a claim is priced, the first time and each further one."""

    catalog: Catalog
    who: Who
    edits: bool  # whether they are applied
    unpriceable: Sequence[Line] = ()  # lines of a year without a fee schedule
    unread: int = 0

    def price(
        self, lines: Sequence[Line], place: PlaceOfService, at: Where
    ) -> tuple[Priced, Edited | None]:
        """The lines priced, and what the edits did to them where they are applied.

        Raises:
            NotLoaded: no fee schedule of a line's year is loaded.
        """
        priced = price_lines(self.catalog, lines, place=place, at=at, who=self.who)
        if not self.edits:
            return priced, None
        every = [*lines, *self.unpriceable]
        edited = edit_priced(
            self.catalog, every, PRACTITIONER, priced, self.unpriceable, self.unread
        )
        return edited.priced or priced, edited

    def again(self, lines: Sequence[Line], place: PlaceOfService, at: Where) -> Priced:
        """The lines priced, as ``price`` does it."""
        return self.price(lines, place, at)[0]


def _priceable(catalog: Catalog, line: Line, at: Where) -> bool:
    try:
        catalog.held(FEES, line.on)
        on_day(catalog, at, line.on)
    except NotLoaded:
        return False
    return True


def _not_paid(priced: Priced | None) -> dict[int, str]:
    """The lines that a pricing rule pays nothing for, and the rule."""
    steps = priced.claim.steps if priced else ()
    return {step.line: step.rule for step in steps if not step.paid}


def steps_of(denied: Mapping[int, Finding]) -> list[Step]:
    """A step to nothing for each denied line, with the finding's reason and table."""
    return [_step(number, denied[number]) for number in sorted(denied)]


def _step(number: int, finding: Finding) -> Step:
    return Step(
        line=number,
        rule=finding.rule,
        amount=ZERO,
        because=finding.because,
        sources=(finding.source,),
        paid=False,
        doubts=finding.doubts,
    )
