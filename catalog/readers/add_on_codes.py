"""Add-on code edits: which primary code an add-on may accompany.

Type 1 add-ons are payable only beside a listed primary; for type 2 the contractor
decides; type 3 has some of both. Days are YYYYDDD, the day of the year. A deletion
that equals the effective day means that the edit never ran.

Layouts: workbook, and fixed width since 2022. Seen for 2026Q2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.cells import Row, fixed_rows, rows
from catalog.editions import quarter_in_name
from catalog.published import Table
from catalog.readers.layout import Layout, Record, always
from catalog.records import AddOnEdit

KIND, ADD_ON, ADD_ON_DELETED = "AOC_Edit_Type", "Add-On_Code", "AOC_DelDT"
PRIMARY, PRIMARY_DELETED = "Primary_Code", "Primary_Code_DelDT"
EFFECTIVE, DELETED = "AOC_Edit_EffDT", "AOC_Edit_DelDT"
NOTE = "Special_Instruction_Notes"
POSITIONS = {
    KIND: (1, 1),
    ADD_ON: (2, 6),
    ADD_ON_DELETED: (7, 13),
    PRIMARY: (14, 18),
    PRIMARY_DELETED: (19, 25),
    EFFECTIVE: (26, 32),
    DELETED: (33, 39),
    NOTE: (40, 400),
}
LINE = re.compile(r"[123][0-9A-Z]{5}[ \d]{7}[0-9A-Z]{5}[ \d]{7}\d{7}")


def read_sheet(table: Table) -> Iterator[Record]:
    """Yield one add-on and primary per row.

    Raises:
        LayoutChanged: no header row names the columns.
        BadCell: a cell is not of its column's type.
    """
    yield from map(_edit, rows(table, tuple(POSITIONS)))


def read_lines(table: Table) -> Iterator[Record]:
    """The same, from the fixed-width file, whose lines end where their text does."""
    yield from map(_edit, fixed_rows(table, POSITIONS, padded_from=DELETED))


def _edit(row: Row) -> AddOnEdit:
    return AddOnEdit(
        kind=row.one_of(KIND, ("1", "2", "3")),
        add_on=row.code(ADD_ON),
        add_on_deleted=row.day_or_none(ADD_ON_DELETED),
        primary_code=row.code(PRIMARY),
        primary_deleted=row.day_or_none(PRIMARY_DELETED),
        effective_from=row.day(EFFECTIVE),
        deleted_on=row.day_or_none(DELETED),
        note=row.text(NOTE),
    )


LAYOUTS = (
    Layout(
        name="add-on code edits (AOC, xlsx)",
        dataset=always("add_on_codes"),
        recognises=lambda head: head.names_columns(*POSITIONS),
        edition=quarter_in_name,
        read=read_sheet,
    ),
    Layout(
        name="add-on code edits (AOC, txt)",
        dataset=always("add_on_codes"),
        recognises=lambda head: (
            bool(head.lines) and all(LINE.match(line) for line in head.lines[:5])
        ),
        edition=quarter_in_name,
        read=read_lines,
    ),
)
