"""Find modifiers, places of service and denial codes by themselves or by words.

``catalog/plain/kinds/<kind>.tsv`` has a row for each, in our own words.
"""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from importlib import resources

from catalog.records import PlainTitle
from catalog.vocabulary import meanings, phrases_of
from catalog.word_search import Match
from catalog.words import stems

KINDS = ("modifier", "place", "denial")
NAMES = re.compile(r"\b(MODIFIER|MOD|POS|PLACE|OF|SERVICE|CARC|RARC|CO|PR|OA|PI)\b")


@cache
def titles(kind: str) -> dict[str, PlainTitle]:
    """Every code of a kind, with what it means in our own words."""
    path = resources.files("catalog").joinpath(f"plain/kinds/{kind}.tsv")
    reader = csv.reader(
        io.StringIO(path.read_text("utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    names = next(reader)
    rows = (PlainTitle(**dict(zip(names, cells, strict=True))) for cells in reader)
    return {each.code: each for each in rows}


def find(kind: str, query: str, limit: int) -> list[Match]:
    """The best matches of a kind first; of equals the lower code.

    A query that is a code, with or without the kind's name, finds that alone.
    """
    known = titles(kind)
    rest = NAMES.sub(" ", query.upper()).replace("-", " ").split()
    if len(rest) == 1 and rest[0] in known:
        return [Match(code=rest[0], score=1.0, matched_on="code")]
    phrases = phrases_of(list(dict.fromkeys(stems(query))))
    scored = [(_share(each, phrases), each.code) for each in known.values()]
    best = sorted((-share, code) for share, code in scored if share > 0)[:limit]
    return [
        Match(code=code, score=round(-share, 2), matched_on="words")
        for share, code in best
    ]


def _share(each: PlainTitle, phrases: list[tuple[str, ...]]) -> float:
    """How much of a query a row says: in its title in full, else in part."""
    title = set(stems(each.title))
    more = title | set(stems(f"{each.synonyms} {each.description}"))
    found = 0.0
    for phrase in phrases:
        alike = meanings().get(phrase, (phrase,))
        if any(title >= set(one) for one in alike):
            found += 1.0
        elif any(more >= set(one) for one in alike):
            found += 0.7
    brief = 1 / (1 + len(title) / 50)
    return found / len(phrases) * brief if phrases else 0.0
