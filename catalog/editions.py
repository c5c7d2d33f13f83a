"""Which release a file is, and the days it holds for.

Told by the file's content where it says so, else by the name CMS gave it, else by
what the user adds. CMS releases by calendar quarter unless a module says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from catalog.errors import EditionUnknown
from catalog.records import FOREVER

MONTHS = ("JAN", "APR", "JUL", "OCT")
LETTERS = "ABCD"
QUARTER_IN_NAME = re.compile(r"(20\d\d)[ _-]?Q([1-4])", re.IGNORECASE)
NCCI_VERSION = re.compile(r"v(\d\d)\.?([0-3])", re.IGNORECASE)
DAY_IN_NAME = re.compile(r"(0[1-9]|1[0-2])-(\d\d)-(20\d\d)")
PART_IN_NAME = re.compile(r"-f([1-4])\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A release's name and the first and last day it holds."""

    name: str
    effective_from: date
    effective_to: date
    part: int | None = None  # of a table that CMS splits over several files


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the user says about files that do not say it themselves."""

    quarter: tuple[int, int] | None = None  # year and quarter
    setting: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The beginning of a table, its name, and what the user added."""

    name: str
    rows: Sequence[Sequence[str]]
    lines: Sequence[str]
    siblings: Sequence[str] = ()
    hints: Hints = Hints()

    def names_columns(self, *columns: str) -> bool:
        """Whether one of the first rows names all of these columns."""
        wanted = {column.upper() for column in columns}
        return any(
            wanted <= {" ".join(cell.split()).upper() for cell in row}
            for row in self.rows
        )

    def find(self, pattern: str) -> re.Match[str] | None:
        """The first cell of the first rows that the pattern matches."""
        for row in self.rows:
            for cell in row:
                if found := re.search(pattern, " ".join(cell.split()), re.IGNORECASE):
                    return found
        return None


def quarter(year: int, number: int, *, name: str | None = None) -> Edition:
    """A calendar quarter, named like "2026Q3" unless it has a name of its own."""
    first = date(year, 3 * number - 2, 1)
    following = date(year + number // 4, 3 * number % 12 + 1, 1)
    return Edition(
        name=name or f"{year}Q{number}",
        effective_from=first,
        effective_to=following - timedelta(days=1),
    )


def calendar_year(year: int, *, name: str) -> Edition:
    """A whole year."""
    return Edition(
        name=name, effective_from=date(year, 1, 1), effective_to=date(year, 12, 31)
    )


def open_ended(name: str, first: date) -> Edition:
    """From a day on, until CMS says otherwise."""
    return Edition(name=name, effective_from=first, effective_to=FOREVER)


def quarter_of(day: date) -> tuple[int, int]:
    """A day's year and quarter."""
    return day.year, (day.month + 2) // 3


def rvu_name(year: int, number: int) -> str:
    """CMS's name of a relative value release: RVU25A is January 2025's."""
    return f"RVU{year % 100:02}{LETTERS[number - 1]}"


def quarter_in_name(head: Head) -> Edition:
    """From the hint, "2026Q2" or "CY2026_Q2" in the name, or an NCCI version.

    NCCI counts its versions from 1995: v32.2 is the third quarter of 2026.

    Raises:
        EditionUnknown: there is none of these.
    """
    if head.hints.quarter:
        return quarter(*head.hints.quarter)
    if found := QUARTER_IN_NAME.search(head.name):
        return quarter(int(found[1]), int(found[2]))
    if found := NCCI_VERSION.search(head.name):
        return quarter(1994 + int(found[1]), int(found[2]) + 1)
    raise EditionUnknown(
        head.name, "which quarter it holds for", "--quarter, such as --quarter 2026Q3"
    )


def day_in_name(head: Head) -> Edition:
    """From the hint, or a day in the name: "Eff_04-01-2026".

    Raises:
        EditionUnknown: there is neither.
    """
    if not head.hints.quarter and (found := DAY_IN_NAME.search(head.name)):
        month, _, year = map(int, found.groups())
        return quarter(year, (month + 2) // 3)
    return quarter_in_name(head)


def part_in_name(head: Head) -> int | None:
    """Which of its four files this is: CMS ends their names in f1 to f4."""
    found = PART_IN_NAME.search(head.name)
    return int(found[1]) if found else None
