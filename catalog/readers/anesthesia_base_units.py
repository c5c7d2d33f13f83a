"""Base units of the anesthesia codes.

Layout: code and units under a heading of three rows that begins with the year; as a
workbook and as tab-separated text. CMS last published it for 2022, and the codes of
2025 and 2026 are the same 276.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from catalog.cells import Row
from catalog.editions import Edition, Head, open_ended
from catalog.errors import BadRow
from catalog.published import Table
from catalog.readers.layout import Layout, Record, always
from catalog.records import AnesthesiaBase

HEADING = (("CODE", None), ("", "BASE"), ("", "UNIT"))


def read(table: Table) -> Iterator[Record]:
    """Yield one code per row below the heading.

    Raises:
        BadRow: a row has other than two cells.
        BadCell: a cell is not of its column's type.
    """
    for line, cells in table.cells():
        if line <= len(HEADING) or not any(cell.strip() for cell in cells):
            continue
        if len(cells) != 2:
            raise BadRow(table.name, line, f"{len(cells)} cells, expected code, units.")
        row = Row(table.name, line, {"CODE": cells[0], "BASE UNIT": cells[1]})
        yield AnesthesiaBase(code=row.code("CODE"), units=row.whole("BASE UNIT"))


def _recognises(head: Head) -> bool:
    top = [[cell.strip() for cell in row] for row in head.rows[: len(HEADING)]]
    if any(len(row) != 2 for row in top) or len(top) < len(HEADING):
        return False
    return (
        top[0][0] == "CODE"
        and top[0][1].isdigit()
        and top[1:] == [list(pair) for pair in HEADING[1:]]
    )


def _edition(head: Head) -> Edition:
    year = int(head.rows[0][1])
    return open_ended(f"ANESBASE{year}", date(year, 1, 1))


LAYOUTS = (
    Layout(
        name="anesthesia base units",
        dataset=always("anesthesia_base_units"),
        recognises=_recognises,
        edition=_edition,
        read=read,
    ),
)
