"""Place-of-service codes, and whether Medicare pays the facility rate there.

Layout: comma separated with a header; numbers CMS has not assigned are listed as
such. The file names no release. Seen in a re-save.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from catalog.cells import Row, rows
from catalog.editions import open_ended
from catalog.published import Table
from catalog.readers.layout import Layout, Record, always
from catalog.records import PlaceOfService

CODE, RATE, NAME = "pos_code", "pos_type", "pos_name"
COLUMNS = (CODE, RATE, NAME, "pos_description")
RATES = {
    "Facility": "facility",
    "Non-Facility": "nonfacility",
    "Unassigned": "unassigned",
}
FIRST_DAY = date(2024, 1, 1)  # POS 10 is paid the non-facility rate from this day


def read(table: Table) -> Iterator[Record]:
    """Yield one place per row.

    Raises:
        LayoutChanged: no header row names the columns.
        BadCell: a cell is not of its column's type.
    """
    for row in rows(table, COLUMNS):
        yield PlaceOfService(
            code=row.digits(CODE, 2), rate=_rate(row), name=row.text(NAME)
        )


def _rate(row: Row) -> str:
    return RATES[row.one_of(RATE, tuple(RATES))]


LAYOUTS = (
    Layout(
        name="places of service",
        dataset=always("places_of_service"),
        recognises=lambda head: head.names_columns(*COLUMNS),
        edition=lambda head: open_ended("POS", FIRST_DAY),
        read=read,
        encoding="utf-8",
    ),
)
