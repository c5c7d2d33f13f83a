"""The codes that a query may mean, told apart from one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pydantic import BaseModel, Field

from catalog.known_codes import label, lists
from catalog.queries import Catalog
from catalog.records import PlainTitle
from catalog.word_search import NAMED, Match
from catalog.words import SHOWN, STOP_WORDS, negated, stem, words
from server.code_record import code_record
from server.standing import standing

TWICE = re.compile(r"\b(no|not) (\S+) \1 (?=\S)")  # "no contrast no dye"
GONE = 0.1  # taken off the score of a code that is not in force and was not named


class MatchOut(BaseModel):
    """A code that the query may mean."""

    code: str
    title: str = Field(description="Our own words, or what CMS files it under.")
    title_is_own: bool
    score: float = Field(description="How well it fits; 1.0: the code itself.")
    matched_on: str
    in_force: bool | None = Field(
        description="Whether a table of that date lists it; null: not checked."
    )
    standing: str | None = Field(
        description="For a code that no table of that date lists: what is known of it."
    )
    successors: list[str] = Field(description="Newer codes of its section, if gone.")
    differs_by: str | None = Field(
        description="What its title says and the best match's does not, else what "
        "that says more; the best is compared with the next."
    )
    description: str | None = None


def of_codes(
    catalog: Catalog, found: Sequence[Match], on: date, limit: int
) -> list[MatchOut]:
    """The best of the codes found, those that are gone further down.

    A code that no table of the day lists stands behind others about as good, unless
    the query names it.
    """
    there = {each.code: lists(catalog, each.code, on) for each in found}
    best = sorted(found, key=lambda each: _standing_back(each, there[each.code]))
    return _told_apart(
        [_of_code(catalog, each, on, there[each.code]) for each in best[:limit]]
    )


def _standing_back(match: Match, in_force: bool | None) -> float:
    named = match.matched_on == NAMED
    gone = in_force is False and not named
    return -match.score - named + (GONE if gone else 0)


def of_kind(found: Sequence[Match], known: Mapping[str, PlainTitle]) -> list[MatchOut]:
    """Modifiers, places of service or denial codes, in the same order."""
    return _told_apart(
        [
            MatchOut(
                code=each.code,
                title=known[each.code].title,
                title_is_own=True,
                score=each.score,
                matched_on=each.matched_on,
                in_force=None,
                standing=None,
                successors=[],
                differs_by=None,
                description=known[each.code].description or None,
            )
            for each in found
        ]
    )


def _of_code(
    catalog: Catalog,
    match: Match,
    on: date,
    there: bool | None,
) -> MatchOut:
    title = catalog.title(match.code)
    own = title.title if title else ""
    stands = None if there else standing(catalog, code_record(catalog, match.code, on))
    return MatchOut(
        code=match.code,
        title=own or label(catalog, match.code) or "no title yet",
        title_is_own=bool(own),
        score=match.score,
        matched_on=match.matched_on,
        in_force=there,
        standing=stands.sentence if stands else None,
        successors=list(stands.successors) if stands else [],
        differs_by=None,
        description=(title.description or None) if title and there is False else None,
    )


def _told_apart(matches: list[MatchOut]) -> list[MatchOut]:
    """Each match with what its title says and the one it is compared with does not."""
    if len(matches) < 2:
        return matches
    first, second = matches[:2]
    others = [second, *([first] * (len(matches) - 1))]
    return [
        each.model_copy(update={"differs_by": _differs(each.title, other.title)})
        for each, other in zip(matches, others, strict=True)
    ]


def _differs(title: str, other: str) -> str | None:
    """The words of a title that another does not have; "no dye" is not "dye".

    A title that says nothing of its own is told by what the other says more.
    """
    own, others = dict(_points(title)), dict(_points(other))
    more = [said for key, said in own.items() if key not in others]
    less = [f"not {said}" for key, said in others.items() if key not in own]
    return TWICE.sub(r"\1 \2 ", " ".join(more or less)) or None


def _points(title: str) -> Iterator[tuple[str, str]]:
    """Each word that says something, as it is compared and as it is shown."""
    without, none = negated(title), "not" if " not " in title else "no"
    for word in words(title):
        if word in STOP_WORDS:
            continue
        no = f"{none} " if stem(word) in without else ""
        yield ("no " if no else "") + stem(word), no + SHOWN.get(word, word)
