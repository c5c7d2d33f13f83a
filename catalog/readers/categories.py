"""Restructured BETOS: the category, subcategory and family of every code.

The labels are CMS's own and neutral. A code has a row for each period in which it
was placed somewhere else.

Layout: comma separated with a header. The file names no release. Seen in a re-save.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from catalog.cells import rows
from catalog.editions import open_ended
from catalog.published import Table
from catalog.readers.layout import Layout, Record, always
from catalog.records import Category

CODE, PROCEDURE, CATEGORY = "hcpcs_code", "rbcs_procedure", "rbcs_category"
SUBCATEGORY, FAMILY = "rbcs_subcategory", "rbcs_family"
ADDED, ENDED, EFFECTIVE = "hcpcs_date_added", "hcpcs_date_ended", "rbcs_date_effective"
COLUMNS = (CODE, PROCEDURE, CATEGORY, SUBCATEGORY, FAMILY, ADDED, ENDED, EFFECTIVE)
NO_FAMILY = "No RBCS Family"
FIRST_DAY = date(2014, 1, 1)  # the classification's own first effective date


def read(table: Table) -> Iterator[Record]:
    """Yield one code and period per row.

    Raises:
        LayoutChanged: no header row names the columns.
        BadCell: a cell is not of its column's type.
    """
    for row in rows(table, COLUMNS):
        family = row.text(FAMILY)
        yield Category(
            code=row.code(CODE),
            procedure=row.text(PROCEDURE),
            category=row.text(CATEGORY),
            subcategory=row.text(SUBCATEGORY),
            family="" if family == NO_FAMILY else family,
            added_on=row.day(ADDED),
            ended_on=row.day(ENDED),
            effective_from=row.day(EFFECTIVE),
        )


LAYOUTS = (
    Layout(
        name="code categories (RBCS)",
        dataset=always("categories"),
        recognises=lambda head: head.names_columns(*COLUMNS),
        edition=lambda head: open_ended("RBCS", FIRST_DAY),
        read=read,
        encoding="utf-8",
    ),
)
