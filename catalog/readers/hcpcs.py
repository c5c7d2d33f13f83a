"""HCPCS Level II: codes and modifiers with their dates and figures.

A record's first line (3 a code, 7 a modifier) has the figures, the lines after it
(4, 8) more of its text. CPT codes are not in it.

Layout: fixed width, 320 characters, as in CMS's record layout of January 2026; lines
may be padded further with blanks. Seen for January 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.cells import Row, fixed_rows
from catalog.editions import MONTHS, Edition, Head, quarter
from catalog.errors import BadRow, EditionUnknown
from catalog.published import Table
from catalog.readers.layout import Layout, Record, always
from catalog.records import Descriptor, HcpcsCode, HcpcsModifier

KEY, SEQUENCE, KIND = "HCPCS code", "sequence", "record type"
TEXT, PRICING, COVERAGE = "long description", "pricing indicator", "coverage"
BETOS, ADDED, EFFECTIVE, ENDED = "BETOS", "added", "effective", "terminated"
POSITIONS = {
    KEY: (1, 5),
    SEQUENCE: (6, 10),
    KIND: (11, 11),
    TEXT: (12, 91),
    PRICING: (120, 121),
    COVERAGE: (230, 230),
    BETOS: (257, 259),
    ADDED: (269, 276),
    EFFECTIVE: (277, 284),
    ENDED: (285, 292),
    "action": (293, 320),
}
LINE = re.compile(r"([A-Z]\d{4}|   [A-Z0-9]{2})\d{5}[3478]")
CODE_LINES, MODIFIER_LINES = ("3", "4"), ("7", "8")


def read(table: Table) -> Iterator[Record]:
    """Yield each code's and modifier's figures, then its text.

    Raises:
        BadRow: a line is cut short or too long.
        BadCell: a field is not of its type.
    """
    text: list[str] = []
    key = ("", "")
    for row in fixed_rows(table, POSITIONS):
        kind = row.one_of(KIND, CODE_LINES + MODIFIER_LINES)
        if kind in ("3", "7"):
            yield from _descriptor(key, text)
            text, key = [], _key(row)
            yield _code(row) if kind == "3" else _modifier(row)
        elif _key(row) != key:
            raise BadRow(
                table.name, row.line, f"text of {row.text(KEY)} without its first line."
            )
        text.append(row.text(TEXT))
    yield from _descriptor(key, text)


def _key(row: Row) -> tuple[str, str]:
    key = row.text(KEY)
    return (key, "") if len(key) == 5 else ("", key)


def _descriptor(key: tuple[str, str], text: list[str]) -> Iterator[Descriptor]:
    if text:
        yield Descriptor(code=key[0], modifier=key[1], text=" ".join(text))


def _code(row: Row) -> HcpcsCode:
    return HcpcsCode(
        code=row.code(KEY),
        pricing=row.text(PRICING),
        coverage=row.text(COVERAGE),
        betos=row.text(BETOS),
        added_on=row.day(ADDED),
        effective_from=row.day(EFFECTIVE),
        ended_on=row.day_or_none(ENDED),
    )


def _modifier(row: Row) -> HcpcsModifier:
    return HcpcsModifier(
        modifier=row.text(KEY),
        added_on=row.day(ADDED),
        effective_from=row.day(EFFECTIVE),
        ended_on=row.day_or_none(ENDED),
    )


def _edition(head: Head) -> Edition:
    if head.hints.quarter:
        return quarter(*head.hints.quarter)
    found = re.search(r"HCPC(20\d\d)_(JAN|APR|JUL|OCT)", head.name, re.IGNORECASE)
    if found is None:
        raise EditionUnknown(
            head.name, "which quarter it holds for", "--quarter, such as 2026Q1"
        )
    number = MONTHS.index(found[2].upper()) + 1
    return quarter(int(found[1]), number)


LAYOUTS = (
    Layout(
        name="HCPCS Level II (HCPC..._ANWEB, txt)",
        dataset=always("hcpcs"),
        recognises=lambda head: (
            bool(head.lines) and all(LINE.match(line) for line in head.lines[:5])
        ),
        edition=_edition,
        read=read,
    ),
)
