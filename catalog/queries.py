"""Ask the catalog. One method per question; each takes the day it is asked for.

The release in force on that day answers. Where it is not loaded, the nearest loaded
one of the same calendar year does, and says so. Where there is none, it is
``NotLoaded``: nothing was checked. Figures of another year never answer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from catalog.holding import Held, Loaded, choose
from catalog.records import (
    AddOnEdit,
    AnesthesiaBase,
    AnesthesiaFactor,
    Category,
    DrugLimit,
    Gpci,
    HcpcsCode,
    LabFee,
    PhysicianFee,
    PlaceOfService,
    PlainTitle,
    Release,
    UnitLimit,
    ZipLocality,
)
from catalog.rows import columns, from_row
from catalog.tables import TABLES

R = TypeVar("R")
MOST_CODES = 1_000  # whose fee rows are remembered, in some 5 MB
MOST_ROWS = 5_000  # of other tables, in about as much
MOST_DAYS = 10_000  # remembered choices of a release: nobody asks for more


class Catalog:
    """A catalog opened for reading. Close it, or use it in a ``with``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._releases = self._read_releases()
        # A catalog never changes, and claims ask for the same codes again and again.
        self._fees = lru_cache(MOST_CODES)(self._read_fees)
        self._rows = lru_cache(MOST_ROWS)(self._read_row)
        self._titles = lru_cache(MOST_ROWS)(self._read_title)
        self._add_ons = lru_cache(MOST_CODES)(self._read_add_ons)
        self._held: dict[tuple[str, date], Held] = {}
        self.remembered: dict[str, object] = {}  # what a search has read, by its name

    def __enter__(self) -> Catalog:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    # Releases

    def releases(self, dataset: str | None = None) -> list[Release]:
        """Every loaded release, or one dataset's, oldest first."""
        return [
            each.release
            for each in self._releases
            if dataset in (None, each.release.dataset)
        ]

    def imported(self) -> list[Release]:
        """The releases that its owner added."""
        return [each.release for each in self._releases if not each.shipped]

    def held(self, dataset: str, on: date) -> Held:
        """The release that answers for a day.

        Raises:
            NotLoaded: none of that calendar year is loaded.
        """
        known = self._held.get((dataset, on))
        if known is None:
            if len(self._held) > MOST_DAYS:
                self._held.clear()
            known = self._held[dataset, on] = choose(self._releases, dataset, on)
        return known

    # The physician fee schedule

    def fees(
        self, codes: Iterable[str], on: date, dataset: str = "physician_fees"
    ) -> dict[str, dict[str, PhysicianFee]]:
        """Each code's rows by modifier; a code without rows is left out."""
        number = self.held(dataset, on).number
        found = {code: self._fees(number, code) for code in set(codes)}
        return {code: rows for code, rows in found.items() if rows}

    def _read_fees(self, number: int, code: str) -> dict[str, PhysicianFee]:
        rows = self._all(PhysicianFee, "release = ? AND code = ?", number, code)
        return {row.modifier: row for row in rows}

    def fee_history(self, code: str) -> list[tuple[Release, PhysicianFee]]:
        """Every loaded release that lists a code, with its first row, oldest first.

        The first row is the whole service; a code of parts alone has no such row.
        """
        found = []
        for each in self._releases:
            if each.release.dataset == "physician_fees":
                row = self._one(
                    PhysicianFee,
                    "release = ? AND code = ? ORDER BY modifier LIMIT 1",
                    each.number,
                    code,
                )
                if row:
                    found.append((each.release, row))
        return found

    def new_codes(self, after: Release, now: Held, like: str) -> list[str]:
        """Codes like a pattern that ``now`` lists and an earlier release does not."""
        rows = self.connection.execute(
            "SELECT DISTINCT code FROM physician_fee WHERE release = ? AND code LIKE ?"
            " AND code NOT IN (SELECT code FROM physician_fee WHERE release ="
            " (SELECT number FROM release WHERE id = ?)) ORDER BY code",
            [now.number, like, after.id],
        )
        return [code for (code,) in rows]

    # Where

    def gpcis(self, on: date) -> list[Gpci]:
        """Every locality's indices."""
        return self._all(Gpci, "release = ?", self.held("gpci", on).number)

    def gpci(self, mac: str, locality: str, on: date) -> Gpci | None:
        """One locality's indices; ``None`` for a place CMS does not list."""
        return self._one(
            Gpci,
            "release = ? AND mac = ? AND locality = ?",
            self.held("gpci", on).number,
            mac,
            locality,
        )

    def zip_locality(self, zip_code: str, on: date) -> ZipLocality | None:
        """A ZIP code's locality; ``None`` for one CMS does not list."""
        number = self.held("zip_localities", on).number
        return self._one(ZipLocality, "release = ? AND zip_code = ?", number, zip_code)

    def localities_near(self, zip_code: str, on: date) -> list[tuple[str, str]]:
        """Carrier and locality of the ZIP codes that share its first three digits."""
        number = self.held("zip_localities", on).number
        rows = self.connection.execute(
            "SELECT carrier, locality FROM zip_locality WHERE release = ?"
            " AND zip_code LIKE ? GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2",
            [number, f"{zip_code[:3]}%"],
        )
        return rows.fetchall()

    def place_of_service(self, code: str, on: date) -> PlaceOfService | None:
        """A place of service; ``None`` for a number CMS does not list."""
        return self._of_code(PlaceOfService, "places_of_service", code, on)

    # Edits

    def unit_limit(self, code: str, dataset: str, on: date) -> UnitLimit | None:
        """A code's unit limit; ``None``: CMS publishes none, which is not unlimited."""
        return self._of_code(UnitLimit, dataset, code, on)

    def add_on_edits(self, code: str, on: date) -> list[AddOnEdit]:
        """The add-on edits of a code that is an add-on, in force on that day."""
        number = self.held("add_on_codes", on).number
        return [row for row in self._add_ons(number, code) if _runs(row, on)]

    def _read_add_ons(self, number: int, code: str) -> tuple[AddOnEdit, ...]:
        return tuple(self._all(AddOnEdit, "release = ? AND add_on = ?", number, code))

    # Other schedules, and what codes are

    def hcpcs_code(self, code: str, on: date) -> HcpcsCode | None:
        """A HCPCS Level II code's figures."""
        return self._of_code(HcpcsCode, "hcpcs", code, on)

    @cached_property
    def hcpcs_modifiers(self) -> frozenset[str]:
        """Every HCPCS Level II modifier of any loaded release."""
        rows = self.connection.execute("SELECT modifier FROM hcpcs_modifier")
        return frozenset(modifier for (modifier,) in rows)

    def lab_fee(self, code: str, on: date) -> LabFee | None:
        """A laboratory test's amount, for the code without a modifier."""
        number = self.held("clinical_laboratory", on).number
        return self._one(
            LabFee, "release = ? AND code = ? AND modifier = ''", number, code
        )

    def drug_limit(self, code: str, on: date) -> DrugLimit | None:
        """A drug's payment limit."""
        return self._of_code(DrugLimit, "drug_limits", code, on)

    def anesthesia_base(self, code: str, on: date) -> AnesthesiaBase | None:
        """An anesthesia code's base units."""
        return self._of_code(AnesthesiaBase, "anesthesia_base_units", code, on)

    def anesthesia_factor(
        self, mac: str, locality: str, on: date
    ) -> AnesthesiaFactor | None:
        """A locality's anesthesia conversion factor."""
        number = self.held("anesthesia_factors", on).number
        where = "release = ? AND mac = ? AND locality = ?"
        return self._one(AnesthesiaFactor, where, number, mac, locality)

    def category(self, code: str, on: date) -> Category | None:
        """Where RBCS puts a code: the latest placement that began by that day."""
        number = self.held("categories", on).number
        return self._one(
            Category,
            "release = ? AND code = ? AND effective_from <= ?"
            " ORDER BY effective_from DESC LIMIT 1",
            number,
            code,
            on.isoformat(),
        )

    @cached_property
    def codes(self) -> list[str]:
        """Every code of every release, in order."""
        rows = self.connection.execute("SELECT code FROM known_code ORDER BY code")
        return [code for (code,) in rows]

    def title(self, code: str) -> PlainTitle | None:
        """Our own title; ``None`` for a code no release knows. May be empty."""
        return self._titles(code)

    def _read_title(self, code: str) -> PlainTitle | None:
        row = self.connection.execute(
            "SELECT code, title, synonyms, description FROM known_code WHERE code = ?",
            [code],
        ).fetchone()
        return from_row(PlainTitle, row) if row else None

    # How rows become records

    def _of_code(self, record: type[R], dataset: str, code: str, on: date) -> R | None:
        number = self.held(dataset, on).number
        return self._one(record, "release = ? AND code = ?", number, code)

    def _all(self, record: type[R], where: str, *values: Any) -> list[R]:  # noqa: ANN401
        rows = self.connection.execute(_select(record, where), values)
        return [from_row(record, row) for row in rows]

    def _one(self, record: type[R], where: str, *values: Any) -> R | None:  # noqa: ANN401
        asked: Any = record  # mypy takes no type of ours for a hashable one
        found: R | None = self._rows(asked, where, values)
        return found

    def _read_row(self, record: Any, where: str, values: tuple[Any, ...]) -> Any:  # noqa: ANN401
        row = self.connection.execute(_select(record, where), values).fetchone()
        return from_row(record, row) if row else None

    def _read_releases(self) -> list[Loaded]:
        names = ", ".join(columns(Release))
        rows = self.connection.execute(
            f"SELECT number, snapshot, {names} FROM release"  # noqa: S608 - our own names
            " ORDER BY dataset, effective_from, id"
        )
        return [Loaded(row[0], from_row(Release, row[2:]), row[1] == 1) for row in rows]


def _select(record: type[Any], where: str) -> str:
    names = ", ".join(columns(record))
    return f"SELECT {names} FROM {TABLES[record]} WHERE {where}"  # noqa: S608 - our own names


def _runs(edit: AddOnEdit, on: date) -> bool:
    """Deletion is the last day in force; one that equals the first never ran."""
    last = min(
        filter(None, (edit.deleted_on, edit.add_on_deleted, edit.primary_deleted)),
        default=date.max,
    )
    return edit.effective_from <= on <= last and last != edit.effective_from
