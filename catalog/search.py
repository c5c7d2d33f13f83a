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


@dataclass(frozen=True, slots=True)
class _Found:
    """One word of a query: what was looked up for it, its weight, and its codes."""

    form: str
    weight: float
    codes: list[str]


class Search:
    """Searches one open catalog; learns its words at the first search by words."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._words: dict[str, int] | None = None

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
        codes = [code for code in self.catalog.codes if part in code]
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
        return [
            Match(code=each, score=0.8, matched_on="one character away")
            for each in found[:limit]
        ]

    def by_words(self, query: str, limit: int) -> list[Match]:
        """Codes whose title, synonyms or category have the query's words.

        A query that is a code's whole synonym or title finds it first. Else a rare
        word counts for more than a common one, in a title more than in a synonym, and
        there more than in a category. A misspelt word of four letters or more counts
        as the nearest word we know. Of equals the shorter title comes first.
        """
        asked = [word for word in words(query) if word not in STOP_WORDS][:LONGEST]
        found = {word: self._found(word) for word in dict.fromkeys(asked)}
        total = sum(each.weight for each in found.values())
        if not total:
            return []
        scores: dict[str, float] = {}
        forms: dict[str, list[str]] = {}
        for each in found.values():
            for code in each.codes:
                scores[code] = scores.get(code, 0.0) + each.weight
                forms.setdefault(code, []).append(each.form)
        likely = sorted(scores, key=lambda code: (-scores[code], code))[: limit * 40]
        phrase = " ".join(each.form for each in found.values())
        ranked = [
            (self._fit(code, phrase, forms[code]) * scores[code] / total, code)
            for code in likely
        ]
        ranked.sort(key=lambda each: (-round(each[0], 4), each[1]))
        return [
            Match(
                code=code,
                score=round(score, 2),
                matched_on=", ".join(forms[code]),
            )
            for score, code in ranked[:limit]
        ]

    def _fit(self, code: str, phrase: str, forms: Sequence[str]) -> float:
        """How well a code's own words fit the query, up to 1.0 for a whole phrase."""
        title = self.catalog.title(code)
        if title is None or not title.title:
            return 0.5  # found by its category alone
        phrases = [title.title, *title.synonyms.split(";")]
        if any(_key(each) == _key(phrase) for each in phrases):
            return 1.0
        in_title = {stem(word) for word in words(title.title)}
        hits = sum(stem(form) in in_title for form in forms) / len(forms)
        brief = 1 / (1 + len(in_title) / 40)
        return 0.6 + 0.3 * hits + 0.05 * brief

    def _found(self, word: str) -> _Found:
        """The codes that have a word, or the word it was meant to be."""
        codes, form = self._postings(word), word
        if not codes and len(word) >= LEAST_LETTERS:
            form = self._corrected(word) or word
            codes = self._postings(form)
        known = max(1, len(self.catalog.codes))
        return _Found(form, math.log(1 + known / (1 + len(codes))), codes)

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


def stem(word: str) -> str:
    """A word without the ending of its plural or its -ing and -ed forms."""
    for ending in ("ing", "ies", "es", "ed", "s", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _key(text: str) -> frozenset[str]:
    """A phrase's words without order, endings and stop words."""
    return frozenset(stem(w) for w in words(text) if w not in STOP_WORDS)


def words(text: str) -> list[str]:
    """The words of a text in lower case, numbers with their decimals."""
    return WORD.findall(text.lower())
