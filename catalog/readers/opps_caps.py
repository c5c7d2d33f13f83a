"""OPPSCAP: imaging amounts capped at the hospital outpatient rate, by locality.

It lists active codes only where the cap is below the fee, and contractor-priced
codes with their ceiling. The figures follow from the fee schedule's own columns, so
the catalog keeps none of it: the file is read to verify that ours agree.

Layouts: comma separated with a heading; fixed width without one. Seen in RVU24A to
RVU25D.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from catalog.cells import Row, fixed_rows, rows
from catalog.editions import LETTERS, MONTHS, Edition, Head, open_ended
from catalog.published import Table
from catalog.readers.layout import Layout, Record, always
from catalog.records import OppsCap

CODE, MODIFIER, STATUS = "HCPCS", "MOD", "PROCSTAT"
CARRIER, LOCALITY = "CARRIER", "LOCALITY"
FACILITY, NONFACILITY = "FACILITY PRICE", "NON-FACILTY PRICE"  # CMS's spelling
COLUMNS = (CODE, MODIFIER, STATUS, CARRIER, LOCALITY, FACILITY, NONFACILITY)
POSITIONS = {
    CODE: (1, 5),
    MODIFIER: (6, 7),
    STATUS: (9, 9),
    CARRIER: (11, 15),
    LOCALITY: (18, 19),
    FACILITY: (20, 28),
    NONFACILITY: (29, 38),
}
LINE = re.compile(r"[0-9A-Z]{5}(TC|26|  ) [A-Z] \d{5}  \d\d +[\d.]+ +[\d.]+ *")


def read_table(table: Table) -> Iterator[Record]:
    """Yield one code, modifier and locality per row.

    Raises:
        LayoutChanged: no header row names the columns.
        BadCell: a cell is not of its column's type.
    """
    yield from map(_cap, rows(table, COLUMNS))


def read_lines(table: Table) -> Iterator[Record]:
    """The same, from the fixed-width file."""
    yield from map(_cap, fixed_rows(table, POSITIONS))


def _cap(row: Row) -> OppsCap:
    return OppsCap(
        code=row.code(CODE),
        modifier=row.one_of(MODIFIER, ("", "TC", "26")),
        status=row.text(STATUS),
        carrier=row.digits(CARRIER, 5),
        locality=row.digits(LOCALITY, 2),
        facility=row.decimal(FACILITY),
        nonfacility=row.decimal(NONFACILITY),
    )


def _edition(head: Head) -> Edition:
    """The file names its month; its year, only through its archive's other members.

    A year that nothing tells stands as "??" in the release's name: whoever verifies
    compares with every loaded release of that month.
    """
    month = re.search(r"OPPSCAP_(JAN|APR|JUL|OCT)", head.name, re.IGNORECASE)
    names = " ".join((head.name, *head.siblings))
    year = re.search(r"(?:PPRRVU|RVU|GPCI)(?:20)?(\d\d)", names, re.IGNORECASE)
    letter = LETTERS[MONTHS.index(month[1].upper())] if month else "?"
    return open_ended(f"RVU{year[1] if year else '??'}{letter}", date.min)


LAYOUTS = (
    Layout(
        name="OPPS caps (OPPSCAP, csv)",
        dataset=always("opps_caps"),
        recognises=lambda head: head.names_columns(*COLUMNS),
        edition=_edition,
        read=read_table,
    ),
    Layout(
        name="OPPS caps (OPPSCAP, txt)",
        dataset=always("opps_caps"),
        recognises=lambda head: (
            bool(head.lines) and all(LINE.fullmatch(line) for line in head.lines[:5])
        ),
        edition=_edition,
        read=read_lines,
    ),
)
