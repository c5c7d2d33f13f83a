"""What a query names: codes that are known, codes that nobody knows, and words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalog import kinds
from catalog.search import Search
from catalog.words import STOP_WORDS
from server.errors import RequestError
from server.requests import CODE_IN_TEXT

FORM = re.compile(r"\d{5}|[A-Z]\d{4}|\d{4}[A-Z]")  # of a code and of no word
SPAN = re.compile(r"\b(\d{5})\s*(?:-|TO|THROUGH)\s*(\d{5})\b")
MOST = 50  # codes of a span
DIAGNOSIS = re.compile(r"[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}")
# What may stand beside a code and is no search of its own.
BESIDE = re.compile(r"X? ?\d{1,2}|X|VS|VERSUS|OR|UNITS?|MOD|MODIFIERS?")


@dataclass(frozen=True, slots=True)
class Named:
    """The codes of a query in its order, each once, and the words beside them."""

    codes: tuple[str, ...]
    unknown: tuple[str, ...]  # of a code's form, in no loaded release
    words: str  # all of the query, where it names no code that is known


def named(search: Search, query: str) -> Named:
    """Read a query for codes; "99213-99215" names those between as well.

    Modifiers and numbers of units beside a code are no words to search for.

    Raises:
        RequestError: it is a diagnosis code, which nobody here knows.
    """
    text = query.strip().upper()
    if DIAGNOSIS.fullmatch(text):
        raise RequestError(
            f"{text!r} looks like a diagnosis code (ICD-10-CM), which no table here "
            "has. Send the service: its code, or a few plain words."
        )
    tokens = dict.fromkeys(CODE_IN_TEXT.findall(_spans_written_out(search, text)))
    codes = tuple(each for each in tokens if search.exact(each))
    known = search.catalog.title
    unknown = (each for each in tokens if FORM.fullmatch(each) and known(each) is None)
    return Named(codes, tuple(unknown), _words(text) if codes else query)


def _spans_written_out(search: Search, text: str) -> str:
    def between(match: re.Match[str]) -> str:
        first, last = match.groups()
        inside = [each for each in search.catalog.codes if first <= each <= last]
        return " ".join([first, *filter(str.isdigit, inside), last][: MOST + 2])

    return SPAN.sub(between, text)


def _words(text: str) -> str:
    """What a query says beside its codes; empty for modifiers and numbers alone."""
    rest = CODE_IN_TEXT.sub(" ", text)
    modifiers = kinds.titles("modifier")
    said = [
        each
        for each in re.findall(r"\w+", rest)
        if each not in modifiers
        and each.lower() not in STOP_WORDS
        and not BESIDE.fullmatch(each)
    ]
    return rest.strip(" ,;-") if said else ""
