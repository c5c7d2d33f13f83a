"""Write releases into a catalog file, whole or not at all.

A catalog is written beside its place and moved into it at the end, so a reader
always finds a whole one, and a failure or a killed process leaves the old one as it
was. One writer at a time holds the lock; the next waits.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlite_utils import Database

from catalog.errors import CatalogUnavailable, ImportFailed
from catalog.opening import open_catalog
from catalog.records import Descriptor, EditPair, Release
from catalog.rows import Cell, columns, to_row
from catalog.tables import SCHEMA, TABLES, schema

BATCH = 20_000
LOCK_SECONDS = 120
# Made after the rows: the second order of the pairs, and look-ups by a later column.
INDEXES = {
    "edit_pair": ("release", "column2"),
    "add_on_edit": ("release", "add_on"),
    "locality_counties": ("release", "mac", "locality"),
}
Tick = Callable[[int], None]


@contextmanager
def replacing(path: Path, *, keep: bool) -> Iterator[Database]:
    """A catalog to write, which takes the place of the one at ``path`` at the end.

    Starts from the catalog that is there when ``keep``, else from an empty one. The
    caller holds the lock.

    Raises:
        CatalogUnavailable: the folder cannot be written.
    """
    fresh = path.with_name(f".{path.name}.new")
    try:
        _start(fresh, path if keep and path.exists() else None)
        database = Database(sqlite3.connect(fresh, isolation_level=None))
        try:
            # The file is thrown away on any failure: it needs no journal.
            database.conn.execute("PRAGMA journal_mode = OFF")
            database.conn.execute("PRAGMA synchronous = OFF")
            yield database
        finally:
            database.conn.close()
        _sync(fresh)
        fresh.replace(path)
    except (OSError, sqlite3.DatabaseError) as error:
        raise unwritable(path, error) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def unwritable(path: Path, error: Exception) -> CatalogUnavailable:
    """The error that says what was tried and how to point it elsewhere."""
    return CatalogUnavailable(
        f"Cannot write the catalog {path} ({error}). What was there is untouched. "
        "Make room or allow writing there, or choose another place with "
        "--catalog PATH or the environment variable CLEANCLAIM_CATALOG."
    )


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """The one writer's lock on a catalog; waits for another writer to end.

    Raises:
        CatalogUnavailable: its folder cannot be written, or it stays locked.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock", timeout=LOCK_SECONDS):
            yield
    except Timeout as error:
        raise CatalogUnavailable(
            f"Another process has held {path}.lock for {LOCK_SECONDS} seconds. "
            "Wait for its import to end, or stop it, and try again."
        ) from error
    except OSError as error:
        raise unwritable(path, error) from error


def _start(fresh: Path, old: Path | None) -> None:
    fresh.unlink(missing_ok=True)  # what a killed process left
    if old:
        open_catalog(old).close()  # refuses what is no catalog of this version
        shutil.copyfile(old, fresh)
        return
    connection = sqlite3.connect(fresh)
    connection.executescript(schema())
    connection.execute("INSERT INTO about VALUES ('schema', ?)", [SCHEMA])
    connection.commit()
    connection.close()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def add_release(
    database: Database,
    release: Release,
    records: Iterable[Any],
    tick: Tick = lambda _: None,
) -> int:
    """Insert an imported release, in place of one with the same id. Returns its rows.

    Raises:
        ImportFailed: a row is refused by its reader, or stands there twice.
    """
    number = begin_release(database, release, snapshot=False)
    count = 0
    iterator = iter(records)
    while batch := list(islice(iterator, BATCH)):
        _insert(database, number, batch, release.file)
        # CMS's text is a record of its own here, and no row of its own there.
        count += sum(type(each) is not Descriptor for each in batch)
        tick(count)
    end_release(database, number, count)
    return count


def begin_release(database: Database, release: Release, *, snapshot: bool) -> int:
    """Make room for a release and enter it. Returns the number its rows refer to."""
    database.conn.execute("BEGIN")
    remove_release(database, release.id)
    cells = (*to_row(release), int(snapshot))
    names = ", ".join((*columns(Release), "snapshot"))
    marks = ", ".join("?" * len(cells))
    cursor = database.conn.execute(
        f"INSERT INTO release ({names}) VALUES ({marks})",  # noqa: S608 - our own names
        cells,
    )
    assert cursor.lastrowid is not None  # noqa: S101 - sqlite gives one to an insert
    return cursor.lastrowid


def end_release(database: Database, number: int, rows: int) -> None:
    """Say how many rows came, and keep them."""
    database.conn.execute(
        "UPDATE release SET rows = ? WHERE number = ?", [rows, number]
    )
    database.conn.execute("COMMIT")


def remove_release(database: Database, identity: str) -> None:
    """Take a release and its rows out; nothing happens if it is not there."""
    found = database.conn.execute("SELECT number FROM release WHERE id = ?", [identity])
    for (number,) in found.fetchall():
        for table in TABLES.values():
            database.conn.execute(
                f"DELETE FROM {table} WHERE release = ?",  # noqa: S608 - our own names
                [number],
            )
        database.conn.execute("DELETE FROM release WHERE number = ?", [number])


def _insert(database: Database, number: int, batch: list[Any], file: str) -> None:
    for kind in {type(record) for record in batch}:
        rows: Iterable[tuple[Cell, ...]] = (
            (number, *to_row(each)) for each in batch if type(each) is kind
        )
        if kind is EditPair:
            rows = _with_rationales(database, rows)
        insert_rows(database, TABLES[kind], len(columns(kind)) + 1, rows, file)


def insert_rows(
    database: Database,
    table: str,
    width: int,
    rows: Iterable[tuple[Cell, ...]],
    file: str,
) -> None:
    """Insert coded rows; of pairs, those listed twice once."""
    again = "OR IGNORE " if table == "edit_pair" else ""
    marks = ", ".join("?" * width)
    insert = f"INSERT {again}INTO {table} VALUES ({marks})"  # noqa: S608 - our own names
    row: tuple[Cell, ...] = ()

    def each() -> Iterator[tuple[Cell, ...]]:
        nonlocal row
        for row in rows:  # noqa: UP028 - the row that fails is named below
            yield row

    try:
        database.conn.executemany(insert, each())
    except sqlite3.IntegrityError as error:
        named = " ".join(str(cell) for cell in row[1:3] if cell != "")
        raise ImportFailed(f"{file}: {named} stands there twice.") from error


def _with_rationales(
    database: Database, rows: Iterable[tuple[Cell, ...]]
) -> Iterator[tuple[Cell, ...]]:
    """Millions of pairs share a dozen rationales: each is stored once."""
    known: dict[str, int] = {
        text: number
        for number, text in database.conn.execute("SELECT number, text FROM rationale")
    }
    for row in rows:
        text = str(row[-1])
        if text not in known:
            known[text] = len(known)
            database.conn.execute(
                "INSERT INTO rationale VALUES (?, ?)", [known[text], text]
            )
        yield (*row[:-1], known[text])


def drop_indexes(database: Database) -> None:
    """Rows go in several times faster without them."""
    for table in INDEXES:
        database.conn.execute(f"DROP INDEX IF EXISTS by_{table}")


def make_indexes(database: Database) -> None:
    """The look-ups that a table's own order does not serve."""
    for table, names in INDEXES.items():
        database.table(table).create_index(names, index_name=f"by_{table}")
