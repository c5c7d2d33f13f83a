"""NCCI procedure-to-procedure edits: column 1 is paid, column 2 is denied.

Layouts: CMS's own (tab separated in four files f1 to f4, about six heading rows,
every edit ever with its dates); a re-save of it with deletion date and rationale but
no effective date; and a re-save of the active edits alone, with neither. Neither
content nor heading says practitioner or hospital, nor the quarter: the name does
(ccipra is practitioner, ccioph outpatient hospital, v322 is 2026Q3).
Seen for v30.2 (2024Q3) and v32.2 (2026Q3).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from catalog.cells import CODE, Row, rows
from catalog.editions import Edition, Head, part_in_name, quarter_in_name
from catalog.errors import EditionUnknown
from catalog.published import Table
from catalog.readers.layout import Layout, Record
from catalog.records import EditPair

COLUMN_1, COLUMN_2 = "Column 1", "Column 2"
EXISTED, EFFECTIVE, DELETION = "*=in existence", "Effective", "Deletion"
MODIFIER, RATIONALE = "Modifier", "PTP Edit Rationale"
RAW = (COLUMN_1, COLUMN_2, EXISTED, EFFECTIVE, DELETION, MODIFIER, RATIONALE)
DATED = ("column1", "column2", "deletion_date", "modifier", "rationale")
ACTIVE = ("column1", "column2", "modifier")
INDICATORS = ("0", "1", "9")
STILL_ACTIVE = "*"
SETTINGS = {
    "ncci_practitioner": re.compile(r"ccipra|practitioner|physician", re.IGNORECASE),
    "ncci_outpatient_hospital": re.compile(r"ccioph|hospital", re.IGNORECASE),
}


def read_raw(table: Table) -> Iterator[Record]:
    """Yield one edit per row of CMS's own layout.

    Raises:
        LayoutChanged: no row names the columns.
        BadRow: a row does not fit them.
        BadCell: a cell is not of its column's type.
    """
    for row in rows(table, RAW):
        if _continues_heading(row):
            continue
        yield EditPair(
            column1=row.code(COLUMN_1),
            column2=row.code(COLUMN_2),
            modifier_indicator=row.one_of(MODIFIER, INDICATORS),
            effective_from=row.day(EFFECTIVE),
            deleted_on=row.day_or_none(DELETION, none=STILL_ACTIVE),
            rationale=row.text(RATIONALE),
        )


def _continues_heading(row: Row) -> bool:
    """The heading's second to fourth rows, whose first two cells are blank."""
    return not row.text(COLUMN_1) and not row.text(COLUMN_2)


def read_dated(table: Table) -> Iterator[Record]:
    """The same, from a re-save with deletion dates and no effective dates."""
    for row in rows(table, DATED):
        yield EditPair(
            column1=row.code("column1"),
            column2=row.code("column2"),
            modifier_indicator=row.one_of("modifier", INDICATORS),
            effective_from=None,
            deleted_on=row.day_or_none("deletion_date"),
            rationale=row.text("rationale"),
        )


def read_active(table: Table) -> Iterator[Record]:
    """The same, from a re-save of the edits in force, without dates."""
    for row in rows(table, ACTIVE):
        yield EditPair(
            column1=row.code("column1"),
            column2=row.code("column2"),
            modifier_indicator=row.one_of("modifier", INDICATORS),
            effective_from=None,
            deleted_on=None,
            rationale="",
        )


def _dataset(head: Head) -> str:
    if head.hints.setting:
        return f"ncci_{head.hints.setting}"
    for dataset, pattern in SETTINGS.items():
        if pattern.search(head.name):
            return dataset
    raise EditionUnknown(
        head.name,
        "whether these are practitioner or outpatient hospital edits",
        "--setting practitioner or --setting outpatient_hospital",
    )


def _edition(head: Head) -> Edition:
    return dataclasses.replace(quarter_in_name(head), part=part_in_name(head))


def _is(head: Head, columns: tuple[str, ...]) -> bool:
    return any(tuple(cell.strip() for cell in row) == columns for row in head.rows)


def _is_raw(head: Head) -> bool:
    """CMS's heading, above at least one row that begins with two codes."""
    return head.names_columns(*RAW) and any(
        len(row) == len(RAW) and all(CODE.fullmatch(cell.strip()) for cell in row[:2])
        for row in head.rows
    )


LAYOUTS = (
    Layout(
        name="NCCI pair edits (ccipra, ccioph)",
        dataset=_dataset,
        recognises=_is_raw,
        edition=_edition,
        read=read_raw,
    ),
    Layout(
        name="NCCI pair edits (re-save with deletion dates)",
        dataset=_dataset,
        recognises=lambda head: _is(head, DATED),
        edition=_edition,
        read=read_dated,
    ),
    Layout(
        name="NCCI pair edits (re-save of the active ones)",
        dataset=_dataset,
        recognises=lambda head: _is(head, ACTIVE),
        edition=_edition,
        read=read_active,
    ),
)
