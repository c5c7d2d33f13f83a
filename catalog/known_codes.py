"""What any release knows a code by, and whether a table of a day lists it."""

from __future__ import annotations

from datetime import date

from catalog.errors import NotLoaded
from catalog.queries import Catalog

CODE_TABLES = {
    "physician_fees": "physician_fee",
    "hcpcs": "hcpcs_code",
    "clinical_laboratory": "lab_fee",
    "drug_limits": "drug_limit",
}


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
    """The datasets that a code would stand in: five digits, in the fee schedule."""
    if code.isdigit():
        return ("physician_fees",)
    if code[-1] in "UM":
        return ("physician_fees", "clinical_laboratory")
    return ("physician_fees", "hcpcs")


def lists(catalog: Catalog, code: str, on: date) -> bool:
    """Whether a table of that day lists a code: fees, HCPCS, laboratory, drugs."""
    return any(
        _has(catalog, dataset, table, code, on)
        for dataset, table in CODE_TABLES.items()
    )


def _has(catalog: Catalog, dataset: str, table: str, code: str, on: date) -> bool:
    try:
        number = catalog.held(dataset, on).number
    except NotLoaded:
        return False
    sql = f"SELECT 1 FROM {table} WHERE release = ? AND code = ?"  # noqa: S608 - our own names
    values = [number, code]
    if table == "hcpcs_code":
        sql += " AND added_on <= ? AND (ended_on = '' OR ended_on >= ?)"
        values += [on.isoformat(), on.isoformat()]
    return catalog.connection.execute(sql, values).fetchone() is not None


def titled(catalog: Catalog) -> frozenset[str]:
    """The codes that have a title of our own: the commonest ones came first."""
    rows = catalog.connection.execute("SELECT code FROM known_code WHERE title <> ''")
    return frozenset(code for (code,) in rows)


def count(catalog: Catalog) -> int:
    """How many codes any release knows."""
    rows = catalog.connection.execute("SELECT count(*) FROM known_code")
    return int(rows.fetchone()[0])
