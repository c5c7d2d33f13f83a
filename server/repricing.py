"""Price a file of claims, line by line, in memory that does not grow with it.

Rows of one claim stand together and share its number; a claim's first row says its
date, place and practitioner. A row that cannot be read goes to a second file with the
reason, and the claim's other rows are priced without it: nothing is lost.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import groupby
from pathlib import Path

from catalog.errors import NotInCatalog
from catalog.queries import Catalog
from server.errors import RequestError
from server.places import OFFICE, place_named, where
from server.pricing import Priced, Who, price_lines
from server.requests import known_code, modifiers_of
from server.rules.claim import PHYSICIAN, Line

REQUIRED = ("claim", "code", "date_of_service")
OPTIONAL = ("modifiers", "units", "charge", "minutes", "postoperative_days",
            "place_of_service", "zip_code", "locality", "practitioner",
            "participating")  # fmt: skip
RESULT = ("status", "allowed", "because", "release")
PROBLEM = ("row", "problem")
YES_NO = {"": True, "yes": True, "no": False}
LONGEST_CLAIM = 50  # lines
Row = Mapping[str, str]
Tick = Callable[[int], None]


@dataclass(slots=True)
class Tally:
    """What became of a file's rows."""

    rows: int = 0
    priced: int = 0
    not_paid: int = 0
    unpriced: int = 0
    refused: int = 0
    allowed: Decimal = field(default=Decimal("0.00"))


@dataclass(slots=True)
class _Files:
    """The three files of one run."""

    priced: csv.DictWriter[str]
    refused: csv.DictWriter[str]
    tally: Tally


def reprice(
    catalog: Catalog, source: Path, priced: Path, refused: Path, tick: Tick
) -> Tally:
    """Read claims from one file; write what they are allowed, and the rows refused.

    Raises:
        RequestError: the header misses a column, or names one that is not read: a
            column of patient data is not passed on.
    """
    with (
        source.open(encoding="utf-8-sig", newline="") as rows_in,
        priced.open("w", encoding="utf-8", newline="") as rows_out,
        refused.open("w", encoding="utf-8", newline="") as rows_refused,
    ):
        reader = csv.DictReader(rows_in)
        names = _header(reader.fieldnames or ())
        files = _Files(
            csv.DictWriter(rows_out, [*names, *RESULT]),
            csv.DictWriter(rows_refused, [*names, *PROBLEM]),
            Tally(),
        )
        files.priced.writeheader()
        files.refused.writeheader()
        numbered = enumerate(reader, start=2)
        for _, group in groupby(numbered, key=lambda each: each[1]["claim"]):
            _claim(catalog, list(group), files)
            tick(files.tally.rows)
    return files.tally


def _header(names: Iterable[str]) -> list[str]:
    found = [name.strip() for name in names]
    missing = [name for name in REQUIRED if name not in found]
    unknown = [name for name in found if name not in (*REQUIRED, *OPTIONAL)]
    if missing or unknown:
        said = [f"misses {', '.join(missing)}"] if missing else []
        said += [f"has {len(unknown)} that are not read"] if unknown else []
        raise RequestError(
            f"The file's header {' and '.join(said)}. Send these columns and no "
            f"others: {', '.join(REQUIRED)}; where needed {', '.join(OPTIONAL)}."
        )
    return found


def _claim(
    catalog: Catalog, group: list[tuple[int, dict[str, str]]], files: _Files
) -> None:
    """One claim: its rows read, priced together, and written where they belong."""
    files.tally.rows += len(group)
    read: list[tuple[int, dict[str, str], Line]] = []
    for number, row in group:
        try:
            read.append((number, row, _line(catalog, len(read) + 1, row)))
        except (NotInCatalog, RequestError) as error:
            _refuse(files, number, row, str(error))
    if not read:
        return
    try:
        priced = _price(catalog, read[0][1], [line for _, _, line in read])
    except (NotInCatalog, RequestError) as error:
        for number, row, _ in read:
            _refuse(files, number, row, str(error))
        return
    for _, row, line in read:
        files.priced.writerow({**row, **_outcome(priced, line, files.tally)})


def _refuse(files: _Files, number: int, row: Row, why: str) -> None:
    files.tally.refused += 1
    known = {
        name: row.get(name) or "" for name in (*REQUIRED, *OPTIONAL) if name in row
    }
    files.refused.writerow({**known, "row": number, "problem": why})


def _line(catalog: Catalog, number: int, row: Row) -> Line:
    if None in row or None in row.values():
        raise RequestError("The row has more or fewer cells than the header.")
    if not row["claim"].isdecimal() or len(row["claim"]) > 12:
        raise RequestError("claim must be a number of your own, not a patient's.")
    if number > LONGEST_CLAIM:
        raise RequestError(f"A claim has at most {LONGEST_CLAIM} lines.")
    day = _day(row["date_of_service"])
    return Line(
        number=number,
        code=known_code(catalog, row["code"]),
        modifiers=modifiers_of(catalog, row.get("modifiers", "").split(), day),
        units=_whole(row, "units", 1, most=9999) or 1,
        charge=_dollars(row.get("charge", "")),
        minutes=_whole(row, "minutes", 1, most=6000),
        postoperative_days=_whole(row, "postoperative_days", 0, most=90),
        on=day,
    )


def _price(catalog: Catalog, first: Row, lines: list[Line]) -> Priced:
    on = lines[0].on
    participating = first.get("participating", "").strip().lower()
    if participating not in YES_NO:
        raise RequestError(f"participating is {participating!r}: send yes or no.")
    return price_lines(
        catalog,
        lines,
        place=place_named(catalog, first.get("place_of_service") or OFFICE, on),
        at=where(
            catalog,
            on,
            zip_code=first.get("zip_code") or None,
            locality=first.get("locality") or None,
        ),
        who=Who(first.get("practitioner") or PHYSICIAN, YES_NO[participating]),
    )


def _outcome(priced: Priced, line: Line, tally: Tally) -> dict[str, str]:
    claim, known = priced.claim, priced.facts.lines[line.number]
    reason = next((u.because for u in claim.unpriced if u.line == line.number), None)
    if reason is not None:
        tally.unpriced += 1
        status, amount, because = "unpriced", "", reason
    else:
        last = claim.last(line)
        assert last is not None  # noqa: S101 - a line is priced or unpriced
        status = "priced" if last.paid else "not_paid"
        tally.priced += last.paid
        tally.not_paid += not last.paid
        tally.allowed += last.amount
        amount, because = str(last.amount), last.because
    return dict(zip(RESULT, (status, amount, because, known.fees.release.name),
                    strict=True))  # fmt: skip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RequestError(
            f"date_of_service is {text[:20]!r}: send a date that exists, as YYYY-MM-DD."
        ) from None


def _whole(row: Row, name: str, least: int, *, most: int) -> int | None:
    text = row.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and least <= int(text[:9]) <= most):
        raise RequestError(f"{name} is {text[:20]!r}: send {least} to {most}.")
    return int(text)


def _dollars(text: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        amount = Decimal(text.strip())
        if 0 < amount <= 10_000_000 and amount == amount.quantize(Decimal("0.01")):
            return amount
    except InvalidOperation:
        pass
    raise RequestError(f"charge is {text[:20]!r}: send dollars, such as 120.00.")
