"""Find codes by words: what a query asks for, and which title says that and no more."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from heapq import nlargest

from rapidfuzz import fuzz, process

from catalog.known_codes import common
from catalog.measures import Measure, measures
from catalog.queries import Catalog
from catalog.vocabulary import Phrase, meanings, phrases_of, spelled
from catalog.word_index import known_stems, postings, spellings
from catalog.words import STOP_WORDS, negated, stem, stems, words

LONGEST = 40  # words of a query that are looked at
RERANKED = 50  # codes that have most of the query, whose own words are looked at
MOST_WORDS, MOST_TEXTS = 500, 5_000  # remembered
# How much a stem counts by the parts that have it: title 1, synonyms 2, the rest 4.
SHARES = (0.0, 1.0, 0.8, 1.0, 0.45, 1.0, 0.8, 1.0)
SAID_ONLY = (
    (frozenset({stem("anesthesia")}), frozenset(stems("sleep asleep mac block"))),
    (
        frozenset(stems("further extra additional")),
        frozenset(stems("each another add")),
    ),
)
ALIKE, UNTITLED = 0.95, 0.4
CONTRARY, MEASURED, UNASKED = 0.15, 0.08, 0.05
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
    without: bool  # it is not to be there


def word_search(catalog: Catalog) -> WordSearch:
    """The search by words of an open catalog, which remembers what it has read."""
    found = catalog.remembered.get("words")
    if not isinstance(found, WordSearch):
        found = catalog.remembered["words"] = WordSearch(catalog)
    return found


class WordSearch:
    """Searches one open catalog by words; reads what it needs, once."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._stems: dict[str, int] | None = None
        self._shares = lru_cache(MOST_WORDS)(self._read_shares)
        self._text = lru_cache(MOST_TEXTS)(self._read_text)
        self._without = lru_cache(MOST_TEXTS)(self._read_without)
        self._own_measures = lru_cache(MOST_TEXTS)(self._read_measures)
        self._rarity = lru_cache(MOST_TEXTS)(self._read_rarity)

    def find(self, query: str, limit: int) -> list[Match]:
        """Codes whose title, synonyms or category say what the query asks for.

        Words and phrases that mean the same count alike, and a misspelt word as the
        nearest one we know. A rare word counts for more than a common one, in a title
        more than in a synonym, and there more than in a category. Of codes that have
        as much of the query those come first that say little else, then those that
        most claims are made of, then the lower code.
        """
        concepts = self._concepts(query)
        there = [each for each in concepts if not each.without] or concepts
        total = sum(each.weight for each in there)
        if not total:
            return []
        asked = measures(query)
        scores: dict[int, float] = {}
        for each in there:
            for place, share in each.places.items():
                scores[place] = scores.get(place, 0.0) + each.weight * share
        likely = nlargest(RERANKED, scores, key=lambda place: (scores[place], -place))
        ranked = [
            (self._fit(place, scores[place] / total, concepts, asked), place)
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
        """What a query asks for: its phrases that mean something, and its words.

        A number is compared as a measure, and as a word only where it stands alone.
        """
        meant = [self._meant(word) for word in words(query)[: LONGEST * 2]]
        known = [stem(each) for each in meant if each not in STOP_WORDS]
        asked = list(dict.fromkeys(known))[:LONGEST]
        without = negated(" ".join(meant))
        there = phrases_of([each for each in asked if each not in without])
        phrases = [*there, *phrases_of([each for each in asked if each in without])]
        said = [each for each in phrases if len(each) > 1 or not each[0][0].isdigit()]
        return [
            self._concept(each, meanings().get(each, (each,)), bool(without & {*each}))
            for each in said or phrases
        ]

    def _concept(
        self, phrase: Phrase, alike: Sequence[Phrase], without: bool
    ) -> _Concept:
        places: dict[int, float] = {}
        for each in alike:
            worth = 1.0 if each == phrase else ALIKE
            for place, share in self._places(each).items():
                places[place] = max(places.get(place, 0.0), share * worth)
        count = max(1, len(self.catalog.codes))
        weight = math.log(1 + count / (1 + len(places)))
        return _Concept(
            " ".join(phrase),
            frozenset(s for each in alike for s in each),
            weight,
            places,
            without,
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

    def _fit(
        self,
        place: int,
        share: float,
        concepts: Sequence[_Concept],
        measured: Sequence[Measure],
    ) -> float:
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
            + MEASURED * self._measured(place, measured)
            - CONTRARY * self._contrary(place, concepts)
            - UNASKED * self._unasked(place, asked)
            + common
        )

    def _contrary(self, place: int, concepts: Sequence[_Concept]) -> float:
        """How much a title says is there and should not be, or the other way round.

        What it says, as the query does, is not there counts half against that.
        """
        code = self.catalog.codes[place]
        said, without = self._text(code)[0][0], self._without(code)
        told = [(each.without, bool(each.stems & without)) for each in concepts
                if each.stems & said]  # fmt: skip
        return sum(1.0 if asked != own else -0.5 for asked, own in told if asked or own)

    def _unasked(self, place: int, asked: Set[str]) -> int:
        """Kinds of codes that nobody means who does not say so.

        Anesthesia for a service, and each further one of it.
        """
        said = self._text(self.catalog.codes[place])[0][0]
        return sum(
            bool(said & kind and not asked & (kind | more)) for kind, more in SAID_ONLY
        )

    def _measured(self, place: int, asked: Sequence[Measure]) -> float:
        """Between 1, each measure of a query fits the title's, and -1, none does."""
        said = self._own_measures(self.catalog.codes[place])
        found = 0.0
        for each in asked:
            same = [
                o for o in said if o.unit == each.unit or not (o.unit and each.unit)
            ]
            if same:
                found += max(own.fits(each) for own in same) or -1.0
        return found / len(asked) if asked else 0.0

    def _read_without(self, code: str) -> frozenset[str]:
        said = self.catalog.title(code)
        return negated(said.title) if said else frozenset()

    def _read_measures(self, code: str) -> list[Measure]:
        said = self.catalog.title(code)
        return measures(said.title) if said else []

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

    def _meant(self, word: str) -> str:
        """A word, or the nearest known one where nobody has it: it was misspelt."""
        known = self._spelled
        if word in known or stem(word) in self.stems() or len(word) < LEAST_LETTERS:
            return word
        close = process.extract(
            word, known.keys(), scorer=fuzz.ratio, score_cutoff=SURE, limit=5
        )
        # Of the likeliest, the commonest: rare words are often slips of their own.
        best = [each for each, score, _ in close if score >= close[0][1] - 2]
        return max(best, key=lambda each: known[each], default=word)

    @cached_property
    def _spelled(self) -> dict[str, int]:
        """Every word that titles and the vocabulary have, with how many codes do."""
        found = dict.fromkeys(spelled(), 1)
        return {**found, **spellings(self.catalog.connection)}

    def stems(self) -> dict[str, int]:
        """Every stem that codes are found by, with how many have it."""
        if self._stems is None:
            self._stems = known_stems(self.catalog.connection)
        return self._stems
