"""Relative values and payment indicators of the physician fee schedule (PPRRVU).

Each row is a code, or its professional (26), technical (TC) or discontinued (53)
part. The facility or non-facility column flagged NA repeats the other one and is
no price. The text of a CPT code belongs to the AMA: it comes out as a record of its
own, which snapshots leave behind.

Layouts: comma separated, 31 columns to 2025 and 32 from 2026, the heading spread
over five rows; fixed width, seven HDR lines first, positions as in CMS's RVU25D
record layout with the last field corrected to 167-171. Seen in RVU24A to RVU26C.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from catalog.cells import Row, fixed_rows, rows
from catalog.editions import (
    MONTHS,
    Edition,
    Head,
    quarter,
    rvu_name,
)
from catalog.errors import BadCell, BadRow, DamagedFile, EditionUnknown
from catalog.policy import conversion_factor_named, periods
from catalog.published import Table
from catalog.readers.layout import Layout, Record
from catalog.records import Descriptor, PhysicianFee

HEADING_ROWS = 5
CODE, MODIFIER, TEXT, STATUS = "HCPCS", "MOD", "DESCRIPTION", "STATUS CODE"
NOT_USED = "NOT USED FOR MEDICARE PAYMENT"
WORK, MP = "WORK RVU", "MP RVU"
PE_NONFACILITY, NA_NONFACILITY = "NON-FAC PE RVU", "NON-FAC NA INDICATOR"
PE_FACILITY, NA_FACILITY = "FACILITY PE RVU", "FACILITY NA INDICATOR"
TOTAL_NONFACILITY, TOTAL_FACILITY = "NON-FACILITY TOTAL", "FACILITY TOTAL"
PRICING = "PRIC IND"  # from 2026
FACTOR = "CONV FACTOR"
SUPERVISION = "PHYSICIAN SUPERVISION OF DIAGNOSTIC PROCEDURES"
IMAGING_FAMILY = "DIAGNOSTIC IMAGING FAMILY INDICATOR"
OPPS_NONFACILITY = "NON-FACILITY PE USED FOR OPPS PAYMENT AMOUNT"
OPPS_FACILITY = "FACILITY PE USED FOR OPPS PAYMENT AMOUNT"
OPPS_MP = "MP USED FOR OPPS PAYMENT AMOUNT"

POSITIONS = {
    CODE: (1, 5),
    MODIFIER: (6, 7),
    TEXT: (8, 57),
    STATUS: (58, 58),
    NOT_USED: (59, 59),
    WORK: (60, 65),
    PE_NONFACILITY: (67, 72),
    NA_NONFACILITY: (73, 74),
    PE_FACILITY: (76, 81),
    NA_FACILITY: (82, 83),
    MP: (85, 89),
    TOTAL_NONFACILITY: (91, 96),
    TOTAL_FACILITY: (97, 102),
    "PCTC IND": (103, 103),
    "GLOB DAYS": (104, 106),
    "PRE OP": (107, 109),
    "INTRA OP": (110, 112),
    "POST OP": (113, 115),
    "MULT PROC": (116, 116),
    "BILAT SURG": (117, 117),
    "ASST SURG": (118, 118),
    "CO- SURG": (119, 119),
    "TEAM SURG": (120, 120),
    PRICING: (121, 121),
    "ENDO BASE": (128, 132),
    FACTOR: (133, 140),
    SUPERVISION: (142, 143),
    "CALCULATION FLAG": (144, 144),
    IMAGING_FAMILY: (146, 147),
    OPPS_NONFACILITY: (152, 157),
    OPPS_FACILITY: (159, 164),
    OPPS_MP: (167, 171),
}
COLUMNS = tuple(name for name in POSITIONS if name != PRICING)
STATUSES = tuple("ABCDEFGHIJMNPQRTX")
MODIFIERS = ("", "26", "TC", "53")


def read_table(table: Table) -> Iterator[Record]:
    """Yield each row's figures, and its text where there is one.

    Raises:
        LayoutChanged: the heading does not name every column.
        BadRow: a row does not fit the heading, its RVUs do not add up, or the file
            holds two conversion factors.
        BadCell: a cell is not of its column's type.
    """
    yield from _records(rows(table, COLUMNS, stacked=HEADING_ROWS), table.name)


def read_lines(table: Table) -> Iterator[Record]:
    """The same, from the fixed-width file."""
    yield from _records(fixed_rows(table, POSITIONS, skip="HDR"), table.name)


def _records(found: Iterator[Row], file: str) -> Iterator[Record]:
    factor: Decimal | None = None
    for row in found:
        fee = _fee(row)
        factor = factor or fee.conversion_factor
        if fee.conversion_factor != factor:
            raise BadRow(
                file,
                row.line,
                f"conversion factor {fee.conversion_factor}, but the "
                f"rows above have {factor}. A file holds one.",
            )
        yield fee
        if text := row.text(TEXT):
            yield Descriptor(code=fee.code, modifier=fee.modifier, text=text)


def _fee(row: Row) -> PhysicianFee:
    fee = PhysicianFee(
        code=row.code(CODE),
        modifier=row.one_of(MODIFIER, MODIFIERS),
        status=row.one_of(STATUS, STATUSES),
        not_paid_flag=row.one_of(NOT_USED, ("", "+")),
        work=row.decimal(WORK),
        pe_nonfacility=row.decimal(PE_NONFACILITY),
        na_nonfacility=_not_applicable(row, NA_NONFACILITY),
        pe_facility=row.decimal(PE_FACILITY),
        na_facility=_not_applicable(row, NA_FACILITY),
        mp=row.decimal(MP),
        total_nonfacility=row.decimal(TOTAL_NONFACILITY),
        total_facility=row.decimal(TOTAL_FACILITY),
        pctc=row.text("PCTC IND"),
        global_days=row.text("GLOB DAYS"),
        preoperative=_share(row, "PRE OP"),
        intraoperative=_share(row, "INTRA OP"),
        postoperative=_share(row, "POST OP"),
        multiple_procedure=row.text("MULT PROC"),
        bilateral=row.text("BILAT SURG"),
        assistant=row.text("ASST SURG"),
        cosurgeon=row.text("CO- SURG"),
        team=row.text("TEAM SURG"),
        pricing_indicator=row.text(PRICING) if PRICING in row.cells else "",
        endoscopic_base=row.text("ENDO BASE"),
        conversion_factor=_factor(row),
        supervision=row.text(SUPERVISION),
        calculation_flag=row.text("CALCULATION FLAG"),
        imaging_family=row.text(IMAGING_FAMILY),
        opps_pe_nonfacility=row.decimal(OPPS_NONFACILITY),
        opps_pe_facility=row.decimal(OPPS_FACILITY),
        opps_mp=row.decimal(OPPS_MP),
    )
    _adds_up(row, fee)
    return fee


def _adds_up(row: Row, fee: PhysicianFee) -> None:
    for pe, total, column in (
        (fee.pe_nonfacility, fee.total_nonfacility, TOTAL_NONFACILITY),
        (fee.pe_facility, fee.total_facility, TOTAL_FACILITY),
    ):
        if fee.work + pe + fee.mp != total:
            raise BadRow(
                row.file,
                row.line,
                f"{fee.code}: {column!r} is {total}, but work {fee.work} + practice "
                f"expense {pe} + malpractice {fee.mp} is {fee.work + pe + fee.mp}.",
            )


def _not_applicable(row: Row, column: str) -> bool:
    return row.one_of(column, ("", "NA")) == "NA"


def _share(row: Row, column: str) -> Decimal:
    share = row.hundredths(column)
    if share > 1:
        raise row.bad_cell(column, "a share of the fee, such as 0.10")
    return share


def _factor(row: Row) -> Decimal:
    factor = row.decimal(FACTOR)
    if factor <= 0:
        raise BadCell(row.file, row.line, FACTOR, str(factor), "a factor above zero")
    return factor


def _title(head: Head) -> tuple[int, int] | None:
    """Year and quarter from "2025 National ... File October Release"."""
    found = head.find(r"(20\d\d) .*Relative Value File (\w{3})\w* Release")
    if found and found[2].upper() in MONTHS:
        return int(found[1]), MONTHS.index(found[2].upper()) + 1
    return None


def _name(head: Head) -> tuple[int, int] | None:
    """Year and quarter from a name such as PPRRVU2025_Oct.txt."""
    named = Head(name="", rows=[[head.name.replace("_", " ")]], lines=())
    found = named.find(r"PPRRVU(?:20)?(\d\d) (JAN|APR|JUL|OCT)")
    if not found:
        return None
    return 2000 + int(found[1]), MONTHS.index(found[2].upper()) + 1


def _edition(head: Head) -> Edition:
    """The quarter, cut to the days its conversion factor holds.

    A statute of March 2024 raised the factor on the 9th: RVU24A ends the day before.
    """
    when = head.hints.quarter or _title(head) or _name(head)
    if when is None:
        raise EditionUnknown(
            head.name, "which quarter's release it is", "--quarter, such as 2025Q4"
        )
    found = quarter(*when, name=rvu_name(*when))
    body = _body(head)
    of_year = [
        factor
        for factor in periods("conversion_factor")
        if factor.effective_from.year == when[0]
    ]
    for factor in of_year:
        if factor.text in body:
            return Edition(
                name=found.name,
                effective_from=max(found.effective_from, factor.effective_from),
                effective_to=min(found.effective_to, factor.effective_to),
            )
    if of_year:
        known = ", ".join(factor.text for factor in of_year)
        raise DamagedFile(
            head.name, f"its conversion factor is none of {when[0]}'s: {known}."
        )
    return found


def _body(head: Head) -> str:
    return "\n".join(head.lines or (",".join(row) for row in head.rows))


def _dataset(head: Head) -> str:
    """Files for qualifying APM participants, told by their conversion factor."""
    qualifying = conversion_factor_named("qualifying")
    found = any(factor.text in _body(head) for factor in qualifying)
    return "physician_fees_qualifying" if found else "physician_fees"


LAYOUTS = (
    Layout(
        name="physician fee relative values (PPRRVU, csv)",
        dataset=_dataset,
        recognises=lambda head: head.names_columns(
            "HCPCS", "MOD", "DESCRIPTION", "RVU", "FACTOR"
        ),
        edition=_edition,
        read=read_table,
    ),
    Layout(
        name="physician fee relative values (PPRRVU, txt)",
        dataset=_dataset,
        recognises=lambda head: (
            any(line.startswith("HDR") for line in head.lines)
            and any(len(line) == 171 for line in head.lines)
        ),
        edition=_edition,
        read=read_lines,
    ),
)
