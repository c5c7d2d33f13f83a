"""Find a code by itself, by a part of it, by a slip of the pen, or by words."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from heapq import nlargest

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from catalog.known_codes import common
from catalog.queries import Catalog
from catalog.vocabulary import LONGEST as LONGEST_PHRASE
from catalog.vocabulary import Phrase, meanings
from catalog.word_index import known_stems, postings
from catalog.words import stems

CODE = re.compile(r"[A-Z0-9]{5}", re.IGNORECASE)
PART = re.compile(r"(?=.*\d)[A-Z0-9]{2,4}", re.IGNORECASE)
LOOKALIKES = str.maketrans("OIL", "011")  # letters typed for digits
LONGEST = 40  # words of a query that are looked at
RERANKED = 80  # codes that have most of the query, whose own words are looked at
MOST_WORDS, MOST_TEXTS = 500, 5_000  # remembered
# How much a stem counts by the parts that have it: title 1, synonyms 2, the rest 4.
SHARES = (0.0, 1.0, 0.8, 1.0, 0.45, 1.0, 0.8, 1.0)
ALIKE, NUMBER, UNTITLED = 0.95, 1.7, 0.4
COVERED, PRECISE, WHOLE, COMMON = 0.49, 0.15, 0.19, 0.17
SURE = 82  # likeness from which a misspelt word is taken for one of ours
LEAST_LETTERS = 4  # a shorter word is not corrected: too much is near it


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A code found, how well, and by what."""

    code: str
    score: float  # 1.0 is the code itself, or every word of the query
    matched_on: str


@dataclass(frozen=True, slots=True)
class _Concept:
    """One thing a query asks for: how it was put, its weight, and who has it."""

    form: str
    stems: frozenset[str]  # of every way to put it
    weight: float  # the rarer, the more
    places: Mapping[int, float]  # of codes, each with how well it has it


class Search:
    """Searches one open catalog; learns its words at the first search by words."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._stems: dict[str, int] | None = None
        self._shares = lru_cache(MOST_WORDS)(self._read_shares)
        self._text = lru_cache(MOST_TEXTS)(self._read_text)
        self._rarity = lru_cache(MOST_TEXTS)(self._read_rarity)

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
        """Codes whose title, synonyms or category say what the query asks for.

        Words and phrases that mean the same count alike, and a misspelt word as the
        nearest one we know. A rare word counts for more than a common one, in a title
        more than in a synonym, and there more than in a category. Of codes that have
        as much of the query those come first that say little else, then those that
        most claims are made of, then the lower code.
        """
        concepts = self._concepts(query)
        total = sum(each.weight for each in concepts)
        if not total:
            return []
        scores: dict[int, float] = {}
        for each in concepts:
            for place, share in each.places.items():
                scores[place] = scores.get(place, 0.0) + each.weight * share
        likely = nlargest(RERANKED, scores, key=lambda place: (scores[place], -place))
        ranked = [
            (self._fit(place, scores[place] / total, concepts), place)
            for place in likely
        ]
        ranked.sort(key=lambda each: (-round(each[0], 4), each[1]))
        return [
            Match(
                code=self.catalog.codes[place],
                score=round(min(score, 1.0), 2),
                matched_on=", ".join(c.form for c in concepts if place in c.places),
            )
            for score, place in ranked[:limit]
        ]

    def _concepts(self, query: str) -> list[_Concept]:
        """What a query asks for: its phrases that mean something, and its words."""
        asked = list(dict.fromkeys(stems(query)))[:LONGEST]
        known, found = meanings(), []
        while asked:
            size = next(
                (n for n in range(min(LONGEST_PHRASE, len(asked)), 1, -1)
                 if tuple(asked[:n]) in known),
                1,
            )  # fmt: skip
            phrase = tuple(asked[:size])
            asked = asked[size:]
            if size == 1 and phrase not in known:
                phrase = (self._meant(phrase[0]),)
            found.append(self._concept(phrase, known.get(phrase, (phrase,))))
        return found

    def _concept(self, phrase: Phrase, alike: Sequence[Phrase]) -> _Concept:
        places: dict[int, float] = {}
        for each in alike:
            worth = 1.0 if each == phrase else ALIKE
            for place, share in self._places(each).items():
                places[place] = max(places.get(place, 0.0), share * worth)
        count = max(1, len(self.catalog.codes))
        weight = math.log(1 + count / (1 + len(places)))
        if phrase[0].isdigit():
            weight *= NUMBER
        return _Concept(
            " ".join(phrase),
            frozenset(s for each in alike for s in each),
            weight,
            places,
        )

    def _read_shares(self, stem: str) -> dict[int, float]:
        found = postings(self.catalog.connection, stem)
        return {place: SHARES[parts] for place, parts in found}

    def _places(self, phrase: Phrase) -> Mapping[int, float]:
        """The codes that have every word of a phrase, and how well."""
        found: dict[int, float] | None = None
        for word in phrase:
            own = self._shares(word)
            if found is None:
                found = own
            else:
                found = {p: min(s, own[p]) for p, s in found.items() if p in own}
        return found or {}

    def _fit(self, place: int, share: float, concepts: Sequence[_Concept]) -> float:
        """How well a code's own words fit the query: all of it, and little else."""
        asked = {each for concept in concepts for each in concept.stems}
        said = self._text(self.catalog.codes[place])
        if not said:
            return share * UNTITLED
        title, mass = said[0]
        precise = sum(self._rarity(each) for each in title & asked) / mass
        whole = max((own for phrase, own in said if phrase <= asked), default=0.0)
        total = sum(each.weight for each in concepts)
        common = COMMON if self.catalog.codes[place] in self._common else 0.0
        return (
            share * COVERED
            + PRECISE * precise
            + WHOLE * min(1.0, whole / total)
            + common
        )

    def _read_rarity(self, stem: str) -> float:
        count = max(1, len(self.catalog.codes))
        return math.log(1 + count / (1 + self.stems().get(stem, 0)))

    @cached_property
    def _common(self) -> frozenset[str]:
        return common(self.catalog)

    def _read_text(self, code: str) -> list[tuple[frozenset[str], float]]:
        """A code's title and each of its synonyms, with how much each says."""
        said = self.catalog.title(code)
        if said is None or not said.title:
            return []
        phrases = map(frozenset, map(stems, [said.title, *said.synonyms.split(";")]))
        return [(each, sum(map(self._rarity, each))) for each in phrases if each]

    def _meant(self, stem: str) -> str:
        """A stem, or the nearest known one where nobody has it: it was misspelt."""
        if stem in self.stems() or len(stem) < LEAST_LETTERS or stem.isdigit():
            return stem
        known = self.stems()
        close = process.extract(
            stem, known.keys(), scorer=fuzz.ratio, score_cutoff=SURE, limit=5
        )
        # Of the likeliest, the commonest: rare words are often slips of their own.
        best = [each for each, score, _ in close if score >= close[0][1] - 2]
        return max(best, key=lambda each: known[each], default=stem)

    def stems(self) -> dict[str, int]:
        """Every stem that codes are found by, with how many have it."""
        if self._stems is None:
            self._stems = known_stems(self.catalog.connection)
        return self._stems
