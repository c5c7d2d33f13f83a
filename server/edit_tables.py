"""Gather what the edits read, and note every table that was and was not looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from catalog.edit_pairs import pairs_between
from catalog.errors import NotLoaded
from catalog.known_codes import could_list, lists
from catalog.policy import Parameter, parameter
from catalog.queries import Catalog
from catalog.records import PhysicianFee, Release
from server.pricing import FEES
from server.rules.claim import Cited, Doubt, Line, doubts_of
from server.rules.findings import DayFacts, EditFacts

T = TypeVar("T")
PRACTITIONER = "practitioner"
ADD_ON = "ZZZ"  # global days of an add-on
MOST_ANSWERS, MOST_DAYS = 20_000, 2_000  # remembered
LISTS = ("anatomic", "distinct", "visit", "procedure", "other")


@dataclass(kw_only=True)
class Tables:
    """What the edits read of a claim's dates, and what of it could not be read."""

    facts: EditFacts
    gone: list[tuple[Line, str]] = field(default_factory=list)  # codes no table lists
    looked_at: dict[str, Release] = field(default_factory=dict)  # by id
    missing: dict[str, str] = field(default_factory=dict)  # what, and why not
    unread_days: set[date] = field(default_factory=set)  # of which something is missing
    doubts: list[Doubt] = field(default_factory=list)


def edit_tables(catalog: Catalog, lines: Sequence[Line], setting: str) -> Tables:
    """Read, for each date of the lines, the tables in force on it.

    Pairs and unit limits are those of the setting; add-on edits are common to both.
    A hospital is paid by other rules: global days and sides are a practitioner's.
    """
    found = Tables(facts=EditFacts(days={}, hospital=setting != PRACTITIONER))
    by_day: dict[date, list[Line]] = {}
    for line in lines:
        by_day.setdefault(line.on, []).append(line)
    days = {
        on: _day(catalog, list({line.code: None for line in today}), on, setting, found)
        for on, today in sorted(by_day.items())
    }
    for line in lines:
        if not lists(catalog, line.code, line.on):
            _unlisted(catalog, line, found)
    found.facts = EditFacts(days=days, hospital=setting != PRACTITIONER)
    return found


def _day(
    catalog: Catalog, codes: list[str], on: date, setting: str, found: Tables
) -> DayFacts:
    pairs, limits = f"ncci_{setting}", f"mue_{setting}"
    sources: dict[str, Cited] = {}

    def ask(edit: str, dataset: str, question: Callable[[], T]) -> T | None:
        release = _looked_at(catalog, dataset, on, found)
        if release is None:
            return None
        sources[edit] = release
        return question()

    known = _whole_rows(catalog, codes, on)
    rows = (
        ask("global_periods", FEES, lambda: known) if setting == PRACTITIONER else None
    )
    return DayFacts(
        pairs=ask(
            "ncci_edits", pairs, lambda: pairs_between(catalog, codes, pairs, on)
        ),
        limits=ask(
            "unit_limits",
            limits,
            lambda: {code: catalog.unit_limit(code, limits, on) for code in codes},
        ),
        add_ons=ask(
            "add_on_codes",
            "add_on_codes",
            lambda: {code: catalog.add_on_edits(code, on) for code in codes},
        ),
        global_days=None
        if rows is None
        else {code: row.global_days for code, row in rows.items()},
        visits=_visits(known, codes, on),
        evaluations=_listed("evaluations", codes, on),
        new=_listed("new_patient", codes, on),
        established=_listed("established_patient", codes, on),
        bilateral={code: row.bilateral for code, row in (rows or {}).items()},
        modifiers=_modifiers(on),
        sources=sources,
    )


def _looked_at(
    catalog: Catalog, dataset: str, on: date, found: Tables
) -> Release | None:
    """The release that answers, noted as looked at; ``None``, noted as not checked."""
    try:
        held = catalog.held(dataset, on)
    except NotLoaded as error:
        _missing(error, on, found)
        return None
    if held.release.id not in found.looked_at:
        found.looked_at[held.release.id] = held.release
    found.doubts += [each for each in doubts_of(held) if each not in found.doubts]
    return held.release


def _whole_rows(
    catalog: Catalog, codes: list[str], on: date
) -> dict[str, PhysicianFee]:
    """The row that says what each code is; a code of another schedule has none."""
    try:
        fees = catalog.fees(codes, on)
    except NotLoaded:
        return {}
    return {
        code: rows.get("") or next(iter(rows.values())) for code, rows in fees.items()
    }


def _visits(
    rows: dict[str, PhysicianFee], codes: list[str], on: date
) -> frozenset[str]:
    """Evaluation and management; an add-on to a visit is not a visit of its own."""
    return frozenset(
        code
        for code in codes
        if is_visit(code, on)
        and not (code in rows and rows[code].global_days == ADD_ON)
    )


def _listed(name: str, codes: list[str], on: date) -> frozenset[str]:
    return frozenset(code for code in codes if _is(name, code, on))


def is_visit(code: str, on: date) -> bool:
    """Whether a code is a visit by its number."""
    return _is("codes", code, on)


@lru_cache(MOST_ANSWERS)
def _is(name: str, code: str, on: date) -> bool:
    """Whether a list of ``catalog/parameters/visits.toml`` has a code."""
    return parameter("visits", name, on).has_code(code)


@lru_cache(MOST_DAYS)
def _modifiers(on: date) -> Mapping[str, Parameter]:
    found = {name: parameter("ncci_edits", name, on) for name in LISTS}
    # The day the rule began is wanted on any date: it tells the dates before it.
    found["either_line"] = parameter("ncci_edits", "either_line", date.max)
    return MappingProxyType(found)


def _unlisted(catalog: Catalog, line: Line, found: Tables) -> None:
    """A code is gone only where every table that could list it is loaded."""
    try:
        for dataset in could_list(line.code):
            catalog.held(dataset, line.on)
    except NotLoaded as error:
        _missing(error, line.on, found)
    else:
        why = f"No loaded table of {line.on} lists {line.code}."
        found.gone.append((line, why))


def _missing(error: NotLoaded, on: date, found: Tables) -> None:
    found.missing[f"{error.dataset}, {on}"] = str(error)
    found.unread_days.add(on)
