"""The index of words: which codes have a stem, and in what part of their text.

Made when a catalog is, read a stem at a time. A posting is a code's place among all
codes in order, and the parts that have the stem. What a code's own words say is kept
beside it as the search compares it: reading a text again would take longer than all
the rest of a query.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from catalog.measures import Measure, measures
from catalog.words import told, words

TITLE, SYNONYMS, REST = 1, 2, 4  # parts of a code's text that say a stem is there
ABSENT = 8  # its title or a synonym says that it is not
BITS = 4


@dataclass(frozen=True, slots=True)
class Said:
    """What a code's own words say, as stems: its title, the first, and each synonym."""

    phrases: tuple[frozenset[str], ...]  # of what is there
    without: frozenset[str]  # what they say is not there
    measures: tuple[Measure, ...]  # of the title

    @property
    def title(self) -> frozenset[str]:
        """The stems of the title."""
        return self.phrases[0]


def write(connection: sqlite3.Connection, rows: Sequence[Sequence[str]]) -> None:
    """Index rows of code, title, synonyms and any further texts, in order of code.

    What a code's words say is not there is kept apart from what they say is.
    """
    read = cache(told)  # many codes share a synonym, a family or a descriptor
    written = cache(words)
    postings: dict[str, dict[int, int]] = {}
    spelled: Counter[str] = Counter()
    everything = []
    for place, (_, title, synonyms, *rest) in enumerate(rows):
        phrases = [read(each) for each in [title, *synonyms.split(";")]]
        everything.append((place, *_said(phrases, title)))
        for part, stems in (
            (TITLE, phrases[0][0]),
            (SYNONYMS, {stem for there, _ in phrases[1:] for stem in there}),
            (REST, {stem for there, _ in map(read, rest) for stem in there}),
            (ABSENT, {stem for _, absent in phrases for stem in absent}),
        ):
            for each in stems:
                found = postings.setdefault(each, {})
                found[place] = found.get(place, 0) | part
        spelled.update({word for text in rows[place][1:] for word in written(text)})
    packed = ((each, _packed(found)) for each, found in sorted(postings.items()))
    for table, values in (
        ("said(place, phrases, without, measures)", everything),
        ("spelling(word, count)", sorted(spelled.items())),
        ("word(stem, postings)", packed),
    ):
        _fill(connection, table, values)


def _fill(
    connection: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]
) -> None:
    """Put rows in the place of all that a table, named with its columns, has."""
    marks = ", ".join("?" for _ in table.split(","))
    connection.execute(f"DELETE FROM {table.split('(')[0]}")  # noqa: S608 - our own names
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608


def _said(
    phrases: Sequence[tuple[frozenset[str], frozenset[str]]], title: str
) -> tuple[str, str, str]:
    """A code's phrases, what is not there, and its title's measures, as text."""
    there = frozenset(stem for said, _ in phrases for stem in said)
    title_said, *others = (" ".join(sorted(said)) for said, _ in phrases)
    without = frozenset(stem for _, absent in phrases for stem in absent) - there
    return (
        ";".join(dict.fromkeys([title_said, *filter(None, others)])),
        " ".join(sorted(without)),
        ";".join(f"{each.low} {each.high} {each.unit}" for each in measures(title)),
    )


def _packed(found: Mapping[int, int]) -> bytes:
    return array(
        "I", (place << BITS | parts for place, parts in found.items())
    ).tobytes()


def postings(connection: sqlite3.Connection, stem: str) -> list[tuple[int, int]]:
    """The places of the codes that have a stem, each with the parts that do."""
    row = connection.execute(
        "SELECT postings FROM word WHERE stem = ?", [stem]
    ).fetchone()
    if row is None:
        return []
    packed = array("I")
    packed.frombytes(row[0])
    parts = (1 << BITS) - 1
    return [(each >> BITS, each & parts) for each in packed]


def said(connection: sqlite3.Connection, place: int) -> Said | None:
    """What the code at a place says; ``None`` where it has no title of its own."""
    row = connection.execute(
        "SELECT phrases, without, measures FROM said WHERE place = ?", [place]
    ).fetchone()
    if row is None or not row[0]:
        return None
    phrases, without, measured = row
    return Said(
        tuple(frozenset(each.split()) for each in phrases.split(";")),
        frozenset(without.split()),
        tuple(_measure(each) for each in measured.split(";") if each),
    )


def _measure(text: str) -> Measure:
    low, high, unit = text.split(" ", 2)
    return Measure(float(low), float(high), unit)


def known_stems(connection: sqlite3.Connection) -> dict[str, int]:
    """Every stem, with how many codes have it."""
    size = array("I").itemsize
    rows = connection.execute("SELECT stem, length(postings) FROM word")
    return {stem: length // size for stem, length in rows}


def spellings(connection: sqlite3.Connection) -> dict[str, int]:
    """Every word as it is written, with how many codes have it."""
    return dict(connection.execute("SELECT word, count FROM spelling").fetchall())
