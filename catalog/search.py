"""Find a code by itself, by a part of it, by a slip of the pen, or by words."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from catalog.queries import Catalog

CODE = re.compile(r"[A-Z0-9]{5}", re.IGNORECASE)
PART = re.compile(r"(?=.*\d)[A-Z0-9]{2,4}", re.IGNORECASE)
WORD = re.compile(r"[a-z0-9]+(?:[.'][a-z0-9]+)*")
LOOKALIKES = str.maketrans("OIL", "011")  # letters typed for digits
STOP_WORDS = frozenset(
    "a an and any as at by code codes for from how i in is it me my no of on one or "  # noqa: SIM905
    "the to use what which with".split()
)
LONGEST = 40  # words of a query that are looked at
SURE = 82  # likeness from which a misspelt word is taken for one of ours
LEAST_LETTERS = 4  # a shorter word is not corrected: too much is near it


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A code found, how well, and by what."""

    code: str
    score: float  # 1.0 is the code itself, or every word of the query
    matched_on: str


class Search:
    """Searches one open catalog; learns its words at the first search by words."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._words: dict[str, int] | None = None
        self._codes: list[str] | None = None

    def find(self, query: str, limit: int) -> list[Match]:
        """The best matches first; of equals, the lower code.

        A query that is a code, or a part of one, is looked up as such; one that is
        near a code finds its neighbours; any other is words, in any order.
        """
        text = query.strip().upper()
        if CODE.fullmatch(text):
            found = self.exact(text) or self.near(text, limit)
        elif PART.fullmatch(text):
            found = self.partial(text, limit)
        else:
            found = []
        if not found:
            found = self.by_words(query, limit)
        return found[:limit]

    def exact(self, code: str) -> list[Match]:
        """The code itself, if any release knows it."""
        if self.catalog.title(code) is None:
            return []
        return [Match(code=code, score=1.0, matched_on="code")]

    def partial(self, part: str, limit: int) -> list[Match]:
        """Codes that begin with a part, then those that contain it."""
        codes = [code for code in self.codes() if part in code]
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
            self.codes(),
            scorer=DamerauLevenshtein.distance,
            score_cutoff=1,
            limit=limit,
        )
        found += sorted(near for near, _, _ in close if near != meant)
        return [
            Match(code=each, score=0.8, matched_on="one character away")
            for each in found[:limit]
        ]

    def by_words(self, query: str, limit: int) -> list[Match]:
        """Codes whose title, synonyms or category have the query's words.

        A rare word counts for more than a common one. A misspelt word of four letters
        or more counts as the nearest word we know.
        """
        asked = [word for word in words(query) if word not in STOP_WORDS][:LONGEST]
        postings = {word: self._codes_with(word) for word in dict.fromkeys(asked)}
        total = sum(weight for weight, _, _ in postings.values())
        if not total:
            return []
        scores: dict[str, float] = {}
        forms: dict[str, list[str]] = {}
        for weight, codes, form in postings.values():
            for code in codes:
                scores[code] = scores.get(code, 0.0) + weight
                forms.setdefault(code, []).append(form)
        best = sorted(scores.items(), key=lambda each: (-each[1], each[0]))
        return [
            Match(
                code=code,
                score=round(score / total, 2),
                matched_on=", ".join(forms[code]),
            )
            for code, score in self._titled_first(best[: limit * 20])[:limit]
        ]

    def _titled_first(
        self, scored: Sequence[tuple[str, float]]
    ) -> list[tuple[str, float]]:
        """Of equal scores, codes with a short title of ours before longer and none."""

        def length(code: str) -> int:
            title = self.catalog.title(code)
            return len(title.title) if title and title.title else 1_000

        return sorted(scored, key=lambda each: (-each[1], length(each[0]), each[0]))

    def _codes_with(self, word: str) -> tuple[float, list[str], str]:
        """A word's weight, the codes that have it, and the form they have it in."""
        codes, form = self._postings(word), word
        if not codes and len(word) >= LEAST_LETTERS:
            form = self._corrected(word) or word
            codes = self._postings(form)
        known = max(1, len(self.codes()))
        return math.log(1 + known / (1 + len(codes))), codes, form

    def _postings(self, word: str) -> list[str]:
        rows = self.catalog.connection.execute(
            "SELECT code FROM known_code_fts JOIN known_code"
            " ON known_code.rowid = known_code_fts.rowid"
            " WHERE known_code_fts MATCH ?",
            [f'"{word}"'],
        )
        return [code for (code,) in rows]

    def _corrected(self, word: str) -> str | None:
        known = self.vocabulary()
        close = process.extract(
            word, known.keys(), scorer=fuzz.ratio, score_cutoff=SURE, limit=5
        )
        # Of the likeliest, the commonest: rare words are often slips of their own.
        best = [each for each, score, _ in close if score >= close[0][1] - 2]
        return max(best, key=lambda each: known[each], default=None)

    def codes(self) -> list[str]:
        """Every code of every release, in order."""
        if self._codes is None:
            rows = self.catalog.connection.execute(
                "SELECT code FROM known_code ORDER BY code"
            )
            self._codes = [code for (code,) in rows]
        return self._codes

    def vocabulary(self) -> dict[str, int]:
        """Every word that codes are found by, with how many have it."""
        if self._words is None:
            counted: dict[str, int] = {}
            rows = self.catalog.connection.execute(
                "SELECT title, synonyms, label, text FROM known_code"
            )
            for row in rows:
                for word in {each for cell in row for each in words(cell)}:
                    counted[word] = counted.get(word, 0) + 1
            self._words = counted
        return self._words


def words(text: str) -> list[str]:
    """The words of a text in lower case, numbers with their decimals."""
    return WORD.findall(text.lower())
