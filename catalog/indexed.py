"""An index of words with the texts it was made of, each part read once.

The search needs of a catalog no more than this; kinds of codes that no table holds
make one of their own in memory.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache

from catalog.spelling import Spelling
from catalog.vocabulary import spelled
from catalog.word_index import ABSENT, Said, known_stems, postings, said, spellings
from catalog.words import stem

MOST_WORDS, MOST_TEXTS = 500, 5_000  # remembered
# How much a stem counts by the parts that have it: title 1, synonyms 2, the rest 4.
SHARES = (0.0, 1.0, 0.8, 1.0, 0.3, 1.0, 0.8, 1.0)


class Indexed:
    """An index of words over codes in order, read a part at a time."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        codes: Sequence[str],
        common: Callable[[], Mapping[str, int]],
        reporting: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        self.connection, self.codes = connection, codes
        self._read_common, self._read_reporting = common, reporting
        self.shares = lru_cache(MOST_WORDS)(self._read_shares)
        self.said = lru_cache(MOST_TEXTS)(self._read_said)
        self.rarity = lru_cache(MOST_TEXTS)(self._read_rarity)
        self.meant = lru_cache(MOST_WORDS)(self._read_meant)

    def _read_meant(self, word: str) -> str:
        """A word, or the nearest known one where nobody has it: it was misspelt."""
        return word if stem(word) in self._stems else self._spelling.meant(word)

    def weight(self, count: int) -> float:
        """What a thing says that so many codes have: the rarer, the more."""
        return math.log(1 + max(1, len(self.codes)) / (1 + count))

    def _read_shares(self, stem: str) -> Mapping[int, float]:
        """The places of the codes that have a stem, each with how much it counts."""
        found = postings(self.connection, stem)
        return {
            place: SHARES[parts & ~ABSENT] for place, parts in found if parts != ABSENT
        }

    def absent(self, stem: str) -> Mapping[int, float]:
        """The places of the codes whose words say that it is not there."""
        return {
            place: 1.0 for place, p in postings(self.connection, stem) if p & ABSENT
        }

    def _read_said(self, place: int) -> tuple[Said, list[float]] | None:
        """What a code says, and how much each of its phrases does."""
        found = said(self.connection, place)
        if found is None:
            return None
        return found, [sum(map(self.rarity, phrase)) for phrase in found.phrases]

    def title(self, place: int) -> frozenset[str]:
        """The stems of a code's title; of one that has none, none."""
        found = self.said(place)
        return found[0].title if found else frozenset()

    def _read_rarity(self, stem: str) -> float:
        return self.weight(self._stems.get(stem, 0))

    @cached_property
    def common(self) -> Mapping[int, int]:
        """By its place how common a code is, of those that come first among equals."""
        tiers = self._read_common()
        return {p: tiers[each] for p, each in enumerate(self.codes) if each in tiers}

    @cached_property
    def reporting(self) -> frozenset[int]:
        """The places of the codes that nobody means who does not speak of a measure."""
        found = self._read_reporting()
        return frozenset(p for p, code in enumerate(self.codes) if code in found)

    @cached_property
    def _stems(self) -> dict[str, int]:
        return known_stems(self.connection)

    @cached_property
    def _spelling(self) -> Spelling:
        """Every word that texts and the vocabulary have."""
        known = spellings(self.connection)
        return Spelling({**dict.fromkeys(spelled(), 1), **known})
