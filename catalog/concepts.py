"""What a query asks for: its phrases and words, each in every way to put it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass

from catalog.indexed import Indexed
from catalog.measures import Measure, measures
from catalog.sections import cued
from catalog.vocabulary import Phrase, meanings, phrases_of
from catalog.words import (
    SHOWN,
    STOP_WORDS,
    negated,
    numbers_in_digits,
    plain,
    stem,
    words,
)

LONGEST, LETTERS = 40, 600  # words of a query that are looked at, and their letters
LETTERS_ONLY = re.compile(r"[a-z]+")
# An order for a picture may end so: it is the dye that is meant.
ENDS_SO = re.compile(r"(?<!and )(?<!& )(?<!/)(?<!w )\b(with|without|w/o|wo|w/|w)\s*$")
ALIKE = 0.95  # how much another way to put it counts
# Of a stem the places of the codes that have it, or that say they do not.
PlacesOf = Callable[[str], Mapping[int, float]]


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing a query asks for: how it was put, its weight, and who has it."""

    form: str
    ways: tuple[frozenset[str], ...]  # to put it, each as its stems
    stems: frozenset[str]  # of every way
    weight: float  # the rarer, the more
    places: Mapping[int, float]  # of codes, each with how well it has it

    def said_by(self, phrase: Set[str]) -> frozenset[str]:
        """The stems of the ways to put it that a phrase has whole; none is not said."""
        if self.stems.isdisjoint(phrase):
            return frozenset()
        return frozenset(stem for way in self.ways if way <= phrase for stem in way)


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a query asks for."""

    there: tuple[Concept, ...]  # what is to be there
    without: tuple[Concept, ...]  # what is not
    typed: frozenset[str]  # stems of all words, as they are taken
    measures: tuple[Measure, ...]
    sections: frozenset[str]  # of the code set
    stems: frozenset[str]  # of every way to put each that is to be there
    weight: float  # of all that is to be there


def asked(index: Indexed, query: str) -> Asked:
    """Read a query: its first words, the misspelt ones as the nearest known.

    A number is compared as a measure only.
    """
    text = _corrected(index, query)
    known = [word for word in words(text) if word not in STOP_WORDS]
    typed = {stem(word): SHOWN.get(word, word) for word in reversed(known)}
    absent = typed.keys() & negated(text)
    said = [*_concepts(index.shares, index, typed, typed.keys() - absent)]
    without = [*_concepts(index.absent, index, typed, absent)]
    there = [each for each in said if not each.form.replace(".", "").isdigit()]
    return Asked(
        there=tuple(there),
        without=tuple(without),
        typed=frozenset(typed),
        measures=tuple(dict.fromkeys(measures(text))),
        sections=cued(text, frozenset(typed)),
        stems=frozenset(stem for each in there for stem in each.stems),
        weight=sum(each.weight for each in there),
    )


def read_as(index: Indexed, query: str) -> dict[str, str]:
    """The first words of a query, in order, each with the nearest that is known."""
    typed = LETTERS_ONLY.findall(_first(query))
    return {each: index.meant(each) for each in typed if each not in STOP_WORDS}


def _first(query: str) -> str:
    text = " ".join(plain(query).lower().split()[:LONGEST])[:LETTERS]
    return ENDS_SO.sub(r"\1 contrast", numbers_in_digits(text))


def _corrected(index: Indexed, query: str) -> str:
    meant = read_as(index, query)
    return LETTERS_ONLY.sub(lambda match: meant.get(match[0], match[0]), _first(query))


def _concepts(
    places_of: PlacesOf, index: Indexed, typed: Mapping[str, str], stems: Set[str]
) -> Iterator[Concept]:
    """Some stems in the longest phrases that mean something.

    A phrase that no code has is taken apart into its words.
    """
    for phrase in phrases_of([each for each in typed if each in stems]):
        found = _concept(places_of, index, typed, phrase)
        if found.places or len(phrase) == 1:
            yield found
        else:
            for word in phrase:
                yield _concept(places_of, index, typed, (word,))


def _concept(
    places_of: PlacesOf, index: Indexed, typed: Mapping[str, str], phrase: Phrase
) -> Concept:
    alike = meanings().get(phrase, (phrase,))
    places: dict[int, float] = {}
    for each in alike:
        worth = 1.0 if each == phrase else ALIKE
        for place, share in _places(places_of, each).items():
            places[place] = max(places.get(place, 0.0), share * worth)
    return Concept(
        " ".join(typed[each] for each in phrase),
        tuple(frozenset(each) for each in alike),
        frozenset(stem for each in alike for stem in each),
        index.weight(len(places)),
        places,
    )


def _places(places_of: PlacesOf, phrase: Phrase) -> Mapping[int, float]:
    """The codes that have every word of a phrase, and how well."""
    found: Mapping[int, float] | None = None
    for word in phrase:
        own = places_of(word)
        if found is None:
            found = own
        else:
            found = {p: min(s, own[p]) for p, s in found.items() if p in own}
    return found or {}
