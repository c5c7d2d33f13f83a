"""What can go wrong with the catalog.

* CatalogError
  - NotInCatalog        what was asked for is not there; the caller can ask again
    + UnknownCode
    + UnknownPlace      a ZIP code, locality or place of service nobody has heard of
    + NotLoaded         no release that could answer for that date is loaded
  - ImportFailed        a published file is not as expected; somebody must look at it
    + NotRecognised     none of the layouts we read
    + DamagedFile       half an archive, a wrong encoding, too few rows
    + EditionUnknown    neither its content nor its name says when it holds
    + LayoutChanged     a column is not there
    + BadRow            a row too long, too short, or with totals that do not add up
    + BadCell           a cell that is not of its column's type
  - CatalogUnavailable  the catalog file cannot be opened, written or trusted
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


class CatalogError(Exception):
    """Base of every error this package raises on purpose."""


class NotInCatalog(CatalogError):
    """What was asked for is not in the catalog.

    The message is read by the model that asked: it names the value at fault and
    what to try next.
    """


class UnknownCode(NotInCatalog):
    """No release in the catalog has ever had this code."""

    def __init__(self, code: str, *, nearest: Sequence[str] = ()) -> None:
        self.code, self.nearest = code, tuple(nearest)
        near = f" Near it: {', '.join(nearest)}." if nearest else ""
        super().__init__(
            f"No loaded release has a code {code!r}.{near} Or look for it by words."
        )


class UnknownPlace(NotInCatalog):
    """A ZIP code, a locality or a place of service that CMS does not list."""


class NotLoaded(NotInCatalog):
    """No loaded release of a dataset can answer for a date."""

    def __init__(self, dataset: str, on: date, *, loaded: Sequence[str] = ()) -> None:
        self.dataset, self.on, self.loaded = dataset, on, tuple(loaded)
        have = f"loaded are {', '.join(loaded)}" if loaded else "none is loaded"
        super().__init__(
            f"Not checked: no release of {dataset} for {on} is loaded ({have}). "
            "Get CMS's file for that date and run `cleanclaim catalog import FILE`."
        )


class ImportFailed(CatalogError):
    """A published file is not as its reader expects."""


class NotRecognised(ImportFailed):
    """A file has none of the layouts we read."""

    def __init__(self, file: str, known: Sequence[str]) -> None:
        self.file = file
        kinds = dict.fromkeys(name.partition(" (")[0] for name in known)
        super().__init__(
            f"{file}: not a layout this version reads. It reads {', '.join(kinds)}. "
            "Give the file as CMS published it, or the zip it came in."
        )


class DamagedFile(ImportFailed):
    """A file is cut short, or is not in the encoding CMS uses."""

    def __init__(self, file: str, what: str) -> None:
        self.file = file
        super().__init__(f"{file}: {what} Download it again.")


class EditionUnknown(ImportFailed):
    """Neither the content nor the name of a file says when it holds."""

    def __init__(self, file: str, missing: str, option: str) -> None:
        self.file, self.missing = file, missing
        super().__init__(
            f"{file}: neither its content nor its name says {missing}. "
            f"Keep the name CMS gave it, or add {option}."
        )


class LayoutChanged(ImportFailed):
    """No row of the file names every column its reader needs."""

    def __init__(self, file: str, columns: Sequence[str]) -> None:
        self.file, self.columns = file, tuple(columns)
        super().__init__(
            f"{file}: no header row names all of {', '.join(map(repr, columns))}. "
            "Has CMS renamed a column, or is this a cut of the file?"
        )


class BadRow(ImportFailed):
    """A row does not fit its header, or its figures do not add up."""

    def __init__(self, file: str, line: int, what: str) -> None:
        self.file, self.line = file, line
        super().__init__(f"{file}:{line}: {what}")


class BadCell(ImportFailed):
    """A cell cannot be read as its column's type."""

    def __init__(
        self, file: str, line: int, column: str, value: str, expected: str
    ) -> None:
        self.file, self.line, self.column, self.value = file, line, column, value
        super().__init__(
            f"{file}:{line}: {column!r} is {value!r}, expected {expected}."
        )


class CatalogUnavailable(CatalogError):
    """The catalog file cannot be opened, written or trusted."""
