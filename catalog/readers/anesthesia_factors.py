"""Anesthesia conversion factors by payment locality, dollars per unit.

Layouts: the ANES table of the RVU archives and CMS's own workbook of the same
figures. A header that names the national factor tells the year by it. Seen for
2024 and 2025.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.cells import rows
from catalog.editions import Edition, Head
from catalog.errors import EditionUnknown, LayoutChanged
from catalog.policy import Parameter, periods
from catalog.published import Table
from catalog.readers.layout import Layout, Record, always
from catalog.records import AnesthesiaFactor

CONTRACTOR, LOCALITY, NAME = "Contractor", "Locality", "Locality Name"
FACTOR = r"Anes CF of (\d+\.\d+)|(20\d\d) Anesthesia Conversion Factor"


def read(table: Table) -> Iterator[Record]:
    """Yield one locality per row.

    Raises:
        LayoutChanged: no header row names the columns.
        BadCell: a cell is not of its column's type.
    """
    for row in rows(table, (CONTRACTOR, LOCALITY, NAME)):
        column = next((c for c in row.cells if re.search(FACTOR, c)), None)
        if column is None:
            raise LayoutChanged(table.name, ["National Anes CF of ..."])
        yield AnesthesiaFactor(
            mac=row.digits(CONTRACTOR, 5),
            locality=row.digits(LOCALITY, 2),
            name=row.text(NAME).rstrip("*").strip(),
            factor=row.decimal(column),
        )


def _edition(head: Head) -> Edition:
    found = head.find(FACTOR)
    national = [p for p in periods("anesthesia") if p.name == "national_factor"]
    for known in national:
        if found and _same(known, found[1], found[2]):
            return Edition(
                name=f"ANES{known.effective_from.year}",
                effective_from=known.effective_from,
                effective_to=known.effective_to,
            )
    raise EditionUnknown(
        head.name,
        "which year it holds for (its national factor is not in "
        "catalog/parameters/anesthesia.toml)",
        "the year's factor there",
    )


def _same(known: Parameter, factor: str | None, year: str | None) -> bool:
    return known.text == factor or str(known.effective_from.year) == year


LAYOUTS = (
    Layout(
        name="anesthesia conversion factors (ANES)",
        dataset=always("anesthesia_factors"),
        recognises=lambda head: (
            head.names_columns(CONTRACTOR, LOCALITY, NAME)
            and head.find(FACTOR) is not None
        ),
        edition=_edition,
        read=read,
    ),
)
