"""The whole record of one code on one date, as far as anything is loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from catalog.errors import NotLoaded
from catalog.holding import Held
from catalog.known_codes import descriptor, is_loaded, unlooked
from catalog.queries import Catalog
from catalog.records import (
    AddOnEdit,
    Category,
    DrugLimit,
    HcpcsCode,
    LabFee,
    PhysicianFee,
    PlainTitle,
    Release,
    UnitLimit,
)
from server.places import OFFICE, OUTPATIENT_HOSPITAL, place_named
from server.pricing import FEES, price_lines
from server.rules.claim import Cited, Doubt, Line, doubts_of

T = TypeVar("T")
SETTINGS = ("practitioner", "outpatient_hospital", "dme_supplier")
PARTS = ("", "26", "TC", "53")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRecord:
    """What is known of one code. What no loaded table covers is in ``not_checked``."""

    code: str
    on: date
    title: PlainTitle
    descriptor: str  # CMS's own, where the catalog's owner imported it
    rows: dict[str, PhysicianFee]
    fees: Held | None
    prices: dict[tuple[str, str], Decimal]  # (part, place): national amount
    why_no_price: list[str]  # for each part and place that has none
    limits: dict[str, UnitLimit]  # by setting
    limits_checked: list[str]
    add_on: list[AddOnEdit]
    category: Category | None
    hcpcs: HcpcsCode | None
    lab: LabFee | None
    drug: DrugLimit | None
    history: list[tuple[Release, PhysicianFee]]
    unlooked: list[str]  # tables that could list it and are not loaded
    not_checked: list[str] = field(default_factory=list)
    sources: list[Cited] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def in_force(self) -> bool | None:
        """Whether a table of that date lists it.

        ``None``: none does, but one that could is not loaded.
        """
        dated = self.hcpcs is not None and (
            self.hcpcs.added_on <= self.on
            and (self.hcpcs.ended_on is None or self.on <= self.hcpcs.ended_on)
        )
        if self.rows or dated or self.lab or self.drug:
            return True
        return None if self.unlooked else False


class _Gathering:
    """Asks tables, and keeps what was asked, what was not loaded, and what is old."""

    def __init__(self, catalog: Catalog, on: date) -> None:
        self.catalog, self.on = catalog, on
        self.sources: list[Cited] = []
        self.doubts: list[Doubt] = []
        self.not_checked: list[str] = []

    def ask(self, dataset: str, question: Callable[[], T]) -> T | None:
        """The answer of a dataset's table of that date; ``None`` without a table."""
        try:
            held = self.catalog.held(dataset, self.on)
        except NotLoaded as error:
            self.not_checked.append(str(error))
            return None
        answer = question()
        if answer:
            self.sources.append(held.release)
        if answer or dataset == FEES:  # that the schedule does not list it rests on it
            self.doubts += doubts_of(held)
        return answer


def code_record(catalog: Catalog, code: str, on: date) -> CodeRecord:
    """Everything the loaded tables say of a code on a date."""
    asked = _Gathering(catalog, on)
    rows = asked.ask(FEES, lambda: catalog.fees([code], on).get(code)) or {}
    prices, reasons = _prices(catalog, code, rows, on) if rows else ({}, [])
    limits = {
        setting: limit
        for setting in SETTINGS
        if (limit := asked.ask(f"mue_{setting}", _limit(catalog, code, setting, on)))
    }
    nothing = PlainTitle(code=code, title="", synonyms="", description="")
    return CodeRecord(
        code=code,
        on=on,
        title=catalog.title(code) or nothing,
        descriptor=descriptor(catalog, code),
        rows=rows,
        fees=catalog.held(FEES, on) if rows else None,
        prices=prices,
        why_no_price=reasons,
        limits=limits,
        limits_checked=[s for s in SETTINGS if is_loaded(catalog, f"mue_{s}", on)],
        add_on=asked.ask("add_on_codes", lambda: catalog.add_on_edits(code, on)) or [],
        category=asked.ask("categories", lambda: catalog.category(code, on)),
        hcpcs=asked.ask("hcpcs", lambda: catalog.hcpcs_code(code, on)),
        lab=asked.ask("clinical_laboratory", lambda: catalog.lab_fee(code, on)),
        drug=asked.ask("drug_limits", lambda: catalog.drug_limit(code, on)),
        history=catalog.fee_history(code),
        unlooked=unlooked(catalog, code, on),
        not_checked=asked.not_checked,
        sources=asked.sources,
        doubts=asked.doubts,
    )


def _limit(
    catalog: Catalog, code: str, setting: str, on: date
) -> Callable[[], UnitLimit | None]:
    return lambda: catalog.unit_limit(code, f"mue_{setting}", on)


def _prices(
    catalog: Catalog, code: str, rows: dict[str, PhysicianFee], on: date
) -> tuple[dict[tuple[str, str], Decimal], list[str]]:
    """National amounts by the same rules that price a claim, and why some are not."""
    prices: dict[tuple[str, str], Decimal] = {}
    reasons: dict[str, None] = {}
    for place in (OFFICE, OUTPATIENT_HOSPITAL):
        at = place_named(catalog, place, on)
        for part in (part for part in PARTS if part in rows):
            line = Line(number=1, code=code, modifiers=(part,) if part else (), on=on)
            # A claim of its own: parts on one claim would be several procedures.
            claim = price_lines(catalog, [line], place=at).claim
            if claim.priced:
                prices[part, place] = claim.standing(line)
            refused = [step.because for step in claim.steps if not step.paid]
            unpriced = [each.because for each in claim.unpriced]
            reasons |= dict.fromkeys([*refused, *unpriced])
    return prices, list(reasons)
