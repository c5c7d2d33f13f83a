"""The word that a misspelt or shortened one is meant to be."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import takewhile

from rapidfuzz import fuzz, process

SURE = 82  # likeness from which a misspelt word is taken for one of ours
CLOSE = 2  # of those so near to the likeliest, the commonest is meant
LEAST_LETTERS = 4  # a shorter word is not corrected: too much is near it
BEGINNING = 5  # letters of a word that is cut short
SOUNDS = tuple(
    (re.compile(written), heard)
    for written, heard in (
        ("ph", "f"), ("ae|oe", "e"), ("gh|h", ""), ("x", "ks"), ("c(?=[eiy])", "s"),
        ("ck|c|q", "k"), ("z", "s"), ("y", "i"), ("tion|sion", "shn"),
        (r"(.)\1", r"\1"), ("e$", ""),
    )
)  # fmt: skip


class Spelling:
    """The words that are known, each with how many codes have it."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self._known = known

    def meant(self, word: str) -> str:
        """The nearest known word: as it begins, as it sounds, as it is written.

        Of those as near, the one that most codes have: rare words are often slips of
        their own. Itself where it is known, short, or near none.
        """
        if word in self._known or len(word) < LEAST_LETTERS:
            return word
        return self._begun(word) or self._near(word) or word

    def _begun(self, word: str) -> str:
        """The commonest longer word that begins so; empty where none does."""
        if len(word) < BEGINNING:
            return ""
        first = bisect_left(self._words, word)
        longer = takewhile(lambda each: each.startswith(word), self._words[first:])
        return max(longer, key=lambda each: self._known[each], default="")

    def _near(self, word: str) -> str:
        """The commonest of the likest words; empty where none is like it.

        How a word sounds counts as much as how it is written, where that helps it.
        """
        likeness = {
            each: score
            for each, score, _ in process.extract(
                word, self._words, scorer=fuzz.ratio, score_cutoff=SURE, limit=5
            )
        }
        for _, heard, place in process.extract(
            sound(word), self._sounds, scorer=fuzz.ratio, score_cutoff=SURE, limit=5
        ):
            each = self._words[place]
            both = (heard + fuzz.ratio(word, each)) / 2
            if both >= SURE:
                likeness[each] = max(likeness.get(each, 0.0), both)
        nearest = max(likeness.values(), default=0.0) - CLOSE
        best = [each for each, score in likeness.items() if score >= nearest]
        return max(best, key=lambda each: self._known[each], default="")

    @cached_property
    def _words(self) -> Sequence[str]:
        return sorted(self._known)

    @cached_property
    def _sounds(self) -> Sequence[str]:
        return [sound(each) for each in self._words]


def sound(word: str) -> str:
    """A word as it is heard: "nefrectomy" and "nephrectomy" are one."""
    for written, heard in SOUNDS:
        word = written.sub(heard, word)
    return word
