"""Words that mean the same to somebody who looks for a code.

``catalog/plain/vocabulary.txt`` has a set a line, its words and phrases split by
"; "; a line that begins with # is a comment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from catalog.words import stems, words

Phrase = tuple[str, ...]  # of stems
LONGEST = 5  # words of a phrase


@cache
def meanings() -> Mapping[Phrase, tuple[Phrase, ...]]:
    """Each phrase with all that mean the same, in the order of the file."""
    found: dict[Phrase, dict[Phrase, None]] = {}
    for line in _lines():
        phrases = [tuple(dict.fromkeys(stems(each))) for each in line.split(";")]
        said = [each for each in phrases if _says(each)]
        for each in said:
            found.setdefault(each, {}).update(dict.fromkeys(said))
    return {each: tuple(others) for each, others in found.items()}


def _lines() -> list[str]:
    path = resources.files("catalog").joinpath("plain/vocabulary.txt")
    lines = path.read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _says(phrase: Phrase) -> bool:
    """Whether a phrase is more than a number, and not too long to be looked for."""
    return 0 < len(phrase) <= LONGEST and not all(each[0].isdigit() for each in phrase)


@cache
def _by_stem() -> Mapping[str, tuple[Phrase, ...]]:
    """The phrases of several words that have a stem, the longest first."""
    found: dict[str, list[Phrase]] = {}
    for phrase in sorted(meanings(), key=lambda each: (-len(each), each)):
        for each in set(phrase) if len(phrase) > 1 else ():
            found.setdefault(each, []).append(phrase)
    return {stem: tuple(phrases) for stem, phrases in found.items()}


def phrases_of(asked: Sequence[str]) -> list[Phrase]:
    """Some stems as the phrases they make, whatever their order: the longest first.

    Of equally long ones the first in alphabetical order; a stem is in one phrase.
    """
    left, found = set(asked), []
    several = {p for each in asked for p in _by_stem().get(each, ()) if left >= {*p}}
    for phrase in sorted(several, key=lambda each: (-len(each), each)):
        if left >= set(phrase):
            found.append(phrase)
            left -= set(phrase)
    return [*found, *((each,) for each in sorted(left))]


@cache
def spelled() -> frozenset[str]:
    """Every word of the vocabulary, as it is written."""
    return frozenset(word for line in _lines() for word in words(line))
