"""Read a csv file of claims: its rows, and what each of them says.

A row or a file that cannot be read is refused with a sentence that says what to send.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO, get_args

from catalog.queries import Catalog
from server.errors import RequestError
from server.money import cents
from server.places import OFFICE, Where, where
from server.pricing import FEES, Practitioner, Who
from server.requests import MOST_MODIFIERS, known_code, modifiers_of
from server.rules.claim import PHYSICIAN, Line

REQUIRED = ("claim", "code", "date_of_service")
OF_CLAIM = ("place_of_service", "zip_code", "locality", "practitioner",
            "participating")  # fmt: skip
OPTIONAL = ("modifiers", "units", "charge", "minutes", "postoperative_days", *OF_CLAIM)
PRACTITIONERS = {name.lower(): name for name in get_args(Practitioner)}
YES_NO = {"": True, "yes": True, "no": False}
LONGEST_CLAIM = 50  # lines
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
Row = Mapping[str, str]
Numbered = tuple[int, list[str]]  # the row's line in the file, and its cells


def read_rows(file: IO[str], source: Path) -> tuple[list[str], Iterator[Numbered]]:
    """A file's column names, and its rows as they come, blank lines left out.

    Raises:
        RequestError: the header misses a column, or names one that is not read: a
            column of patient data is not passed on. The file is no csv in UTF-8,
            which may show only while its rows are read.
    """
    rows = _rows(file, source)
    _, header = next(rows, (1, []))
    return _names(header), rows


def _rows(file: IO[str], source: Path) -> Iterator[Numbered]:
    reader = csv.reader(file)
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, cells
    except UnicodeDecodeError as error:
        raise RequestError(
            f"{source.name}: after line {reader.line_num} stands a character that is "
            "no UTF-8. Save the file as CSV UTF-8, and send it again."
        ) from error
    except csv.Error as error:
        raise RequestError(
            f"{source.name}: line {reader.line_num} is no csv ({error}). Send cells "
            "separated by commas."
        ) from error


def _names(header: Sequence[str]) -> list[str]:
    found = [name.strip().lower() for name in header]
    missing = [name for name in REQUIRED if name not in found]
    unknown = [name for name in found if name not in (*REQUIRED, *OPTIONAL)]
    twice = sorted({name for name in found if found.count(name) > 1} - set(unknown))
    said = [f"misses {', '.join(missing)}"] if missing else []
    said += [f"has {len(unknown)} that are not read"] if unknown else []
    said += [f"has {', '.join(twice)} twice"] if twice else []
    if said:
        raise RequestError(
            f"The file's header {' and '.join(said)}. Send these columns, separated by "
            f"commas, and no others: {', '.join(REQUIRED)}; where needed "
            f"{', '.join(OPTIONAL)}."
        )
    return found


def read_line(catalog: Catalog, number: int, row: Row, *, priced: bool = True) -> Line:
    """One row as a claim's line; of one to be ``priced`` a year without fees is wrong.

    Raises:
        RequestError: a cell cannot be read.
        NotInCatalog: no release knows the code, or prices its date.
    """
    if number > LONGEST_CLAIM:
        raise RequestError(f"A claim has at most {LONGEST_CLAIM} lines.")
    day = _day(row["date_of_service"])
    modifiers = row.get("modifiers", "").split()
    if len(modifiers) > MOST_MODIFIERS:
        raise RequestError(f"modifiers are {len(modifiers)}: send at most four.")
    if priced:
        catalog.held(FEES, day)
    return Line(
        number=number,
        code=known_code(catalog, row["code"]),
        modifiers=modifiers_of(catalog, modifiers, day),
        units=_whole(row, "units", 1, most=9999) or 1,
        charge=_dollars(row.get("charge", "")),
        minutes=_whole(row, "minutes", 1, most=6000),
        postoperative_days=_whole(row, "postoperative_days", 0, most=90),
        on=day,
    )


def billed_by(first: Row) -> Who:
    """Who bills a claim, by its first row; a participating physician where it is blank.

    Raises:
        RequestError: the cells cannot be read.
    """
    participating = first.get("participating", "").strip().lower()
    if participating not in YES_NO:
        raise RequestError(f"participating is {participating[:20]!r}: send yes or no.")
    asked = first.get("practitioner", "").strip() or PHYSICIAN
    if asked.lower() not in PRACTITIONERS:
        raise RequestError(
            f"practitioner is {asked[:20]!r}: send one of "
            f"{', '.join(PRACTITIONERS.values())}."
        )
    return Who(PRACTITIONERS[asked.lower()], YES_NO[participating])


def billed_at(first: Row) -> str:
    """A claim's place of service, by its first row; the office where it is blank."""
    return first.get("place_of_service", "") or OFFICE


def located(catalog: Catalog, first: Row, on: date) -> Where:
    """A claim's locality, by its first row.

    Raises:
        RequestError: a cell cannot be read.
        NotInCatalog: there is no such place, or no table of that date.
    """
    return where(
        catalog,
        on,
        zip_code=first.get("zip_code") or None,
        locality=first.get("locality") or None,
    )


def same_claim(first: Row, row: Row) -> None:
    """Refuse a row that says of the claim another thing than its first row.

    Raises:
        RequestError: a place or a practitioner is not the first row's; blank is.
    """
    for name in OF_CLAIM:
        if row.get(name) and row[name] != first.get(name):
            raise RequestError(
                f"{name} is {row[name][:20]!r}, and {first.get(name, '')[:20]!r} in "
                "the claim's first row. Send a claim for each."
            )


def _day(text: str) -> date:
    """YYYY-MM-DD, or M/D/YYYY, which spreadsheets make of it."""
    try:
        if found := SLASHED.fullmatch(text.strip()):
            month, day, year = map(int, found.groups())
            return date(year, month, day)
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RequestError(
            f"date_of_service is {text[:20]!r}: send a date that exists, as YYYY-MM-DD."
        ) from None


def _whole(row: Row, name: str, least: int, *, most: int) -> int | None:
    text = row.get(name, "").strip()
    if not text:
        return None
    digits = text.isascii() and text.isdecimal() and len(text) <= 9
    if not (digits and least <= int(text) <= most):
        raise RequestError(f"{name} is {text[:20]!r}: send {least} to {most}.")
    return int(text)


def _dollars(text: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        amount = Decimal(text.strip())
        if 0 < amount <= 10_000_000 and amount == cents(amount):
            return cents(amount)
    except InvalidOperation:
        pass
    raise RequestError(f"charge is {text[:20]!r}: send dollars, such as 120.00.")
