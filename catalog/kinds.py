"""Find modifiers, places of service and denial codes by themselves or by words.

``catalog/plain/kinds/<kind>.tsv`` has a row for each, in our own words; ``common.txt``
beside them those that are met most, which come first among equals.
"""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from dataclasses import dataclass
from functools import cache
from importlib import resources

from catalog import word_index, word_search
from catalog.indexed import Indexed
from catalog.records import PlainTitle
from catalog.tables import schema
from catalog.word_search import NAMED, Match
from catalog.words import STOP_WORDS

KINDS = ("modifier", "place", "denial")
# What may stand before a code: the name of its kind, or whose money a denial is.
NAMES = {
    "modifier": re.compile(r"\b(?:MODIFIERS?|MODS?)(?: CODES?)?\b"),
    "place": re.compile(r"\b(?:POS|PLACE OF SERVICE)(?: CODES?)?\b"),
    "denial": re.compile(
        r"\b(?:(?:DENIAL|REASON|REMARK)S?(?: CODES?)?|[CR]ARC(?: CODES?)?)\b"
    ),
}
# What a query of words may begin with that asks for a kind, or for one of its codes.
FIRST = {
    "modifier": re.compile(r"MODIFIERS? (?:FOR )?"),
    "place": re.compile(r"(?:PLACE OF SERVICE|POS CODE|POS FOR) (?:FOR )?"),
    "denial": re.compile(
        r"(?:DENIALS?|DENIED|[CR]ARC|REMARK CODE|REASON CODE)(?: CODE)?\b[ :]*(?:FOR )?"
        r"(?:[A-Z]{0,2}\d{1,3}\b)?|(?:CO|PR|OA|PI)[ -]\d{1,3}\b"
    ),
}
CODE = re.compile(r"\bCODES?\b")
GAS = re.compile(r"CO2")  # a laboratory test, before it is a group code
REMARK = re.compile(r"(?:N|MA)\d{1,3}")  # a denial code that begins no other code
GROUPS = re.compile(r"\b(?:CO|PR|OA|PI|CR)\b(?=[\s-]*[A-Z]{0,2}\s?\d)|"
                    r"\b(?:CO|PR|OA|PI|CR)(?=\d)")  # fmt: skip
CODES = {
    "modifier": re.compile(r"[A-Z0-9]{2}"),
    "place": re.compile(r"\d{1,2}"),
    "denial": re.compile(r"(?:MA|[ABMNP])? ?\d{1,3}|CO|PR|OA|PI|CR"),
}
# Of denials nearly each says what is not: "no referral" is one that is missing, and
# "not covered" is told from others by what is covered.
NO, NOT = re.compile(r"\b(?:no|without|w/?o)\b"), re.compile(r"\bnot\b|n't\b")
APART = re.compile(r"[\s,;/?.&+#:-]+")


@cache
def titles(kind: str) -> dict[str, PlainTitle]:
    """Every code of a kind, with what it means in our own words."""
    path = resources.files("catalog").joinpath(f"plain/kinds/{kind}.tsv")
    reader = csv.reader(
        io.StringIO(path.read_text("utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    names = next(reader)
    rows = (PlainTitle(**dict(zip(names, cells, strict=True))) for cells in reader)
    return {each.code: each for each in rows}


def find(kind: str, query: str, limit: int) -> list[Match]:
    """The best matches of a kind first; of equals the lower code.

    A query of nothing but codes, with or without the kind's name or a denial's group,
    finds those alone, in its order: none, where none of them is known.
    """
    named = _named(kind, query)
    if named is None:
        return word_search.find(_index(kind), _as_read(kind, query), limit)
    known = titles(kind)
    return [
        Match(code=code, score=1.0, matched_on=NAMED) for code in named if code in known
    ][:limit]


def _named(kind: str, query: str) -> list[str] | None:
    """The codes that a query consists of; ``None`` where it says anything else.

    Two letters may be a word, and are codes only where one is known.
    """
    known = titles(kind)
    text = CODE.sub(" ", NAMES[kind].sub(" ", query.upper()))
    if kind == "denial":
        text = re.sub(r"\b(MA|[ABMNP])[ -](?=\d)", r"\1", GROUPS.sub(" ", text))
    parts = [_padded(kind, each) for each in APART.split(text) if each]
    parts = [p for p in parts if p in known or p.lower() not in STOP_WORDS]
    codes = all(CODES[kind].fullmatch(each) for each in parts)
    named = text != query.upper()
    said = named or any(each in known or not each.isalpha() for each in parts)
    return list(dict.fromkeys(parts)) if parts and codes and said else None


def _as_read(kind: str, text: str) -> str:
    if kind != "denial":
        return text
    return NOT.sub(" ", NO.sub("missing", text.lower()))


def _padded(kind: str, code: str) -> str:
    """A number as codes of its kind are written: place 01, denial 45."""
    if not code.isdigit() or kind == "modifier":
        return code
    return code.zfill(2) if kind == "place" else code.lstrip("0")


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A kind that a query names, and what it asks of it."""

    kind: str
    query: str


def asked_for(query: str) -> AskedFor | None:
    """The kind that a query names: with codes alone, or as its first word.

    "modifier 25", "CO-97", "N130", "denied for timely filing".
    """
    text = query.upper().strip()
    for kind in KINDS:
        group = kind == "denial" and GROUPS.search(text) and not GAS.fullmatch(text)
        says = group or NAMES[kind].search(text) or REMARK.fullmatch(text)
        if says and any(each in titles(kind) for each in _named(kind, text) or ()):
            return AskedFor(kind, query)
        first = FIRST[kind].match(text)
        if first and (rest := text[first.end() :].strip()):
            return AskedFor(kind, rest)
    return None


@cache
def _index(kind: str) -> Indexed:
    """The words of a kind, indexed in memory: one thread at a time asks."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.executescript(schema())
    rows = sorted(
        (each.code, *(_as_read(kind, text) for text in _texts(each)))
        for each in titles(kind).values()
    )
    word_index.write(connection, rows)
    return Indexed(connection, [code for code, *_ in rows], lambda: common(kind))


def _texts(title: PlainTitle) -> tuple[str, str, str]:
    return title.title, title.synonyms, title.description


def common(kind: str) -> dict[str, int]:
    """1 for each code of a kind that is met most."""
    path = resources.files("catalog").joinpath("plain/kinds/common.txt")
    lines = map(str.split, path.read_text("utf-8").splitlines())
    return {code: 1 for own, *codes in lines if own == kind for code in codes}
