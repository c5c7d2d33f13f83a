"""Make a catalog: from the snapshot that ships, and from files their owner imports."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from catalog import snapshot, titles
from catalog.datasets import DATASETS, release_id
from catalog.editions import Hints
from catalog.errors import DamagedFile, ImportFailed
from catalog.opening import needs_building, shipped_fingerprint
from catalog.recognise import Found, recognise
from catalog.records import Release
from catalog.store import (
    add_release,
    begin_release,
    drop_indexes,
    end_release,
    insert_rows,
    locked,
    make_indexes,
    replacing,
)

PARTS = (1, 2, 3, 4)  # CMS splits the pair edits over four files
FEWEST = 0.8  # of the rows of a dataset's nearest release: fewer looks cut short
SAME = 0.98  # of the rows the same release had before: a correction changes few
Progress = Callable[[str, int], None]


def silent(_what: str, _rows: int) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one release, or of a table that the catalog does not keep."""

    release: Release
    rows: int
    kept: bool


def build(
    path: Path, progress: Progress = silent, *, only_if_needed: bool = False
) -> list[Release]:
    """Make the default catalog from the snapshot, in place of what is there.

    Returns its releases; none where another process made it while this one waited,
    and it is only wanted ``only_if_needed``.

    Raises:
        CatalogUnavailable: the folder cannot be written, or stays locked.
    """
    with locked(path):
        if only_if_needed and not needs_building(path):
            return []
        found = snapshot.read(snapshot.default_folder())
        with replacing(path, keep=False) as database:
            for each in found:
                _load(database, each, progress)
            progress("indexing", 0)
            _finish(database)
            database.conn.execute(
                "INSERT INTO about VALUES ('snapshot', ?)", [shipped_fingerprint()]
            )
    return [each.release for each in found]


def _load(database: Database, each: snapshot.Snapshot, progress: Progress) -> None:
    number = begin_release(database, each.release, snapshot=True)
    for table, width, rows in each.tables():
        coded = ((number, *row) for row in rows)
        insert_rows(database, table, width + 1, coded, each.release.id)
    end_release(database, number, each.release.rows)
    progress(each.release.id, each.release.rows)


def import_files(
    path: Path,
    files: Sequence[Path],
    hints: Hints,
    *,
    accept_fewer_rows: bool = False,
    progress: Progress = silent,
) -> list[Imported]:
    """Add CMS's files to the catalog, each in place of the same release's old rows.

    All of them, or none: the catalog is replaced in one step at the end.

    Raises:
        ImportFailed: a file is not as its reader expects.
        CatalogUnavailable: the folder cannot be written, or stays locked.
    """
    releases = group(files, hints)
    with locked(path), replacing(path, keep=True) as database:
        drop_indexes(database)
        done = [
            _import(database, release, found, accept_fewer_rows, progress)
            for release, found in releases
        ]
        progress("indexing", 0)
        _finish(database)
    return done


def _finish(database: Database) -> None:
    make_indexes(database)
    titles.index(database, titles.read(titles.default_folder()))
    database.analyze()


def _import(
    database: Database,
    release: Release,
    found: list[Found],
    accept_fewer_rows: bool,
    progress: Progress,
) -> Imported:
    def tick(rows: int) -> None:
        progress(release.id, rows)

    if not DATASETS[release.dataset].kept:
        return Imported(release=release, rows=0, kept=False)
    before = _rows_before(database, release)
    rows = add_release(database, release, _read(found), tick)
    if not accept_fewer_rows:
        _enough_rows(database, release, rows, before)
    return Imported(release=release, rows=rows, kept=True)


def _enough_rows(
    database: Database, release: Release, rows: int, before: int | None
) -> None:
    """Refuse a file shorter than the same release was, or far shorter than another.

    A cut file looks like a whole one. Against another release of its dataset a file
    may be somewhat shorter; against itself, as loaded before, hardly.
    """
    if before is not None:
        if rows < before * SAME:
            raise _cut_short(release, rows, release.name, before)
        return
    nearest = database.execute(
        "SELECT name, rows FROM release WHERE dataset = ? AND id <> ?"
        " ORDER BY abs(julianday(effective_from) - julianday(?)) LIMIT 1",
        [release.dataset, release.id, release.effective_from.isoformat()],
    ).fetchone()
    if nearest and rows < nearest[1] * FEWEST:
        raise _cut_short(release, rows, *nearest)


def _cut_short(release: Release, rows: int, name: str, other: int) -> DamagedFile:
    return DamagedFile(
        release.file,
        f"it has {rows:,} rows where {name} has {other:,}: it looks cut short. "
        "If CMS really shortened it, add --accept-fewer-rows.",
    )


def _rows_before(database: Database, release: Release) -> int | None:
    row = database.execute(
        "SELECT rows FROM release WHERE id = ?", [release.id]
    ).fetchone()
    return row[0] if row else None


def write_snapshot(
    folder: Path, files: Sequence[Path], hints: Hints, progress: Progress = silent
) -> list[Release]:
    """Write the snapshot's releases from CMS's files, byte for byte the same each time.

    Raises:
        ImportFailed: a file is not as its reader expects.
    """
    written = []
    for release, found in group(files, hints):
        if DATASETS[release.dataset].kept:
            rows = snapshot.write(folder, release, _read(found))
            progress(release.id, rows)
            written.append(release)
    return written


def group(files: Sequence[Path], hints: Hints) -> list[tuple[Release, list[Found]]]:
    """The releases that these files are, each with its tables in order.

    Raises:
        ImportFailed: a file is not recognised, two files are the same release, or
            one of the parts that CMS splits a table into is not among them.
    """
    by_id: dict[str, list[Found]] = {}
    for file in files:
        for found in recognise(file, hints):
            identity = release_id(found.dataset, found.edition.name)
            by_id.setdefault(identity, []).append(found)
    return [
        (_release(identity, found), found)
        for identity, found in ((i, _whole(f)) for i, f in by_id.items())
    ]


def _whole(found: list[Found]) -> list[Found]:
    """A table in one file, or in all of its parts, in order and once each."""
    parts = [each.edition.part for each in found]
    missing = [f"f{part}" for part in PARTS if part not in parts]
    if None not in parts and missing:
        raise ImportFailed(
            f"{found[0].table.name}: CMS splits this table into parts f1 to f4, and "
            f"{', '.join(missing)} is not here. Give all four in one command."
        )
    if len(found) > 1 and (None in parts or len(found) > len(PARTS)):
        names = " and ".join(each.table.name for each in found)
        raise ImportFailed(
            f"{names} are the same release ({found[0].edition.name}). Give one of them."
        )
    return sorted(found, key=lambda each: each.edition.part or 0)


def _release(identity: str, found: list[Found]) -> Release:
    first = found[0]
    dataset = DATASETS[first.dataset]
    return Release(
        id=identity,
        dataset=first.dataset,
        name=first.edition.name,
        title=f"{dataset.title}, {first.edition.name}",
        effective_from=first.edition.effective_from,
        effective_to=first.edition.effective_to,
        file=" + ".join(each.table.name for each in found),
        sha256=_hash([each.table.sha256 for each in found]),
        url=dataset.url,
        rows=0,
    )


def _hash(digests: list[str]) -> str:
    """A file's own hash; of a table in parts, the hash of their hashes in order."""
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _read(found: Iterable[Found]) -> Iterator[Any]:
    for each in found:
        yield from each.layout.read(each.table)
