"""Open files as CMS publishes them: bare, gzipped, zipped, or zips within a zip.

A table is read as rows of cells (comma, tab, spreadsheet) or as lines (fixed
width). Nothing here knows what a column means.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, cast
from xml.etree.ElementTree import ParseError

from catalog.errors import DamagedFile, ImportFailed

TEXT = (".csv", ".txt", ".tsv")
SHEET = ".xlsx"
# CMS ships each table of an archive in several forms; the first of these is read.
PREFERRED = (".csv", ".tsv", ".txt", SHEET)
MARKS = {b"PK\x03\x04": ".zip", b"\x1f\x8b": ".gz"}
HEAD_BYTES = 65_536
HEAD_ROWS = 60
LONGEST_CELL = 1_000_000
Opened = Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a published file."""

    name: str  # "archive.zip/member" where it came in an archive
    sha256: str  # of the file as handed over
    open: Opened = field(repr=False)
    encoding: str = "cp1252"
    siblings: tuple[str, ...] = ()  # names of the other members of its archive

    @property
    def is_sheet(self) -> bool:
        """Whether the table is a spreadsheet."""
        return self.name.lower().endswith(SHEET)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Each line with its number, without its line end."""
        try:
            with self.open() as raw:
                text = io.TextIOWrapper(raw, self._encoding(), newline="\n")
                for number, line in enumerate(text, start=1):
                    yield number, line.rstrip("\r\n")
        except (UnicodeDecodeError, *BROKEN_ARCHIVE) as error:
            raise self._damaged(error) from error

    def cells(self) -> Iterator[tuple[int, list[str]]]:
        """Each row's cells with the line it ends on."""
        if self.is_sheet:
            yield from self._sheet_cells()
            return
        try:
            with self.open() as raw:
                text = io.TextIOWrapper(raw, self._encoding(), newline="")
                reader = csv.reader(text, delimiter=self._delimiter())
                for cells in reader:
                    yield reader.line_num, cells
        except (UnicodeDecodeError, csv.Error, *BROKEN_ARCHIVE) as error:
            raise self._damaged(error) from error

    def head(self) -> tuple[list[list[str]], list[str]]:
        """The first rows, and the first lines, for telling what the table is."""
        cells = []
        for _, row in self.cells():
            cells.append(row)
            if len(cells) == HEAD_ROWS:
                break
        if self.is_sheet:
            return cells, []
        return cells, self._sample().splitlines()[:HEAD_ROWS]

    def _sheet_cells(self) -> Iterator[tuple[int, list[str]]]:
        from openpyxl import load_workbook  # slow to import, and rarely needed

        try:
            with self.open() as raw:
                book = load_workbook(io.BytesIO(raw.read()), read_only=True)
                sheet = book.worksheets[0]
                rows = enumerate(sheet.iter_rows(values_only=True), start=1)
                for number, row in rows:
                    yield number, ["" if cell is None else str(cell) for cell in row]
        except (KeyError, ParseError, *BROKEN_ARCHIVE) as error:
            raise self._damaged(error) from error

    def _sample(self) -> str:
        with self.open() as raw:
            return raw.read(HEAD_BYTES).decode(self._encoding(), "replace")

    def _delimiter(self) -> str:
        lines = self._sample().splitlines()[:HEAD_ROWS]
        tabbed = sum("\t" in line for line in lines)
        return "\t" if tabbed * 2 > len(lines) else ","

    def _encoding(self) -> str:
        """The byte-order mark's, where there is one; else the layout's own."""
        with self.open() as raw:
            mark = raw.read(3)
        if mark.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        return "utf-8-sig" if mark == b"\xef\xbb\xbf" else self.encoding

    def _damaged(self, error: Exception) -> ImportFailed:
        if isinstance(error, UnicodeDecodeError):
            return DamagedFile(
                self.name,
                f"byte {error.start} is not {error.encoding} text, as CMS writes it.",
            )
        return DamagedFile(self.name, f"it cannot be read to its end ({error}).")


BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,  # a member that wants a password
)


def tables(path: Path) -> Iterator[Table]:
    """Yield the tables of a file; of an archive, each member in its best form.

    Raises:
        ImportFailed: the file is not there.
        DamagedFile: it is half an archive.
    """
    csv.field_size_limit(LONGEST_CELL)
    if path.is_dir():
        raise ImportFailed(f"{path}: is a folder. Name the files in it.")
    if not path.is_file():
        raise ImportFailed(f"{path}: there is no such file.")
    try:
        digest = _sha256(path)
        yield from _members(path.name, digest, lambda: path.open("rb"))
    except BROKEN_ARCHIVE as error:
        raise DamagedFile(path.name, f"it cannot be opened ({error}).") from error


def _members(name: str, digest: str, opened: Opened) -> Iterator[Table]:
    suffix = _form(name, opened)
    if suffix == ".zip":
        yield from _zip_members(name, digest, opened)
    elif suffix == ".gz":
        yield Table(name, digest, _gunzip(opened))
    else:
        yield Table(name, digest, opened)


def _form(name: str, opened: Opened) -> str:
    """What a file is: by its first bytes where its name does not say."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in (".zip", ".gz", *PREFERRED):
        return suffix
    with opened() as raw:
        mark = raw.read(4)
    return next((form for start, form in MARKS.items() if mark.startswith(start)), "")


def _zip_members(name: str, digest: str, opened: Opened) -> Iterator[Table]:
    with opened() as raw, zipfile.ZipFile(raw) as archive:
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
    for member in _best_forms(names):
        whole = f"{name}/{PurePosixPath(member).name}"
        if member.lower().endswith(".zip"):
            yield from _members(whole, digest, _opener(opened, member))
        else:
            siblings = tuple(other for other in names if other != member)
            yield Table(whole, digest, _opener(opened, member), siblings=siblings)


def _opener(opened: Opened, member: str) -> Opened:
    @contextmanager
    def open_member() -> Iterator[IO[bytes]]:
        with (
            opened() as raw,
            zipfile.ZipFile(raw) as archive,
            archive.open(member) as inside,
        ):
            yield inside

    return open_member


def _gunzip(opened: Opened) -> Opened:
    @contextmanager
    def open_inside() -> Iterator[IO[bytes]]:
        with opened() as raw, gzip.GzipFile(fileobj=raw) as inside:
            yield cast(IO[bytes], inside)

    return open_inside


def _best_forms(names: list[str]) -> list[str]:
    """Of each table's csv, txt and xlsx, the one that is safest to read."""
    best: dict[str, str] = {}
    for name in names:
        path = PurePosixPath(name)
        form = path.suffix.lower()
        if form == ".zip":
            best[name] = name
        elif form in PREFERRED:
            stem = str(path.with_suffix("")).lower()
            other = best.get(stem)
            if other is None or _rank(form) < _rank(PurePosixPath(other).suffix):
                best[stem] = name
    return list(best.values())


def _rank(suffix: str) -> int:
    return PREFERRED.index(suffix.lower())


def _sha256(path: Path) -> str:
    with path.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()
