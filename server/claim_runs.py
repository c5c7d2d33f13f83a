"""Go through a file of claims, claim by claim, in memory that does not grow with it.

Rows of one claim stand together and share its number; a claim's first row says its
place and practitioner. A row that cannot be read goes to a second file with the
reason, and the claim's other rows are answered without it: nothing is lost.
"""

from __future__ import annotations

import csv
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import IO, Protocol

from catalog.errors import NotInCatalog
from server.claim_file import Numbered, Row, read_rows, same_claim
from server.errors import RequestError
from server.rules.claim import Line

PROBLEM = ("row", "problem")
REMEMBERED = 10_000  # claims before this one, of which no row may come again
Tick = Callable[[int], None]
Answer = Sequence[str]  # what is said of one row, in the order of the columns
ReadLine = Callable[[int, Row], Line]
# Its first row, its lines, how many of its rows were refused: one answer for each line.
AnswerClaim = Callable[[Row, Sequence[Line], int], list[Answer]]


@dataclass(slots=True)
class Counts:
    """How many rows were read, and how many of them refused."""

    rows: int = 0
    refused: int = 0


class Writer(Protocol):
    """What ``csv.writer`` makes; its own type has no public name."""

    def writerow(self, row: Iterable[object], /) -> object:
        """Write one row."""


@dataclass(slots=True)
class _Run:
    """The files of one run, what it asks of each claim, and what it remembers."""

    names: list[str]
    read_line: ReadLine
    answer: AnswerClaim
    answered: Writer
    refused: Writer
    counts: Counts = field(default_factory=Counts)
    seen: OrderedDict[str, None] = field(default_factory=OrderedDict)


def run_claims(
    source: Path,
    answered: Path,
    refused: Path,
    columns: Sequence[str],
    read_line: ReadLine,
    answer: AnswerClaim,
    tick: Tick,
) -> Counts:
    """Read claims from one file; write what is said of each row, and the rows refused.

    The two files take their places when all is read, and not before. ``read_line`` and
    ``answer`` may raise RequestError or NotInCatalog: for a row, or for a claim.

    Raises:
        RequestError: the file cannot be read as claims, or one of the others cannot
            be written or is the file itself.
    """
    if source.resolve() in (answered.resolve(), refused.resolve()):
        raise RequestError(f"{source} is the file of claims: give --out another name.")
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            names, rows = read_rows(file, source)
            with _replacing(answered) as good, _replacing(refused) as bad:
                run = _Run(names, read_line, answer, csv.writer(good), csv.writer(bad))
                run.answered.writerow([*names, *columns])
                run.refused.writerow([*names, *PROBLEM])
                _run(run, rows, tick)
    except OSError as error:
        why = f"Cannot write {error.filename} ({error.strerror})."
        raise RequestError(why) from error
    return run.counts


def _run(run: _Run, rows: Iterator[Numbered], tick: Tick) -> None:
    for claim, group in groupby(rows, key=lambda row: _claim_of(row, run.names)):
        _claim(run, claim, list(group))
        tick(run.counts.rows)


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


def _claim_of(row: Numbered, names: list[str]) -> str:
    _, cells = row
    return dict(zip(names, cells, strict=False)).get("claim", "").strip()


def _claim(run: _Run, claim: str, group: list[Numbered]) -> None:
    """One claim: its rows read, answered together, and written where they belong."""
    run.counts.rows += len(group)
    again = claim in run.seen
    read: list[tuple[int, Row, Line]] = []
    for number, cells in group:
        row = dict(zip(run.names, cells, strict=False))
        try:
            _refuse_row(claim, cells, run.names, again=again)
            if read:
                same_claim(read[0][1], row)
            read.append((number, row, run.read_line(len(read) + 1, row)))
        except (NotInCatalog, RequestError) as error:
            _refuse(run, number, row, str(error))
    _remember(run, claim)
    if read:
        _answer(run, read, len(group) - len(read))


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


def _remember(run: _Run, claim: str) -> None:
    run.seen[claim] = None
    if len(run.seen) > REMEMBERED:
        run.seen.popitem(last=False)


def _answer(run: _Run, read: list[tuple[int, Row, Line]], refused: int) -> None:
    try:
        answers = run.answer(read[0][1], [line for _, _, line in read], refused)
    except (NotInCatalog, RequestError) as error:
        for number, row, _ in read:
            _refuse(run, number, row, str(error))
        return
    for (_, row, _), said in zip(read, answers, strict=True):
        run.answered.writerow([*row.values(), *said])


def _refuse(run: _Run, number: int, row: Row, why: str) -> None:
    run.counts.refused += 1
    cells = [row.get(name, "") for name in run.names]
    run.refused.writerow([*cells, number, why])
