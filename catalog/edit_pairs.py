"""Ask for NCCI pairs: between several codes, or of one code with every other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from catalog.queries import Catalog
from catalog.records import EditPair
from catalog.rows import from_row

_SELECT = (
    "SELECT column1, column2, modifier_indicator, effective_from, deleted_on,"
    " coalesce(text, '') FROM edit_pair LEFT JOIN rationale ON rationale = number"
    " WHERE "
)


def pairs_between(
    catalog: Catalog, codes: Sequence[str], dataset: str, on: date
) -> list[EditPair]:
    """Every edit row, in force or not, between two of these codes."""
    number = catalog.held(dataset, on).number
    marks = ", ".join("?" * len(codes))
    return _pairs(
        catalog,
        f"release = ? AND column1 IN ({marks}) AND column2 IN ({marks})",
        (number, *codes, *codes),
    )


def pairs_of(catalog: Catalog, code: str, dataset: str, on: date) -> list[EditPair]:
    """Every edit row, in force or not, with this code in either column."""
    number = catalog.held(dataset, on).number
    return [
        *_pairs(catalog, "release = ? AND column1 = ?", (number, code)),
        *_pairs(catalog, "release = ? AND column2 = ?", (number, code)),
    ]


def _pairs(catalog: Catalog, where: str, values: tuple[Any, ...]) -> list[EditPair]:
    rows = catalog.connection.execute(_SELECT + where, values)
    return [from_row(EditPair, row) for row in rows]
