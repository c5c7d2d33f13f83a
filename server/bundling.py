"""Gather what the edits need, run them, and say what was looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from catalog.errors import NotLoaded
from catalog.known_codes import could_list, lists
from catalog.policy import Parameter, parameter
from catalog.queries import Catalog
from catalog.records import EditPair
from server.places import (
    NATIONAL,
    OFFICE,
    OUTPATIENT_HOSPITAL,
    Where,
    place_named,
)
from server.pricing import FEES, price_lines
from server.rules import edit
from server.rules.claim import Cited, Claim, Doubt, Line, Step, doubts_of
from server.rules.findings import EditFacts, Finding
from server.rules.parts import parts_beside_whole

T = TypeVar("T")
F = TypeVar("F")
PRACTITIONER = "practitioner"
REACHING = ("010", "090")  # global days that reach other dates
ADD_ON = "ZZZ"  # global days of an add-on
LISTS = ("anatomic", "distinct", "visit", "procedure", "other")


@dataclass(kw_only=True)
class Checked:
    """What the edits found, and every table that was and was not looked at."""

    lines: Sequence[Line]
    findings: list[Finding] = field(default_factory=list)
    partners: list[EditPair] | None = None  # of a single code
    amounts: dict[int, Decimal] = field(default_factory=dict)  # at risk, by line
    not_paid: list[tuple[Line, Step]] = field(default_factory=list)  # by pricing rules
    gone: list[tuple[Line, str]] = field(default_factory=list)
    looked_at: list[tuple[str, str]] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    sources: dict[str, Cited] = field(default_factory=dict)

    def of(self, kind: type[F]) -> list[F]:
        """The findings of one kind."""
        return [each for each in self.findings if isinstance(each, kind)]


def check_lines(
    catalog: Catalog,
    lines: Sequence[Line],
    setting: str,
    *,
    place: str = OFFICE,
    at: Where = NATIONAL,
) -> Checked:
    """Run every edit over lines that were read already.

    Lines may have dates of their own; each date is checked against its own tables.
    Amounts at risk are those of the lines priced together at one place.
    """
    found = Checked(lines=lines)
    for on in sorted({line.on for line in lines}):
        today = [line for line in lines if line.on == on]
        _check_day(catalog, today, on, setting, found)
    _between_dates(catalog, lines, found)
    _duplicates(lines, found)
    if setting == PRACTITIONER:  # a hospital is paid by another schedule
        _amounts(catalog, found, place, at)
    return found


def _between_dates(catalog: Catalog, lines: Sequence[Line], found: Checked) -> None:
    """A procedure's global period reaches other days, which no rule looks at yet."""
    for line in lines:
        others = [other for other in lines if other.on != line.on]
        days = _global_days(catalog, [line.code], line.on) if others else {}
        if days.get(line.code) in REACHING:
            found.missing[f"global period of {line.code}"] = (
                f"Not checked: the lines of other days against the {days[line.code]} "
                f"global days of {line.code}. Visits within them are part of it."
            )


def _duplicates(lines: Sequence[Line], found: Checked) -> None:
    """The same code twice on one day, or whole and in part: no rule looks at it yet."""
    for line, whole in parts_beside_whole(lines):
        found.missing[f"{line.code} whole and in part"] = (
            f"Not checked: {line.code} stands whole on line {whole.number} and in part "
            f"on line {line.number}. The whole has the part in it, and is paid once."
        )
    counted = Counter((line.code, line.on, line.modifiers) for line in lines)
    for (code, on, _), times in counted.items():
        if times > 1:
            found.missing[f"duplicate lines of {code}"] = (
                f"Not checked: {code} stands on {times} lines of {on}. Without 76, 77, "
                "91 or another side, Medicare takes the second for a duplicate."
            )


def _check_day(
    catalog: Catalog, lines: list[Line], on: date, setting: str, found: Checked
) -> None:
    facts = _facts(catalog, lines, on, setting, found)
    findings = edit(lines, facts)
    found.findings += findings
    for each in findings:
        found.doubts += getattr(each, "doubts", ())
    for line in lines:
        if not lists(catalog, line.code, on):
            _unlisted(catalog, line, found)


