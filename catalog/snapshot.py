"""The default catalog as text: figures only, one folder per release.

``release.toml`` says what the release is; each table beside it is tab-separated,
its columns the fields of its record, compressed with xz. Pairs, of which there are
1.7 million, are grouped: column 1, modifier indicator, and all their column 2 codes.
Files are written the same byte for byte from the same CMS files.
"""

from __future__ import annotations

import lzma
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import groupby
from pathlib import Path
from typing import Any

from catalog.errors import DamagedFile, ImportFailed
from catalog.records import Descriptor, EditPair, Release
from catalog.rows import Cell, columns, from_row, to_row
from catalog.tables import TABLES

PRESET = 9 | lzma.PRESET_EXTREME
PAIRS = TABLES[EditPair]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One release of the default catalog, as it lies in its folder."""

    release: Release
    folder: Traversable

    def tables(self) -> Iterator[tuple[str, int, Iterator[tuple[Cell, ...]]]]:
        """Each table's name, its number of columns, and its coded rows."""
        for file in sorted(self.folder.iterdir(), key=lambda file: file.name):
            if file.name.endswith(".tsv.xz"):
                table = file.name.removesuffix(".tsv.xz")
                width = len(columns(RECORDS[table]))
                yield table, width, self._rows(table, file)

    def _rows(self, table: str, file: Traversable) -> Iterator[tuple[Cell, ...]]:
        try:
            text = lzma.decompress(file.read_bytes()).decode("utf-8")
        except lzma.LZMAError as error:
            raise DamagedFile(file.name, f"it cannot be unpacked ({error}).") from error
        lines = iter(text.removesuffix("\n").split("\n"))
        next(lines)  # the columns' names
        rows = (tuple(line.split("\t")) for line in lines)
        yield from _ungrouped(rows) if table == PAIRS else rows


RECORDS = {table: record for record, table in TABLES.items()}


def default_folder() -> Traversable:
    """Where the snapshot lies in the installed project."""
    return resources.files("catalog").joinpath("snapshot")


def read(folder: Traversable) -> list[Snapshot]:
    """Every release of a snapshot, in the order of their names."""
    found = []
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        about = each.joinpath("release.toml")
        if about.is_file():
            cells = tomllib.loads(about.read_text("utf-8"))
            row = [cells[name] for name in columns(Release)]
            found.append(Snapshot(from_row(Release, row), each))
    return found


def fingerprint(folder: Traversable) -> str:
    """What changes whenever the snapshot does: each release's id and hash."""
    return " ".join(f"{each.release.id}:{each.release.sha256[:8]}:{each.release.rows}"
                    for each in read(folder))  # fmt: skip


def write(folder: Path, release: Release, records: Iterable[Any]) -> int:
    """Write one release's folder anew. Returns the number of rows.

    CMS's text for codes is left out: for CPT codes it belongs to the AMA.
    """
    by_kind: dict[type[Any], list[Any]] = {}
    for record in records:
        if not isinstance(record, Descriptor):
            by_kind.setdefault(type(record), []).append(record)
    place = folder / release.id
    place.mkdir(parents=True, exist_ok=True)
    for old in place.iterdir():
        old.unlink()
    for kind, found in by_kind.items():
        _write_table(place / f"{TABLES[kind]}.tsv.xz", kind, found)
    count = sum(map(len, by_kind.values()))
    _write_about(place / "release.toml", release, count)
    return count


def _write_table(path: Path, kind: type[Any], records: list[Any]) -> None:
    names = columns(kind)
    rows: Iterable[tuple[Cell, ...]] = map(to_row, records)
    if kind is EditPair:
        names, rows = ("column1", "modifier_indicator", "column2..."), _grouped(records)
    lines = ["\t".join(names), *("\t".join(map(str, row)) for row in rows)]
    text = "\n".join(lines) + "\n"
    path.write_bytes(lzma.compress(text.encode("utf-8"), preset=PRESET))


def _write_about(path: Path, release: Release, rows: int) -> None:
    cells = {**dict(zip(columns(Release), to_row(release), strict=True)), "rows": rows}
    lines = [
        f"{name} = {cell if isinstance(cell, int) else _quoted(cell)}"
        for name, cell in cells.items()
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _grouped(pairs: Iterable[EditPair]) -> Iterator[tuple[Cell, ...]]:
    key = ("column1", "modifier_indicator")
    ordered = sorted(pairs, key=lambda p: (p.column1, p.modifier_indicator, p.column2))
    for (column1, indicator), group in groupby(
        ordered, key=lambda pair: tuple(getattr(pair, name) for name in key)
    ):
        members = list(group)
        if any(p.effective_from or p.deleted_on or p.rationale for p in members):
            raise ImportFailed(
                f"{column1}: the snapshot keeps active pairs alone, without dates. "
                "Make it from the file of active edits."
            )
        yield column1, indicator, " ".join(pair.column2 for pair in members)


def _ungrouped(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[Cell, ...]]:
    """Pairs in the order of the table they go into."""
    by_column1 = groupby(rows, key=lambda row: row[0])
    for column1, groups in by_column1:
        pairs = [(code, row[1]) for row in groups for code in row[2].split(" ")]
        for column2, indicator in sorted(pairs):
            yield column1, column2, indicator, "", "", ""
