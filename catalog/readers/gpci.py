"""Geographic practice cost indices of the payment localities.

Layouts: Addendum E as CMS ships it in the RVU archives (comma separated, titles
first, footnotes last, stars on some names); and the export of CMS's look-up tool,
whose first row is the nation. From 2026 CMS prints one work index, with the 1.0
floor; where a file has two, the floored one is read. Seen for 2024 to 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.cells import Row, rows
from catalog.editions import Edition, Head, calendar_year
from catalog.errors import EditionUnknown
from catalog.published import Table
from catalog.readers.layout import Layout, Record, always
from catalog.records import Gpci

MAC, STATE = "Medicare Administrative Contractor (MAC)", "State"
LOCALITY, NAME = "Locality Number", "Locality Name"
NATION = "0000000"
EXPORT_MARK = re.compile(r" *EDS\d\d$")  # a code the export leaves behind some names
EXPORT = (
    "year", "gpci_work", "gpci_pe", "gpci_mp", "locality", "loc_description", "mac",
    "mac_description",
)  # fmt: skip


def read_addendum(table: Table) -> Iterator[Record]:
    """Yield one locality per row of Addendum E.

    Raises:
        LayoutChanged: no header row names the columns.
        BadRow: a row does not fit the header.
        BadCell: a cell is not of its column's type.
    """
    for row in rows(table, (MAC, STATE, LOCALITY, NAME)):
        yield Gpci(
            mac=row.digits(MAC, 5),
            locality=row.digits(LOCALITY, 2),
            state=row.text(STATE),
            name=row.text(NAME).rstrip("*").strip(),
            work=row.decimal(_column(row, "PW GPCI", "with 1.0 Floor")),
            pe=row.decimal(_column(row, "PE GPCI")),
            mp=row.decimal(_column(row, "MP GPCI")),
        )


def _column(row: Row, *words: str) -> str:
    """The one column whose heading has these words; the year is part of it."""
    for column in row.cells:
        if all(word in column for word in words):
            return column
    raise row.bad_cell(NAME, f"a table with a column {' '.join(words)!r}")


def read_export(table: Table) -> Iterator[Record]:
    """The same, from the export of CMS's look-up tool, without its national row."""
    for row in rows(table, EXPORT):
        place = row.digits("locality", 7)
        if place == NATION:
            continue
        if place[:5] != row.digits("mac", 5):
            raise row.bad_cell("mac", f"the first five digits of locality {place}")
        yield Gpci(
            mac=place[:5],
            locality=place[5:],
            state="",
            name=EXPORT_MARK.sub("", row.text("loc_description")),
            work=row.decimal("gpci_work"),
            pe=row.decimal("gpci_pe"),
            mp=row.decimal("gpci_mp"),
        )


def _edition(head: Head) -> Edition:
    if head.names_columns(*EXPORT):
        found = next((r[0] for r in head.rows if r and r[0].strip().isdigit()), None)
    else:
        match = head.find(r"(20\d\d) PW GPCI")
        found = match[1] if match else None
    if found is None:
        raise EditionUnknown(head.name, "which year it holds for", "its first rows")
    return calendar_year(int(found), name=f"GPCI{found}")


LAYOUTS = (
    Layout(
        name="geographic indices (GPCI, Addendum E)",
        dataset=always("gpci"),
        recognises=lambda head: (
            head.names_columns(MAC, LOCALITY, NAME) and head.find("PW GPCI") is not None
        ),
        edition=_edition,
        read=read_addendum,
    ),
    Layout(
        name="geographic indices (look-up tool export)",
        dataset=always("gpci"),
        recognises=lambda head: head.names_columns(*EXPORT),
        edition=_edition,
        read=read_export,
    ),
)
