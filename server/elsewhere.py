"""Gather what other schedules say of a code: laboratory tests, drugs, anesthesia."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from catalog.errors import NotLoaded
from catalog.policy import in_force
from catalog.queries import Catalog
from catalog.records import DrugLimit, LabFee, PhysicianFee, Release
from server.places import Where
from server.rules.claim import (
    AnesthesiaFacts,
    Cited,
    Doubt,
    Line,
    asked_row,
    doubts_of,
)
from server.rules.status_indicator import ELSEWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What other schedules say of a code that the physician one does not pay."""

    lab: LabFee | None = None
    lab_release: Release | None = None
    drug: DrugLimit | None = None
    drug_release: Release | None = None
    anesthesia: AnesthesiaFacts | None = None
    missing: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def elsewhere(
    catalog: Catalog,
    line: Line,
    rows: dict[str, PhysicianFee],
    at: Where,
    *,
    qualifying: bool,
) -> Elsewhere:
    """Look a line's code up where the row that its modifiers ask for says it is priced.

    A schedule that is not loaded for that date is named in ``missing``.
    """
    row = asked_row(rows, line.modifiers)
    if row is not None and row.status not in ELSEWHERE:
        return Elsewhere()
    if row is not None and row.status == "J":
        return Elsewhere(anesthesia=_anesthesia(catalog, line, at, qualifying))
    missing = []
    for dataset in ("clinical_laboratory", "drug_limits"):
        try:
            held = catalog.held(dataset, line.on)
        except NotLoaded as error:
            missing.append(f"no {error.dataset} of {line.on.year} is loaded")
            continue
        doubts = tuple(doubts_of(held))
        if dataset == "drug_limits":
            drug = catalog.drug_limit(line.code, line.on)
            if drug:
                return Elsewhere(drug=drug, drug_release=held.release, doubts=doubts)
        elif lab := catalog.lab_fee(line.code, line.on):
            return Elsewhere(lab=lab, lab_release=held.release, doubts=doubts)
    return Elsewhere(missing=tuple(missing))


def _anesthesia(
    catalog: Catalog, line: Line, at: Where, qualifying: bool
) -> AnesthesiaFacts | None:
    try:
        base = catalog.anesthesia_base(line.code, line.on)
        base_held = catalog.held("anesthesia_base_units", line.on)
    except NotLoaded:
        return None
    if base is None:
        return None
    factor, source = _anesthesia_factor(catalog, line.on, at, qualifying)
    return AnesthesiaFacts(
        base_units=base.units,
        base_release=base_held.release,
        factor=factor,
        factor_source=source,
    )


def _anesthesia_factor(
    catalog: Catalog, on: date, at: Where, qualifying: bool
) -> tuple[Decimal | None, Cited | None]:
    """The locality's factor; the national one without a locality.

    No file that was read lists localities' factors for qualifying participants.
    """
    if at.gpci is None:
        name = "national_factor_qualifying" if qualifying else "national_factor"
        national = in_force(on).get(f"anesthesia.{name}")
        return (national.decimal, national.source) if national else (None, None)
    if qualifying:
        return None, None
    try:
        held = catalog.held("anesthesia_factors", on)
    except NotLoaded:
        return None, None
    row = catalog.anesthesia_factor(at.gpci.mac, at.gpci.locality, on)
    return (row.factor, held.release) if row else (None, None)
