"""Read a published table row by row, without ever guessing a value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from catalog.errors import BadCell, BadRow, LayoutChanged
from catalog.published import Table

CODE = re.compile(r"[A-Z0-9]{5}")
NUMBER = re.compile(r"-?[0-9]*\.?[0-9]+|[0-9]+\.")
DAY = re.compile(r"\d{7}|\d{8}|\d{4}-\d\d-\d\d", re.ASCII)
LONGEST_NUMBER = 20  # digits
END_OF_FILE = "\x1a"  # some of CMS's files still end as CP/M files did


@dataclass(frozen=True, slots=True)
class Row:
    """One row and the place it was read from."""

    file: str
    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The cell in single blanks, its line breaks with them; may be empty."""
        return " ".join(self.cells[column].split())

    def code(self, column: str) -> str:
        """A five-character HCPCS or CPT code."""
        text = self.text(column)
        if not CODE.fullmatch(text):
            raise self.bad_cell(column, "a code of five letters and digits")
        return text

    def digits(self, column: str, width: int) -> str:
        """A number kept as text, with the leading zeros that CMS's files lose."""
        text = self.text(column)
        if not (text.isascii() and text.isdigit() and len(text) <= width):
            raise self.bad_cell(column, f"up to {width} digits")
        return text.zfill(width)

    def one_of(self, column: str, allowed: Sequence[str]) -> str:
        """One of a few values."""
        text = self.text(column)
        if text not in allowed:
            raise self.bad_cell(column, f"one of {', '.join(map(repr, allowed))}")
        return text

    def whole(self, column: str) -> int:
        """A whole number, zero or more."""
        text = self.text(column)
        if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
            raise self.bad_cell(column, "a whole number")
        return int(text)

    def hundredths(self, column: str) -> Decimal:
        """A decimal of zero or more, kept in two places: .10 and 0.1 are the same."""
        number = self.decimal(column)
        kept = number.quantize(Decimal("0.01"))
        if number < 0 or kept != number:
            raise self.bad_cell(column, "a number with two decimals, zero or more")
        return kept

    def decimal(self, column: str) -> Decimal:
        """The cell as an exact decimal. An empty cell is an error, never zero."""
        text = self.text(column)
        # Decimal alone would take "NaN", "1e5" and "1_000" for numbers.
        if not NUMBER.fullmatch(text) or len(text) > LONGEST_NUMBER:
            raise self.bad_cell(column, "a number")
        return Decimal(text)

    def day(self, column: str) -> date:
        """A date as YYYYMMDD, YYYY-MM-DD or YYYYDDD (the day of the year)."""
        text = self.text(column)
        try:
            # fromisoformat alone would take weeks, and "2024010199" for a day.
            if DAY.fullmatch(text):
                return (
                    _day_of_year(text) if len(text) == 7 else date.fromisoformat(text)
                )
        except (ValueError, OverflowError):
            pass
        raise self.bad_cell(column, "a date")

    def day_or_none(self, column: str, *, none: str = "") -> date | None:
        """A date, or ``None`` where the cell is blank or says ``none``."""
        return None if self.text(column) in ("", none) else self.day(column)

    def bad_cell(self, column: str, expected: str) -> BadCell:
        """The error that points at this cell."""
        return BadCell(self.file, self.line, column, self.text(column), expected)


def _day_of_year(text: str) -> date:
    """YYYYDDD; day 366 of a common year is no date."""
    year, number = int(text[:4]), int(text[4:])
    found = date(year, 1, 1) + timedelta(days=number - 1)
    if number < 1 or found.year != year:
        raise ValueError(text)
    return found


def rows(table: Table, columns: Sequence[str], *, stacked: int = 1) -> Iterator[Row]:
    """Yield the rows below the header: the first row that names every column.

    CMS puts notices above the header and below the table, breaks lines within its
    cells, and spreads a heading over ``stacked`` rows, which are read as one. Blank
    rows, and notes that fill the first cell alone, are passed over.

    Raises:
        LayoutChanged: no row names every column.
        BadRow: a row is longer or shorter than the header.
    """
    above: list[list[str]] = []
    header: list[str] | None = None
    for line, cells in table.cells():
        if header is None:
            above = [*above, cells][-stacked:]
            names = _headings(above)
            header = names if set(columns) <= set(names) else None
            continue
        if _is_note(cells, len(header)):
            continue
        if len(cells) != len(header):
            raise BadRow(
                table.name,
                line,
                f"the row has {len(cells)} cells where the header has {len(header)}. "
                "Is the file cut short?",
            )
        yield Row(table.name, line, dict(zip(header, cells, strict=True)))
    if header is None:
        raise LayoutChanged(table.name, columns)


def _headings(stack: Sequence[Sequence[str]]) -> list[str]:
    """Each column's heading: its cells from top to bottom, in single blanks."""
    width = len(stack[-1])
    return [
        " ".join(" ".join(row[n] for row in stack if n < len(row)).split())
        for n in range(width)
    ]


def _is_note(cells: Sequence[str], width: int) -> bool:
    """Blank, an end-of-file mark, or text that fills the first of all cells."""
    first, *others = cells or [""]
    if any(cell.strip() for cell in others):
        return False
    return first.strip() in ("", END_OF_FILE) or (len(cells) == width > 1)


def fixed_rows(
    table: Table,
    fields: Mapping[str, tuple[int, int]],
    *,
    skip: str = "",
    padded_from: str | None = None,
) -> Iterator[Row]:
    """Yield the lines of a fixed-width file, cut at the 1-based positions given.

    Lines that begin with ``skip`` and blank lines are passed over. From the field
    ``padded_from`` on, a line may end early: what is not there is blank.

    Raises:
        BadRow: a line ends before its last field does, or goes on past it
            with something other than blanks.
    """
    last = max(end for _, end in fields.values())
    first_needed = fields[padded_from][0] - 1 if padded_from else last
    for line, text in table.lines():
        if not text.strip(" \x1a") or (skip and text.startswith(skip)):
            continue
        if len(text) < first_needed:
            raise BadRow(
                table.name,
                line,
                f"the line has {len(text)} characters, expected at least "
                f"{first_needed}. Is the file cut short?",
            )
        if text[last:].strip():
            raise BadRow(
                table.name, line, f"the line goes on after position {last}, its last."
            )
        cells = {name: text[begin - 1 : end] for name, (begin, end) in fields.items()}
        yield Row(table.name, line, cells)