def _unlisted(catalog: Catalog, line: Line, found: Checked) -> None:
    """A code is gone only where every table that could list it is loaded."""
    try:
        for dataset in could_list(line.code):
            catalog.held(dataset, line.on)
    except NotLoaded as error:
        found.missing[f"{error.dataset}, {line.on}"] = str(error)
    else:
        why = f"No loaded table of {line.on} lists {line.code}."
        found.gone.append((line, why))


def _facts(
    catalog: Catalog, lines: list[Line], on: date, setting: str, found: Checked
) -> EditFacts:
    codes = list(dict.fromkeys(line.code for line in lines))
    pairs, limits = f"ncci_{setting}", f"mue_{setting}"

    def ask(dataset: str, question: Callable[[], T]) -> T | None:
        return _ask(catalog, dataset, on, question, found)

    if len(found.lines) == 1:
        found.partners = ask(pairs, lambda: catalog.pairs_of(codes[0], pairs, on))
    return EditFacts(
        pairs=ask(pairs, lambda: catalog.pairs_between(codes, pairs, on)),
        limits=ask(
            limits, lambda: {c: catalog.unit_limit(c, limits, on) for c in codes}
        ),
        add_ons=ask(
            "add_on_codes", lambda: {c: catalog.add_on_edits(c, on) for c in codes}
        ),
        # A hospital is paid by other rules: global days are a practitioner's.
        global_days=ask(FEES, lambda: _global_days(catalog, codes, on))
        if setting == PRACTITIONER
        else None,
        visits=_visits(catalog, codes, on),
        modifiers=_modifiers(on),
    )


def _ask(
    catalog: Catalog,
    dataset: str,
    on: date,
    question: Callable[[], T],
    found: Checked,
) -> T | None:
    """The answer of a table, noted as looked at; ``None``, noted as not checked."""
    try:
        held = catalog.held(dataset, on)
    except NotLoaded as error:
        found.missing[f"{error.dataset}, {on}"] = str(error)
        return None
    entry = (held.release.title, held.release.name)
    if entry not in found.looked_at:
        found.looked_at.append(entry)
        found.doubts += doubts_of(held)
        found.sources[held.release.id] = held.release
    return question()


def _global_days(catalog: Catalog, codes: list[str], on: date) -> dict[str, str]:
    try:
        fees = catalog.fees(codes, on)
    except NotLoaded:
        return {}
    return {code: next(iter(rows.values())).global_days for code, rows in fees.items()}


def _visits(catalog: Catalog, codes: list[str], on: date) -> frozenset[str]:
    """Evaluation and management; an add-on to a visit is not a visit of its own."""
    days = _global_days(catalog, codes, on)
    return frozenset(
        code for code in codes if days.get(code) != ADD_ON and is_visit(code, on)
    )


def is_visit(code: str, on: date) -> bool:
    """Whether a code is a visit by its number."""
    return parameter("visits", "codes", on).has_code(code)


def _modifiers(on: date) -> dict[str, Parameter]:
    found = {name: parameter("ncci_edits", name, on) for name in LISTS}
    # The day the rule began is wanted on any date: it tells the dates before it.
    found["either_line"] = parameter("ncci_edits", "either_line", date.max)
    return found


def _amounts(catalog: Catalog, found: Checked, place: str, at: Where) -> None:
    """What each line would be allowed among the others, so that an edit has its amount.

    A line without a price at the place takes that of the other kind of place. What the
    pricing rules do not pay at the place itself is found here too: estimate and check
    cannot disagree.
    """
    for on in {line.on for line in found.lines}:
        today = [line for line in found.lines if line.on == on]
        for code in dict.fromkeys((place, OFFICE, OUTPATIENT_HOSPITAL)):
            try:
                named = place_named(catalog, code, on)
                claim = price_lines(catalog, today, place=named, at=at).claim
            except NotLoaded:
                continue
            if code == place:
                found.not_paid += _not_paid(claim)
            for line in claim.lines:
                amount = claim.amount(line)
                if amount is not None:
                    found.amounts.setdefault(line.number, amount)
            if all(line.number in found.amounts for line in today):
                break


def _not_paid(claim: Claim) -> list[tuple[Line, Step]]:
    """Lines whose status or modifiers say that Medicare pays nothing, and the step."""
    return [
        (line, last)
        for line in claim.lines
        if (last := claim.last(line)) and not last.paid
    ]
