"""What any release knows a code by, and whether a table of a day lists it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from catalog.errors import NotLoaded
from catalog.queries import Catalog


def label(catalog: Catalog, code: str) -> str:
    """What CMS files a code under; empty where it files it nowhere."""
    return _known(catalog, "label", code)


def descriptor(catalog: Catalog, code: str) -> str:
    """CMS's own text, where the catalog's owner imported it."""
    return _known(catalog, "text", code)


def _known(catalog: Catalog, column: str, code: str) -> str:
    row = catalog.connection.execute(
        f"SELECT {column} FROM known_code WHERE code = ?",  # noqa: S608 - our own names
        [code],
    ).fetchone()
    return row[0] if row else ""


def could_list(code: str) -> tuple[str, ...]:
    """The datasets that a code would stand in: CPT's, in the fee schedule."""
    if code.isdigit() or code[-1] in "FT":
        return ("physician_fees",)
    if code[-1] in "UM":
        return ("physician_fees", "clinical_laboratory")
    return ("physician_fees", "hcpcs")


def lists(catalog: Catalog, code: str, on: date) -> bool | None:
    """Whether a table of that day lists a code: fees, HCPCS, laboratory, drugs.

    ``None``: none does, but one that could is not loaded.
    """
    if any(_has(catalog, code, on)):
        return True
    return None if unlooked(catalog, code, on) else False


def unlooked(catalog: Catalog, code: str, on: date) -> list[str]:
    """The datasets that could list a code and have no table for a day."""
    return [each for each in could_list(code) if not is_loaded(catalog, each, on)]


def is_loaded(catalog: Catalog, dataset: str, on: date) -> bool:
    """Whether a dataset has a table for a day, or the nearest of its year."""
    try:
        catalog.held(dataset, on)
    except NotLoaded:
        return False
    return True


def _has(catalog: Catalog, code: str, on: date) -> Iterator[bool]:
    """For each table that is loaded for the day, whether it lists the code."""
    with suppress(NotLoaded):
        yield code in catalog.fees([code], on)
    with suppress(NotLoaded):
        row = catalog.hcpcs_code(code, on)
        yield row is not None and row.added_on <= on <= (row.ended_on or on)
    with suppress(NotLoaded):
        yield catalog.lab_fee(code, on) is not None
    with suppress(NotLoaded):
        yield catalog.drug_limit(code, on) is not None


def common(catalog: Catalog) -> dict[str, int]:
    """1 for a code that many claims have, 2 for one that is the ordinary case."""
    rows = catalog.connection.execute(
        "SELECT code, common FROM known_code WHERE common"
    )
    return dict(rows.fetchall())


def reporting(catalog: Catalog) -> frozenset[str]:
    """The codes that only report a measure of quality."""
    rows = catalog.connection.execute("SELECT code FROM known_code WHERE reports")
    return frozenset(code for (code,) in rows)


def titled(catalog: Catalog) -> frozenset[str]:
    """The codes that have a title of our own."""
    rows = catalog.connection.execute("SELECT code FROM known_code WHERE title <> ''")
    return frozenset(code for (code,) in rows)


SECTIONS = {
    "physician fee schedule, priced": (
        "SELECT DISTINCT code FROM physician_fee WHERE status IN ('A', 'R', 'T')"
        " AND total_nonfacility + total_facility > 0"
    ),
    "anesthesia": "SELECT DISTINCT code FROM anesthesia_base",
    "laboratory": "SELECT DISTINCT code FROM lab_fee",
    "drugs with a payment limit": "SELECT DISTINCT code FROM drug_limit",
    "G-codes in use": (
        "SELECT DISTINCT code FROM hcpcs_code WHERE code LIKE 'G%' AND ended_on = ''"
    ),
    "other HCPCS Level II": (
        "SELECT DISTINCT code FROM hcpcs_code WHERE code NOT LIKE 'G%'"
        " AND ended_on = ''"
    ),
}


def coverage(catalog: Catalog) -> Iterator[tuple[str, int, int]]:
    """Each section of the code set: how many of its codes have a title, of how many."""
    for name, codes in SECTIONS.items():
        row = catalog.connection.execute(
            f"SELECT count(*) FILTER (WHERE title <> ''), count(*) FROM ({codes})"  # noqa: S608 - our own names
            " JOIN known_code USING (code)"
        ).fetchone()
        yield name, row[0], row[1]


def count(catalog: Catalog) -> int:
    """How many codes any release knows."""
    rows = catalog.connection.execute("SELECT count(*) FROM known_code")
    return int(rows.fetchone()[0])
