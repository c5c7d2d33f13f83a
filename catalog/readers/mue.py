"""Medically Unlikely Edits: the most units Medicare accepts.

CMS keeps some limits confidential and leaves those codes out, so a code that is
missing has an unknown limit, not an unlimited one. Practitioner, outpatient hospital
and DME supplier services have a file each, told by the second heading.

Layout: comma separated, Windows-1252; a notice over several lines in one cell, then
one header row whose first cell has a line break in it. Seen for 2026-04-01.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.cells import Row, rows
from catalog.editions import Head, day_in_name
from catalog.published import Table
from catalog.readers.layout import Layout, Record
from catalog.records import UnitLimit

CODE = "HCPCS/ CPT Code"
ADJUDICATION, RATIONALE = "MUE Adjudication Indicator", "MUE Rationale"
UNITS = {
    "mue_practitioner": "Practitioner Services MUE Values",
    "mue_outpatient_hospital": "Outpatient Hospital Services MUE Values",
    "mue_dme_supplier": "DME Supplier Services MUE Values",
}


def read(table: Table) -> Iterator[Record]:
    """Yield one limit per row.

    Raises:
        LayoutChanged: no header row names the columns.
        BadCell: a cell is not of its column's type.
    """
    for row in rows(table, (CODE, ADJUDICATION, RATIONALE)):
        yield UnitLimit(
            code=row.code(CODE),
            units=row.whole(_units_column(row)),
            adjudication=_adjudication(row),
            rationale=row.text(RATIONALE),
        )


def _units_column(row: Row) -> str:
    for column in UNITS.values():
        if column in row.cells:
            return column
    raise row.bad_cell(CODE, f"a table with one of {', '.join(UNITS.values())}")


def _adjudication(row: Row) -> str:
    """The leading digit: "3 Date of Service Edit: Clinical" is 3."""
    level = row.text(ADJUDICATION)[:1]
    if level not in ("1", "2", "3"):
        raise row.bad_cell(ADJUDICATION, "an indicator that begins with 1, 2 or 3")
    return level


def _dataset(head: Head) -> str:
    return next(name for name, column in UNITS.items() if head.names_columns(column))


LAYOUTS = (
    Layout(
        name="medically unlikely edits (MCR_MUE)",
        dataset=_dataset,
        recognises=lambda head: (
            head.names_columns(CODE, ADJUDICATION)
            and any(head.names_columns(column) for column in UNITS.values())
        ),
        edition=day_in_name,
        read=read,
    ),
)
