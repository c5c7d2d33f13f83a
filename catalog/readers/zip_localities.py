"""Five-digit ZIP codes to carrier and payment locality (ZIP5).

A ZIP code whose plus-four flag is 1 lies in more than one locality; the file gives
the one it mostly lies in, and only the ZIP+4 tells.

Layouts: fixed width, 80 characters; and a workbook. Both carry the quarter. Seen for
2025Q4 and 2026Q2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.cells import Row, fixed_rows, rows
from catalog.editions import Edition, Head, quarter
from catalog.errors import EditionUnknown
from catalog.published import Table
from catalog.readers.layout import Layout, Record, always
from catalog.records import ZipLocality

STATE, ZIP_CODE, CARRIER, LOCALITY = "STATE", "ZIP CODE", "CARRIER", "LOCALITY"
RURAL, PLUS_FOUR, QUARTER = "RURAL IND", "PLUS 4 FLAG", "YEAR/QTR"
POSITIONS = {
    STATE: (1, 2),
    ZIP_CODE: (3, 7),
    CARRIER: (8, 12),
    LOCALITY: (13, 14),
    RURAL: (15, 15),
    PLUS_FOUR: (21, 21),
    QUARTER: (76, 80),
}
LINE = re.compile(r"[A-Z]{2}\d{12}.{61}(20\d\d[1-4])")


def read_lines(table: Table) -> Iterator[Record]:
    """Yield one ZIP code per line.

    Raises:
        BadRow: a line is cut short.
        BadCell: a field is not of its type.
    """
    yield from map(_zip, fixed_rows(table, POSITIONS))


def read_sheet(table: Table) -> Iterator[Record]:
    """The same, from the workbook.

    Raises:
        LayoutChanged: no header row names the columns.
    """
    yield from map(_zip, rows(table, tuple(POSITIONS)))


def _zip(row: Row) -> ZipLocality:
    return ZipLocality(
        zip_code=row.digits(ZIP_CODE, 5),
        state=row.text(STATE),
        carrier=row.digits(CARRIER, 5),
        locality=row.digits(LOCALITY, 2),
        rural=row.one_of(RURAL, ("", "R", "B")),
        crosses=row.one_of(PLUS_FOUR, ("0", "1")) == "1",
    )


def _edition(head: Head) -> Edition:
    stamps = [row[-1] for row in head.rows if head.names_columns(*POSITIONS) and row]
    stamps += [found[1] for line in head.lines if (found := LINE.match(line))]
    for stamp in stamps:
        if re.fullmatch(r"20\d\d[1-4]", stamp):
            return quarter(int(stamp[:4]), int(stamp[4]))
    raise EditionUnknown(head.name, "which quarter it holds for", "its last column")


LAYOUTS = (
    Layout(
        name="ZIP codes to localities (ZIP5, txt)",
        dataset=always("zip_localities"),
        recognises=lambda head: (
            bool(head.lines) and all(LINE.match(line) for line in head.lines[:5])
        ),
        edition=_edition,
        read=read_lines,
    ),
    Layout(
        name="ZIP codes to localities (ZIP5, xlsx)",
        dataset=always("zip_localities"),
        recognises=lambda head: head.names_columns(*POSITIONS),
        edition=_edition,
        read=read_sheet,
    ),
)
