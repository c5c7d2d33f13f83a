"""Price a file of claims, claim by claim, in memory that does not grow with it.

Rows of one claim stand together and share its number; a claim's first row says its
place and practitioner. A row that cannot be read goes to a second file with the
reason, and the claim's other rows are priced without it: nothing is lost.
"""

from __future__ import annotations

import csv
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import IO

from catalog.errors import NotInCatalog
from catalog.queries import Catalog
from server.claim_file import (
    Numbered,
    Row,
    price_rows,
    read_line,
    read_rows,
    same_claim,
)
from server.errors import RequestError
from server.pricing import Priced
from server.results import confidence
from server.rules.claim import Doubt, Level, Line
from server.unmodelled import left_out

RESULT = ("status", "allowed", "because", "priced_for", "release", "confidence",
          "doubts")  # fmt: skip
PROBLEM = ("row", "problem")
REMEMBERED = 10_000  # claims before this one, of which no row may come again
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
    """The files of one run, and what is remembered of it."""

    names: list[str]
    priced: csv.DictWriter[str]
    refused: csv.DictWriter[str]
    tally: Tally = field(default_factory=Tally)
    seen: OrderedDict[str, None] = field(default_factory=OrderedDict)


def reprice(
    catalog: Catalog, source: Path, priced: Path, refused: Path, tick: Tick
) -> Tally:
    """Read claims from one file; write what they are allowed, and the rows refused.

    The two files take their places when all is read, and not before.

    Raises:
        RequestError: the file cannot be read as claims, or one of the others cannot
            be written or is the file itself.
    """
    if source.resolve() in (priced.resolve(), refused.resolve()):
        raise RequestError(f"{source} is the file of claims: give --out another name.")
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            names, rows = read_rows(file, source)
            with _replacing(priced) as to_priced, _replacing(refused) as to_refused:
                files = _files(names, to_priced, to_refused)
                for claim, group in groupby(
                    rows, key=lambda row: _claim_of(row, names)
                ):
                    _claim(catalog, claim, list(group), files)
                    tick(files.tally.rows)
    except OSError as error:
        why = f"Cannot write {error.filename} ({error.strerror})."
        raise RequestError(why) from error
    return files.tally


@contextmanager
def _replacing(path: Path) -> Iterator[IO[str]]:
    """A file to write, which takes its place at the end and leaves nothing before."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _files(names: list[str], priced: IO[str], refused: IO[str]) -> _Files:
    files = _Files(
        names,
        csv.DictWriter(priced, [*names, *RESULT]),
        csv.DictWriter(refused, [*names, *PROBLEM]),
    )
    files.priced.writeheader()
    files.refused.writeheader()
    return files


def _claim_of(row: Numbered, names: list[str]) -> str:
    _, cells = row
    return dict(zip(names, cells, strict=False)).get("claim", "").strip()


def _claim(catalog: Catalog, claim: str, group: list[Numbered], files: _Files) -> None:
    """One claim: its rows read, priced together, and written where they belong."""
    files.tally.rows += len(group)
    again = claim in files.seen
    read: list[tuple[int, Row, Line]] = []
    for number, cells in group:
        row = dict(zip(files.names, cells, strict=False))
        try:
            _refuse_row(claim, cells, files.names, again=again)
            if read:
                same_claim(read[0][1], row)
            read.append((number, row, read_line(catalog, len(read) + 1, row)))
        except (NotInCatalog, RequestError) as error:
            _refuse(files, number, row, str(error))
    _remember(files, claim)
    if read:
        _price(catalog, read, files)


def _refuse_row(claim: str, cells: list[str], names: list[str], *, again: bool) -> None:
    """Raise what is wrong with a row before it is read."""
    if len(cells) != len(names):
        raise RequestError("The row has more or fewer cells than the header.")
    if not (claim.isascii() and claim.isdecimal()) or len(claim) > 12:
        raise RequestError("claim must be a number of your own, not a patient's.")
    if again:
        raise RequestError(
            f"Claim {claim} ended further up: put the rows of one claim together."
        )


def _remember(files: _Files, claim: str) -> None:
    files.seen[claim] = None
    if len(files.seen) > REMEMBERED:
        files.seen.popitem(last=False)


def _price(catalog: Catalog, read: list[tuple[int, Row, Line]], files: _Files) -> None:
    try:
        priced = price_rows(catalog, read[0][1], [line for _, _, line in read])
    except (NotInCatalog, RequestError) as error:
        for number, row, _ in read:
            _refuse(files, number, row, str(error))
        return
    missing = list(left_out(priced))
    for _, row, line in read:
        said = [text for number, text in missing if number == line.number]
        files.priced.writerow({**row, **_outcome(priced, line, said, files.tally)})


def _refuse(files: _Files, number: int, row: Row, why: str) -> None:
    files.tally.refused += 1
    files.refused.writerow({**row, "row": number, "problem": why})


def _outcome(
    priced: Priced, line: Line, left_out: list[str], tally: Tally
) -> dict[str, str]:
    claim, known = priced.claim, priced.facts.lines[line.number]
    reason = claim.reason(line)
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
    doubts = [*priced.doubts_of(line), *(Doubt(Level.MEDIUM, s) for s in left_out)]
    sure = confidence(doubts)
    place = f"{known.gpci.mac}-{known.gpci.locality}" if known.gpci else "national"
    why = "; ".join(sure.because) if doubts else ""
    return dict(zip(RESULT, (status, amount, because, place, known.fees.release.name,
                             sure.level.value, why), strict=True))  # fmt: skip
