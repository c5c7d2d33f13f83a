"""Find a code by itself, by a part of it, by a slip of the pen, or by words."""

from __future__ import annotations

import re

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from catalog import word_search
from catalog.queries import Catalog
from catalog.word_search import NAMED, NEAR, PART_OF, Match, Wanted, any_code
from catalog.words import STOP_WORDS

CODE = re.compile(r"[A-Z0-9]{5}")
PART = re.compile(r"[A-Z]|[A-Z]?\d|\d{2}|(?=.*\d)[A-Z0-9]{3,4}")
# Of a code's form, with too many digits for a word.
NO_WORD = re.compile(r"(?=(?:.*\d){3})[A-Z0-9]{5}")
TYPED = re.compile(r"(?=(?:.*\d){4})[A-Z0-9]{6}")  # a character too many
MIXED = re.compile(r"(?=.*[A-Z])(?=.*\d)[A-Z0-9]+")
SAYS = 0.75  # score from which a query of a code's form is taken for words
LOOKALIKES = str.maketrans("OIL", "011")  # letters typed for digits


class Search:
    """Searches one open catalog, for all its codes or only those that are wanted."""

    def __init__(self, catalog: Catalog, only: Wanted = any_code) -> None:
        self.catalog, self.only = catalog, only
        self.words = word_search.words_of(catalog)

    def find(self, query: str, limit: int) -> list[Match]:
        """The best matches first; of equals, the lower code.

        A query that is a code, or a part of one, is looked up as such, and one that is
        near a code finds its neighbours, unless it says something as words: "CA125".
        One of a code's form that does neither finds nothing; any other is words.
        """
        text = _alone(query)
        if CODE.fullmatch(text) and (found := self.exact(text)):
            return found
        found = self._by_form(text, limit)
        if found or NO_WORD.fullmatch(text):
            said = self._said(query, limit) if MIXED.fullmatch(text) else []
            return said if said and said[0].score >= SAYS else found
        return self._said(query, limit)

    def _by_form(self, text: str, limit: int) -> list[Match]:
        if PART.fullmatch(text):
            return self.partial(text, limit)
        typed = CODE.fullmatch(text) or TYPED.fullmatch(text)
        return self.near(text, limit) if typed else []

    def _said(self, query: str, limit: int) -> list[Match]:
        return word_search.find(self.words, query, limit, self.only)

    def exact(self, code: str) -> list[Match]:
        """The code itself, if any release knows it."""
        if self.catalog.title(code) is None or not self.only(code):
            return []
        return [Match(code=code, score=1.0, matched_on=NAMED)]

    def partial(self, part: str, limit: int) -> list[Match]:
        """Codes that begin with a part, then those that contain it."""
        codes = [code for code in filter(self.only, self.catalog.codes) if part in code]
        codes.sort(key=lambda code: (not code.startswith(part), code))
        score = len(part) / 5
        return [
            Match(code=code, score=round(score, 2), matched_on=PART_OF)
            for code in codes[:limit]
        ]

    def near(self, code: str, limit: int) -> list[Match]:
        """Codes that one slip turns into this: a letter for a digit first."""
        wanted = [*filter(self.only, self.catalog.codes)]
        close = process.extract(
            code,
            wanted,
            scorer=DamerauLevenshtein.distance,
            score_cutoff=1,
            limit=None,
        )
        meant = code.translate(LOOKALIKES)
        near = {each for each, _, _ in close} | ({meant} & set(wanted))
        found = sorted(near, key=lambda each: (each != meant, each))
        return [Match(code=each, score=0.8, matched_on=NEAR) for each in found[:limit]]


def _alone(query: str) -> str:
    """The one word of a query that says something, such as a code; else all of it."""
    said = [each for each in re.findall(r"\w+", query.upper()) if not _is_stop(each)]
    return said[0] if len(said) == 1 else query.strip().upper()


def _is_stop(word: str) -> bool:
    return len(word) > 1 and word.lower() in STOP_WORDS
