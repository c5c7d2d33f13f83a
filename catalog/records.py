"""The rows of the catalog, as frozen values.

A record's fields, in order, are its table's columns and its snapshot's columns.
``None`` means that the file leaves the cell blank; it is never read as zero.
Amounts are US dollars. Periods include both of their ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

FOREVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One published table and the period it holds for."""

    id: str  # short and stable, such as "rvu25a"; what a step cites
    dataset: str  # such as "physician_fees"; see catalog/datasets.py
    name: str  # CMS's own, such as "RVU25A" or "2026Q3"
    title: str
    effective_from: date
    effective_to: date
    file: str  # "archive.zip/member" where it came in one
    sha256: str  # of the file as handed over: the archive, where there is one
    url: str  # CMS's page that offers it
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhysicianFee:
    """One row of the physician fee schedule's relative value file (PPRRVU)."""

    code: str
    modifier: str  # "", "26", "TC" or "53"
    status: str  # A to X
    not_paid_flag: str  # "+": the RVUs are for information only
    work: Decimal
    pe_nonfacility: Decimal
    na_nonfacility: bool  # rarely or never done there; the figure repeats the other
    pe_facility: Decimal
    na_facility: bool
    mp: Decimal
    total_nonfacility: Decimal
    total_facility: Decimal
    pctc: str
    global_days: str
    preoperative: Decimal  # share of the fee, such as 0.10
    intraoperative: Decimal
    postoperative: Decimal
    multiple_procedure: str
    bilateral: str
    assistant: str
    cosurgeon: str
    team: str
    pricing_indicator: str  # from 2026; "" before
    endoscopic_base: str
    conversion_factor: Decimal
    supervision: str
    calculation_flag: str
    imaging_family: str
    opps_pe_nonfacility: Decimal
    opps_pe_facility: Decimal
    opps_mp: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """CMS's short text for a code: only in catalogs their owner imported into.

    The text of CPT codes belongs to the AMA, so no snapshot carries this record.
    """

    code: str  # "" for a modifier of its own
    modifier: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gpci:
    """A locality's geographic practice cost indices."""

    mac: str
    locality: str
    state: str  # "" where the file does not say
    name: str
    work: Decimal  # with the 1.0 floor
    pe: Decimal
    mp: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AnesthesiaFactor:
    """A locality's anesthesia conversion factor, dollars per unit."""

    mac: str
    locality: str
    name: str
    factor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AnesthesiaBase:
    """The base units of one anesthesia code."""

    code: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalityCounties:
    """Which counties a payment locality covers."""

    mac: str
    locality: str
    state: str  # spelled out
    area: str
    counties: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipLocality:
    """The carrier and payment locality of a five-digit ZIP code."""

    zip_code: str
    state: str
    carrier: str
    locality: str
    rural: str  # "", "R" rural, "B" super rural
    crosses: bool  # the ZIP+4 is needed: parts of it lie in another locality


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPair:
    """An NCCI procedure-to-procedure edit: column 1 is paid, column 2 denied."""

    column1: str
    column2: str
    modifier_indicator: str  # "0" never bypassed, "1" may be, "9" no edit
    effective_from: date | None  # None: the file does not say
    deleted_on: date | None  # last day in force; None: still in force
    rationale: str  # "" where the file does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLimit:
    """The most units of one code Medicare accepts (a Medically Unlikely Edit)."""

    code: str
    units: int
    adjudication: str  # "1" per line, "2" per day absolute, "3" per day clinical
    rationale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOnEdit:
    """An add-on code and one primary code it may accompany."""

    kind: str  # "1" listed primaries, "2" contractor defined, "3" some of both
    add_on: str
    add_on_deleted: date | None
    primary_code: str  # "CCCCC": the contractor decides
    primary_deleted: date | None
    effective_from: date
    deleted_on: date | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HcpcsCode:
    """One HCPCS Level II code's figures."""

    code: str
    pricing: str
    coverage: str
    betos: str
    added_on: date
    effective_from: date
    ended_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HcpcsModifier:
    """One HCPCS Level II modifier."""

    modifier: str
    added_on: date
    effective_from: date
    ended_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabFee:
    """A clinical laboratory fee schedule amount."""

    code: str
    modifier: str
    effective_from: date
    indicator: str  # "N" national, "L" the contractor's
    rate: Decimal | None  # None: contractor-priced, printed as 0.00


@dataclass(frozen=True, slots=True, kw_only=True)
class DrugLimit:
    """The Part B payment limit of one billing unit of a drug."""

    code: str
    dosage: str  # what one billing unit is, such as "1 MG"
    payment_limit: Decimal | None  # None: the note says how it is priced
    coinsurance: Decimal | None  # percent
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """Where CMS's Restructured BETOS puts a code, for a period."""

    code: str
    procedure: str
    category: str
    subcategory: str
    family: str
    added_on: date
    ended_on: date
    effective_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOfService:
    """A place-of-service code and the rate it is paid at."""

    code: str
    rate: str  # "facility", "nonfacility" or "unassigned"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OppsCap:
    """A published capped amount: read to verify ours, not kept."""

    code: str
    modifier: str
    status: str
    carrier: str
    locality: str
    facility: Decimal
    nonfacility: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentAmount:
    """A published payment amount: read to verify ours, not kept."""

    year: int
    carrier: str
    locality: str
    code: str
    modifier: str
    nonfacility: Decimal
    facility: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTitle:
    """What a code means, in this project's own words."""

    code: str
    title: str
    synonyms: str
    description: str
