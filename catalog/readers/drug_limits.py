"""Payment limits of Part B drugs (ASP), dollars per billing unit.

A code in this table is not thereby covered. Some limits hold only in combination
with the note beside them.

Layout: comma separated below notices, one of which is the period. Seen for January
2026.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from catalog.cells import Row, rows
from catalog.editions import Edition, Head
from catalog.errors import EditionUnknown
from catalog.published import Table
from catalog.readers.layout import Layout, Record, always
from catalog.records import DrugLimit

CODE, DOSAGE = "HCPCS Code", "HCPCS Code Dosage"
LIMIT, COINSURANCE, NOTE = "Payment Limit", "Co-insurance Percentage", "Notes"
COLUMNS = (CODE, DOSAGE, LIMIT, COINSURANCE, NOTE)
FORMULA = "N/A"
PERIOD = r"Effective (\w+ \d+, 20\d\d) through (\w+ \d+, 20\d\d)"


def read(table: Table) -> Iterator[Record]:
    """Yield one drug code per row.

    Raises:
        LayoutChanged: no header row names the columns.
        BadCell: a cell is not of its column's type.
    """
    for row in rows(table, COLUMNS):
        yield DrugLimit(
            code=row.code(CODE),
            dosage=row.text(DOSAGE),
            payment_limit=_limit(row),
            coinsurance=row.decimal(COINSURANCE) if row.text(COINSURANCE) else None,
            note=row.text(NOTE),
        )


def _limit(row: Row) -> Decimal | None:
    """No limit is printed where the note gives a formula instead."""
    return None if row.text(LIMIT) == FORMULA else row.decimal(LIMIT)


def _edition(head: Head) -> Edition:
    found = head.find(PERIOD)
    if found is None:
        raise EditionUnknown(
            head.name, "which days it holds for", "the period among its first rows"
        )
    try:
        first, last = (
            datetime.strptime(text, "%B %d, %Y").date()  # noqa: DTZ007 - a day, not a time
            for text in found.groups()
        )
    except ValueError:
        raise EditionUnknown(
            head.name, "which days it holds for", "the period among its first rows"
        ) from None
    return Edition(name=f"ASP {first:%Y-%m}", effective_from=first, effective_to=last)


LAYOUTS = (
    Layout(
        name="Part B drug payment limits (ASP)",
        dataset=always("drug_limits"),
        recognises=lambda head: head.names_columns(*COLUMNS),
        edition=_edition,
        read=read,
    ),
)
