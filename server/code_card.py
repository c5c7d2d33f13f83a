"""One code's record, as callers read it."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from catalog.meanings import meaning
from catalog.records import PhysicianFee, Release, UnitLimit
from server.code_record import PARTS, CodeRecord
from server.money import Figure, Usd
from server.places import OFFICE, OUTPATIENT_HOSPITAL
from server.standing import Standing

INDICATORS = (
    "pctc",
    "global_days",
    "multiple_procedure",
    "bilateral",
    "assistant",
    "cosurgeon",
    "team",
)
NAMES = {
    "status": "status",
    "pctc": "PC/TC",
    "global_days": "global days",
    "multiple_procedure": "multiple procedures",
    "bilateral": "both sides",
    "assistant": "assistant at surgery",
    "cosurgeon": "two surgeons",
    "team": "team of surgeons",
}


class Indicator(BaseModel):
    """One payment indicator."""

    name: str
    value: str
    meaning: str | None


class Part(BaseModel):
    """The whole service, or its 26, TC or 53 part: relative values and prices."""

    modifier: str = Field(description='"" for the whole.')
    work: Figure
    pe_nonfacility: Figure
    pe_facility: Figure
    mp: Figure
    total_nonfacility: Figure
    total_facility: Figure
    national_nonfacility: Usd | None = Field(description="null: no price there.")
    national_facility: Usd | None = Field(description="null: no price there.")


class UnitLimitOut(BaseModel):
    """The most units Medicare accepts, in one setting."""

    setting: str
    units: int
    mai: str
    meaning: str | None
    rationale: str


class AddOnOut(BaseModel):
    """What an add-on code needs beside it."""

    kind: str
    meaning: str | None
    primaries: list[str]


class InRelease(BaseModel):
    """A fee schedule release that lists the code."""

    release: str
    effective_from: date
    effective_to: date
    status: str
    total_nonfacility: Figure
    total_facility: Figure


class Code(BaseModel):
    """Everything the loaded tables say of one code on one date."""

    code: str
    title: str | None = Field(description="In our own words; null: none written yet.")
    description: str | None
    synonyms: list[str]
    cms_descriptor: str | None = Field(description="Only where its owner imported it.")
    in_force: bool | None = Field(
        description="null: not checked, a table that could list it is not loaded."
    )
    standing: str = Field(description="In force, or gone: since when, and what now.")
    successors: list[str] = Field(description="Newer codes of its section.")
    status: Indicator | None
    indicators: list[Indicator]
    parts: list[Part]
    conversion_factor: Figure | None
    why_no_price: list[str]
    units: list[UnitLimitOut]
    units_note: str | None
    add_on: AddOnOut | None
    category: str | None
    endoscopic_base: str | None
    lab_fee: Usd | None
    drug_limit: str | None
    hcpcs_added_on: date | None
    releases: list[InRelease]
    not_checked: list[str]


def code_card(record: CodeRecord, stands: Standing) -> Code:
    """What callers read of a code's record."""
    whole = record.rows.get("") or next(iter(record.rows.values()), None)
    title = record.title
    return Code(
        code=record.code,
        title=title.title or None,
        description=title.description or None,
        synonyms=[each for each in title.synonyms.split("; ") if each],
        cms_descriptor=record.descriptor or None,
        in_force=record.in_force,
        standing=stands.sentence,
        successors=list(stands.successors),
        status=_indicator("status", whole) if whole else None,
        indicators=[_indicator(name, whole) for name in INDICATORS] if whole else [],
        parts=[_part(record, part) for part in PARTS if _has_rvus(record, part)],
        conversion_factor=whole.conversion_factor if whole else None,
        why_no_price=record.why_no_price,
        units=[_limit(setting, limit) for setting, limit in record.limits.items()],
        units_note=_units_note(record),
        add_on=_add_on(record),
        category=_category(record),
        endoscopic_base=(whole.endoscopic_base if whole else None) or None,
        lab_fee=record.lab.rate if record.lab else None,
        drug_limit=_drug_limit(record),
        hcpcs_added_on=record.hcpcs.added_on if record.hcpcs else None,
        releases=[_in_release(*each) for each in record.history],
        not_checked=record.not_checked,
    )


def _indicator(name: str, row: PhysicianFee) -> Indicator:
    value = str(getattr(row, name))
    return Indicator(name=NAMES[name], value=value, meaning=meaning(name, value))


def _has_rvus(record: CodeRecord, part: str) -> bool:
    """A row of zeros is how CMS prints that there are none: it is left out."""
    row = record.rows.get(part)
    return row is not None and (row.total_nonfacility > 0 or row.total_facility > 0)


def _part(record: CodeRecord, part: str) -> Part:
    row = record.rows[part]
    return Part(
        modifier=part,
        work=row.work,
        pe_nonfacility=row.pe_nonfacility,
        pe_facility=row.pe_facility,
        mp=row.mp,
        total_nonfacility=row.total_nonfacility,
        total_facility=row.total_facility,
        national_nonfacility=record.prices.get((part, OFFICE)),
        national_facility=record.prices.get((part, OUTPATIENT_HOSPITAL)),
    )


def _limit(setting: str, limit: UnitLimit) -> UnitLimitOut:
    return UnitLimitOut(
        setting=setting,
        units=limit.units,
        mai=limit.adjudication,
        meaning=meaning("adjudication", limit.adjudication),
        rationale=limit.rationale,
    )


def _units_note(record: CodeRecord) -> str | None:
    """What a setting without a limit means: never that there is none."""
    without = [
        each
        for each in record.limits_checked
        if each not in record.limits and each != "dme_supplier"
    ]
    if not record.limits_checked:
        return "Not checked: no unit limits of that date are loaded."
    if not without:
        return None
    settings = ", ".join(without).replace("_", " ")
    return f"CMS publishes no limit for {settings}: unknown, not unlimited."


def _add_on(record: CodeRecord) -> AddOnOut | None:
    if not record.add_on:
        return None
    kind = record.add_on[0].kind
    return AddOnOut(
        kind=kind,
        meaning=meaning("add_on_kind", kind),
        primaries=list(dict.fromkeys(edit.primary_code for edit in record.add_on)),
    )


def _category(record: CodeRecord) -> str | None:
    found = record.category
    if found is None:
        return None
    return " > ".join(filter(None, (found.category, found.subcategory, found.family)))


def _drug_limit(record: CodeRecord) -> str | None:
    if record.drug is None:
        return None
    if record.drug.payment_limit is None:
        return record.drug.note
    return f"${record.drug.payment_limit} per {record.drug.dosage}"


def _in_release(release: Release, row: PhysicianFee) -> InRelease:
    return InRelease(
        release=release.name,
        effective_from=release.effective_from,
        effective_to=release.effective_to,
        status=row.status,
        total_nonfacility=row.total_nonfacility,
        total_facility=row.total_facility,
    )
