"""The clinical laboratory fee schedule (CLFS), dollars per test.

A rate of zero is not a price: the contractor sets it (indicator L). The three text
columns are the AMA's for CPT codes, and are not read.

Layout: comma separated below four rows of notices. Seen for 2026Q2.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from catalog.cells import Row, rows
from catalog.editions import quarter_in_name
from catalog.published import Table
from catalog.readers.layout import Layout, Record, always
from catalog.records import LabFee

YEAR, CODE, MODIFIER = "YEAR", "HCPCS", "MOD"
EFFECTIVE, INDICATOR, RATE = "EFF_DATE", "INDICATOR", "RATE"
COLUMNS = (YEAR, CODE, MODIFIER, EFFECTIVE, INDICATOR, RATE)
LOCAL = "L"


def read(table: Table) -> Iterator[Record]:
    """Yield one code and modifier per row.

    Raises:
        LayoutChanged: no header row names the columns.
        BadCell: a cell is not of its column's type.
    """
    for row in rows(table, COLUMNS):
        yield LabFee(
            code=row.code(CODE),
            modifier=row.text(MODIFIER),
            effective_from=row.day(EFFECTIVE),
            indicator=row.one_of(INDICATOR, ("N", LOCAL)),
            rate=_rate(row),
        )


def _rate(row: Row) -> Decimal | None:
    rate = row.hundredths(RATE)
    if rate > 0:
        return rate
    if row.text(INDICATOR) != LOCAL:
        raise row.bad_cell(RATE, "a rate above zero for a national amount")
    return None


LAYOUTS = (
    Layout(
        name="clinical laboratory fees (CLFS)",
        dataset=always("clinical_laboratory"),
        recognises=lambda head: head.names_columns(*COLUMNS),
        edition=quarter_in_name,
        read=read,
    ),
)
