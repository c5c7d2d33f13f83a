"""Where the catalog lies, and opening it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from platformdirs import user_data_path

from catalog import snapshot, titles
from catalog.errors import CatalogUnavailable
from catalog.queries import Catalog
from catalog.tables import SCHEMA

VARIABLE = "CLEANCLAIM_CATALOG"


def default_path() -> Path:
    """The variable's, where it is set; else the user's data folder."""
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    return user_data_path("cleanclaim", appauthor=False) / "catalog.sqlite"


def open_catalog(path: Path) -> Catalog:
    """Open a catalog for reading. It is immutable: imports put another in its place.

    Raises:
        CatalogUnavailable: it is not there, is no catalog, or is of another version.
    """
    if not path.exists():
        raise CatalogUnavailable(
            f"There is no catalog at {path}. Make it with `cleanclaim catalog build`, "
            f"or name another with --catalog PATH or {VARIABLE}."
        )
    # One thread at a time asks; which one, the server decides.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        about = _about(connection)
    except sqlite3.Error as error:
        raise CatalogUnavailable(
            f"{path} cannot be read as a catalog ({error}). Make it again with "
            "`cleanclaim catalog build --drop-imports`."
        ) from error
    if about.get("schema") != SCHEMA:
        connection.close()
        raise CatalogUnavailable(
            f"{path} was made by another version of cleanclaim. Make it again with "
            "`cleanclaim catalog build --drop-imports`, then import your files again."
        )
    return Catalog(connection)


def _about(connection: sqlite3.Connection) -> dict[str, str]:
    """What a catalog says of itself; closes what is no catalog."""
    try:
        return dict(connection.execute("SELECT name, value FROM about").fetchall())
    except sqlite3.Error:
        connection.close()
        raise


def needs_building(path: Path) -> bool:
    """Whether there is no catalog, or one that only an older version made.

    A catalog with imported releases is never made again unasked: that would lose
    them. Nor is a file that is no catalog of ours: whoever opens it is told so.
    """
    if not path.exists():
        return True
    try:
        about, imported = _looked_at(path)
    except sqlite3.Error:
        return False
    current = {"schema": SCHEMA, "snapshot": shipped_fingerprint()}
    return not imported and about != current


def imported(path: Path) -> list[str]:
    """The releases that its owner added to a catalog, of this version or an older one.

    Raises:
        CatalogUnavailable: there is a file, and it is no catalog.
    """
    try:
        return _looked_at(path)[1] if path.exists() else []
    except sqlite3.Error as error:
        raise CatalogUnavailable(
            f"{path} cannot be read as a catalog ({error}). Make it again with "
            "`cleanclaim catalog build --drop-imports`."
        ) from error


def _looked_at(path: Path) -> tuple[dict[str, str], list[str]]:
    """What a catalog of any version says of itself, and the ids of imports."""
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as there:
        about = there.execute("SELECT name, value FROM about").fetchall()
        rows = there.execute("SELECT id FROM release WHERE NOT snapshot ORDER BY id")
        return dict(about), [name for (name,) in rows]


def shipped_fingerprint() -> str:
    """What changes whenever the snapshot or the titles that ship do."""
    figures = snapshot.fingerprint(snapshot.default_folder())
    return f"{figures} {titles.fingerprint(titles.default_folder())}"
