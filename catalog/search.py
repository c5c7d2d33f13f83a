"""Find a code by itself, by a part of it, by a slip of the pen, or by words."""

from __future__ import annotations

import re

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from catalog import word_search
from catalog.queries import Catalog
from catalog.word_search import Match, Wanted, any_code

CODE = re.compile(r"[A-Z0-9]{5}")
PART = re.compile(r"[A-Z]|[A-Z]?\d|\d{2}|(?=.*\d)[A-Z0-9]{3,4}")
NO_WORD = re.compile(
    r"(?=(?:.*\d){3})[A-Z0-9]{5}"
)  # of a code's form, and too many digits
TYPED = re.compile(r"(?=(?:.*\d){4})[A-Z0-9]{6}")  # a character too many
LOOKALIKES = str.maketrans("OIL", "011")  # letters typed for digits


class Search:
    """Searches one open catalog, for all its codes or only those that are wanted."""

    def __init__(self, catalog: Catalog, only: Wanted = any_code) -> None:
        self.catalog, self.only = catalog, only
        self.words = word_search.words_of(catalog)

    def find(self, query: str, limit: int) -> list[Match]:
        """The best matches first; of equals, the lower code.

        A query that is a code, or a part of one, is looked up as such; one that is
        near a code finds its neighbours; one of a code's form that is near none finds
        nothing; any other is words, in any order.
        """
        text = query.strip().upper()
        if CODE.fullmatch(text):
            found = self.exact(text) or self.near(text, limit)
            if not found and NO_WORD.fullmatch(text):
                return []
        elif PART.fullmatch(text):
            found = self.partial(text, limit)
        else:
            found = self.near(text, limit) if TYPED.fullmatch(text) else []
        if not found:
            found = word_search.find(self.words, query, limit, self.only)
        return found[:limit]

    def exact(self, code: str) -> list[Match]:
        """The code itself, if any release knows it."""
        if self.catalog.title(code) is None or not self.only(code):
            return []
        return [Match(code=code, score=1.0, matched_on="code")]

    def partial(self, part: str, limit: int) -> list[Match]:
        """Codes that begin with a part, then those that contain it."""
        codes = [code for code in filter(self.only, self.catalog.codes) if part in code]
        codes.sort(key=lambda code: (not code.startswith(part), code))
        score = len(part) / 5
        return [
            Match(code=code, score=round(score, 2), matched_on="part of the code")
            for code in codes[:limit]
        ]

    def near(self, code: str, limit: int) -> list[Match]:
        """Codes that one slip turns into this: a letter for a digit first."""
        meant = code.translate(LOOKALIKES)
        found = [meant] if self.catalog.title(meant) is not None else []
        close = process.extract(
            code,
            self.catalog.codes,
            scorer=DamerauLevenshtein.distance,
            score_cutoff=1,
            limit=limit,
        )
        found += sorted(near for near, _, _ in close if near != meant)
        found = [each for each in found if self.only(each)]
        return [
            Match(code=each, score=0.8, matched_on="one character away")
            for each in found[:limit]
        ]
