"""The index of words: which codes have a stem, and in what part of their text.

Made when a catalog is, read a stem at a time. A posting is a code's place among all
codes in order, and the parts that have the stem.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Mapping, Sequence

from catalog.words import stems, words

TITLE, SYNONYMS, REST = 1, 2, 4  # parts of a code's text
BITS = 3


def write(connection: sqlite3.Connection, rows: Sequence[Sequence[str]]) -> None:
    """Index rows of code, title, synonyms and any further texts, in order of code."""
    postings: dict[str, dict[int, int]] = {}
    for place, (_, title, synonyms, *rest) in enumerate(rows):
        for part, text in (
            (TITLE, title),
            (SYNONYMS, synonyms),
            (REST, " ".join(rest)),
        ):
            for each in stems(text):
                found = postings.setdefault(each, {})
                found[place] = found.get(place, 0) | part
    spelled: dict[str, int] = {}
    for _, *texts in rows:
        for each in {word for text in texts for word in words(text)}:
            spelled[each] = spelled.get(each, 0) + 1
    connection.execute("DELETE FROM spelling")
    connection.executemany(
        "INSERT INTO spelling VALUES (?, ?)", sorted(spelled.items())
    )
    connection.execute("DELETE FROM word")
    connection.executemany(
        "INSERT INTO word VALUES (?, ?)",
        ((each, _packed(found)) for each, found in sorted(postings.items())),
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


def known_stems(connection: sqlite3.Connection) -> dict[str, int]:
    """Every stem, with how many codes have it."""
    size = array("I").itemsize
    rows = connection.execute("SELECT stem, length(postings) FROM word")
    return {stem: length // size for stem, length in rows}


def spellings(connection: sqlite3.Connection) -> dict[str, int]:
    """Every word as it is written, with how many codes have it."""
    return dict(connection.execute("SELECT word, count FROM spelling").fetchall())
