"""Find codes by words: of those that have most of a query, the ones that fit best."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from heapq import nlargest

from catalog.concepts import Asked, asked, read_as
from catalog.fitness import fitness
from catalog.indexed import Indexed
from catalog.known_codes import common, reporting
from catalog.neighbours import spread
from catalog.queries import Catalog

RERANKED = 80  # codes that have most of the query, whose own words are looked at
# By what a code was found other than words.
NAMED, PART_OF, NEAR = "code", "part of the code", "one character away"

Wanted = Callable[[str], bool]


def any_code(code: str) -> bool:  # noqa: ARG001 - each is wanted
    """Want every code."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A code found, how well, and by what."""

    code: str
    score: float  # how well it fits, up to 1.0; the code itself is 1.0
    matched_on: str


def words_of(catalog: Catalog) -> Indexed:
    """The words of an open catalog, which remembers what it has read of them."""
    found = catalog.remembered.get("words")
    if not isinstance(found, Indexed):
        found = Indexed(
            catalog.connection,
            catalog.codes,
            lambda: common(catalog),
            lambda: reporting(catalog),
        )
        catalog.remembered["words"] = found
    return found


def find(
    index: Indexed, query: str, limit: int, only: Wanted = any_code
) -> list[Match]:
    """Codes whose title, synonyms or category say what the query asks for.

    Words and phrases that mean the same count alike, and a misspelt word as the
    nearest one we know. A rare word counts for more than a common one, in a title
    more than in a synonym, and there more than in a category; ``fitness`` says what
    else counts. Of equals the lower code comes first; of those about as good, one of
    each kind in turn. ``only`` says which codes are wanted.
    """
    said = asked(index, query)
    ranked = [
        (fitness(index, place, share, said), place)
        for place, share in _likely(index, said, only)
    ]
    ranked.sort(key=lambda each: (-round(each[0], 4), each[1]))
    return [
        Match(
            code=index.codes[place],
            score=round(min(max(score, 0.01), 1.0), 2),
            matched_on=_matched_on(said, place),
        )
        for score, place in spread(ranked, index.title, limit)
    ]


def corrections(index: Indexed, query: str) -> dict[str, str]:
    """Each word of a query that nobody has, with the one it is read as."""
    return {
        word: meant for word, meant in read_as(index, query).items() if word != meant
    }


def _matched_on(said: Asked, place: int) -> str:
    there = [each.form for each in said.there if place in each.places]
    absent = [f"no {each.form}" for each in said.without if place in each.places]
    return ", ".join(there + absent)


def _likely(index: Indexed, said: Asked, only: Wanted) -> list[tuple[int, float]]:
    """The places of codes that have most of a query, each with the part it has.

    Of equals those that most claims are made of: some words are in hundreds of titles.
    """
    scores: dict[int, float] = {}
    for each in (*said.there, *said.without):
        for place, share in each.places.items():
            scores[place] = scores.get(place, 0.0) + each.weight * share
    if only is not any_code:
        scores = {p: score for p, score in scores.items() if only(index.codes[p])}
    common = index.common
    likely = nlargest(RERANKED, scores, key=lambda p: (scores[p], common.get(p, 0), -p))
    total = said.weight + sum(each.weight for each in said.without)
    return [(place, scores[place] / total) for place in likely]
