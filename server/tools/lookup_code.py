"""What is this code, and which code is meant?"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from catalog import kinds
from catalog.errors import NotLoaded
from catalog.known_codes import could_list
from catalog.queries import Catalog
from catalog.search import Search
from catalog.word_search import NAMED, NEAR, PART_OF, Match, any_code, corrections
from catalog.words import plain
from server.code_card import Code, code_card
from server.code_matches import MatchOut, of_codes, of_kind
from server.code_record import CodeRecord, code_record
from server.errors import RequestError
from server.named_codes import Named, named
from server.privacy import refuse_patient_data
from server.requests import ServiceDate, service_date
from server.results import Answer, confidence, sources
from server.rules.claim import Cited, Doubt, Level, doubts_of
from server.standing import standing

Kind = Literal["code", "hcpcs", "modifier", "place", "denial"]
WEAK = 0.4  # score below which even the best match is little more than a guess
SPARE = 10  # more matches, of which gone ones may make way for others
BY_CODE = (NAMED, PART_OF, NEAR)
EXAMPLES = {"modifier": "25", "place": "22", "denial": "97"}
LOOKED_UP = "CMS's own tables of that date"


class Lookup(BaseModel):
    """The codes a query may mean, and the whole record of the one it names."""

    matches: list[MatchOut]
    code: Code | None


def lookup_code(
    catalog: Catalog,
    query: Annotated[
        str,
        Field(min_length=1, max_length=10_000, description="Code, part of one, words."),
    ],
    date_of_service: ServiceDate = None,
    limit: Annotated[int, Field(ge=1, le=50)] = 10,
    kind: Annotated[
        Kind,
        Field(description="hcpcs: Level II codes only; denial: CARC and RARC codes."),
    ] = "code",
) -> Answer[Lookup]:
    """Say what a code is, or find the code that words or a part of one mean.

    A query that names one code gets its whole record: status, relative values,
    indicators in words, national prices, unit limits, add-on rules, category, and the
    releases that list it; for a code that is gone, since when and what there is now.
    """
    refuse_patient_data(query)
    query = plain(query)
    if kind in kinds.KINDS:
        return _of_kind(kind, query, limit, [])
    if kind == "code" and (other := kinds.asked_for(query)):
        said = f"Looked up as kind {other.kind!r}, which the query names."
        return _of_kind(other.kind, other.query, limit, [said])
    search = Search(catalog, _of_level_ii if kind == "hcpcs" else any_code)
    return _of_codes(search, query, date_of_service, limit)


def _of_codes(
    search: Search, query: str, day: date | None, limit: int
) -> Answer[Lookup]:
    """Codes, the record of a single one, and what the tables of the day say of them."""
    catalog, (on, doubts, warnings) = search.catalog, service_date(day)
    asked = named(search, query)
    found = _found(search, asked, query, limit + SPARE)
    matches = of_codes(catalog, found, on, limit)
    record = code_record(catalog, asked.codes[0], on) if len(asked.codes) == 1 else None
    stands = standing(catalog, record) if record else None
    tables = record or _Tables(catalog, [each.code for each in matches], on)
    doubts += [*tables.doubts, *_doubts(record, found)]
    warnings += [*_misread(search, asked, found), *_left_out(asked, found, limit)]
    return Answer(
        result=Lookup(
            matches=matches,
            code=code_card(record, stands) if record and stands else None,
        ),
        confidence=confidence(doubts, LOOKED_UP),
        sources=sources([*tables.sources, *(stands.sources if stands else ())]),
        warnings=[*warnings, *tables.not_checked],
    )


def _of_level_ii(code: str) -> bool:
    return code[0].isalpha()


class _Tables:
    """The tables that say which of some codes are in force on a day."""

    def __init__(self, catalog: Catalog, codes: list[str], on: date) -> None:
        self.sources: list[Cited] = []
        self.doubts: list[Doubt] = []
        self.not_checked: list[str] = []
        for dataset in dict.fromkeys(
            each for code in codes for each in could_list(code)
        ):
            try:
                held = catalog.held(dataset, on)
            except NotLoaded as error:
                self.not_checked.append(str(error))
                continue
            self.sources.append(held.release)
            self.doubts += doubts_of(held)


def _misread(search: Search, asked: Named, found: list[Match]) -> list[str]:
    """How words were read that nobody has, where words were looked for."""
    if all(match.matched_on in BY_CODE for match in found):
        return []
    read = corrections(search.words, asked.words)
    said = ", ".join(f"{typed!r} as {meant!r}" for typed, meant in read.items())
    return [f"Read {said}."] if said else []


def _left_out(asked: Named, found: list[Match], limit: int) -> list[str]:
    """Codes that no release has, with what is near a single one, and those cut off."""
    said = []
    if asked.unknown:
        near = [each.code for each in found if each.matched_on == NEAR][:limit]
        text = f"No loaded release has a code {', '.join(map(repr, asked.unknown))}."
        said.append(text + (f" Near it: {', '.join(near)}." if near else ""))
    if len(asked.codes) > limit:
        said.append(f"{len(asked.codes)} codes were named; the first {limit} are here.")
    return said


def _doubts(record: CodeRecord | None, found: list[Match]) -> list[Doubt]:
    """Words may mean another code; and what was not checked is not known."""
    if record is None and all(match.matched_on == NAMED for match in found):
        return []
    if record is None and found[0].score < WEAK:
        said = "no code has most of what was asked for: say it in other words"
        return [Doubt(Level.LOW, said)]
    if record is None:
        said = "found by words or by likeness: the code that is meant may be another"
        return [Doubt(Level.MEDIUM, said)]
    if record.in_force is None:
        said = "whether the code is in force on that date was not checked"
        return [Doubt(Level.MEDIUM, said)]
    return []


def _found(search: Search, asked: Named, query: str, limit: int) -> list[Match]:
    """The named codes first, then what the words find."""
    first = [match for code in asked.codes for match in search.exact(code)]
    rest = search.find(asked.words, limit + len(first)) if asked.words else []
    found = [*first, *(each for each in rest if each.code not in asked.codes)][:limit]
    if not found:
        code = "J1100" if search.only is _of_level_ii else "99213"
        raise RequestError(
            f"Nothing matches {query[:80]!r}. Send a code such as {code}, its first "
            "digits, or a few plain words for the service, such as 'knee injection'."
        )
    return found


def _of_kind(kind: str, query: str, limit: int, warnings: list[str]) -> Answer[Lookup]:
    """Modifiers, places of service and denial codes, in our own words."""
    found, known = kinds.find(kind, query, limit), kinds.titles(kind)
    if not found:
        raise RequestError(
            f"No {kind} matches {query[:80]!r}. Send it as it stands on a claim, such "
            f"as {EXAMPLES[kind]}, or a few plain words."
        )
    doubt = Doubt(Level.LOW, "our own words for it, not CMS's")
    return Answer(
        result=Lookup(matches=of_kind(found, known), code=None),
        confidence=confidence([doubt]),
        sources=[],
        warnings=warnings,
    )
