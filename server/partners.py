"""One code's edits with every other code: counted, grouped, and a page of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from catalog.errors import NotLoaded
from catalog.known_codes import common as common_codes
from catalog.known_codes import label
from catalog.queries import Catalog
from catalog.records import Category, EditPair
from server.errors import RequestError
from server.rules.claim import Line
from server.rules.ncci_edits import MAY, NEVER, in_force

UNSTATED = "not stated in the loaded release"
NO_CATEGORY = "no RBCS category"
VISITS = "E&M"  # RBCS's category of visits


class Partner(BaseModel):
    """An edit of the one code asked about."""

    code: str
    title: str | None = Field(description="Our words, or what CMS files it under.")
    category: str | None = Field(description="RBCS category and subcategory.")
    this_code_is: Literal["column1", "column2"] = Field(
        description="column1: the asked code is paid, the partner is not."
    )
    modifier_indicator: str
    rationale: str | None


class Group(BaseModel):
    """How many edits are of one rationale with codes of one category."""

    rationale: str
    category: str
    total: int


class With(BaseModel):
    """The one answer: whether the code has an edit with another."""

    code: str
    state: Literal["edit", "no_edit"]
    edit: Partner | None
    in_words: str


class Edits(BaseModel):
    """All edits of one code, counted, a page of them listed."""

    total: int
    keeps_others_from_being_paid: int
    gives_way_to_others: int
    modifier_can_help: int
    by_rationale: dict[str, int]
    groups: list[Group] = Field(description="By rationale and category, most first.")
    listed: list[Partner] = Field(
        description="Codes that RBCS puts nearest first: no table says how often two "
        "codes meet on a claim."
    )
    next_cursor: str | None = Field(description="Send it as cursor; null: the end.")
    with_code: With | None = Field(description="Where another code was named.")


@dataclass(frozen=True, slots=True)
class _Edit:
    """An edit in force, seen from the code that was asked for."""

    pair: EditPair
    partner: str
    wins: bool  # the asked code is column 1
    category: Category | None


def partners(
    catalog: Catalog,
    pairs: Sequence[EditPair],
    line: Line,
    *,
    limit: int,
    cursor: str | None,
    other: str | None,
) -> Edits:
    """The edits in force on the line's date; beside another code, that one alone.

    Those come first whose codes RBCS puts nearest to the asked one (the same family,
    subcategory, category), then visits, then the rest; of equals the codes that
    most claims are made of, then those that the code wins, by code.

    Raises:
        RequestError: the cursor is none of this list's.
    """
    found = [_seen(catalog, each, line) for each in pairs if in_force(each, line.on)]
    own, common = _category(catalog, line.code, line.on), common_codes(catalog)
    found.sort(
        key=lambda each: (
            _distance(own, each.category),
            each.partner not in common,
            not each.wins,
            each.partner,
        )
    )
    start = _start(cursor, len(found))
    end = start + limit
    return Edits(
        total=len(found),
        keeps_others_from_being_paid=sum(each.wins for each in found),
        gives_way_to_others=sum(not each.wins for each in found),
        modifier_can_help=sum(each.pair.modifier_indicator == MAY for each in found),
        by_rationale=dict(Counter(map(_rationale, found)).most_common()),
        groups=_groups(found),
        listed=[] if other else [_partner(catalog, each) for each in found[start:end]],
        next_cursor=str(end) if end < len(found) and not other else None,
        with_code=_with(catalog, found, line.code, other) if other else None,
    )


def _seen(catalog: Catalog, pair: EditPair, line: Line) -> _Edit:
    wins = pair.column1 == line.code
    partner = pair.column2 if wins else pair.column1
    return _Edit(pair, partner, wins, _category(catalog, partner, line.on))


def _category(catalog: Catalog, code: str, on: date) -> Category | None:
    try:
        return catalog.category(code, on)
    except NotLoaded:
        return None


def _distance(own: Category | None, other: Category | None) -> int:
    """How far RBCS puts two codes from one another: 0 the same family, 5 unknown."""
    if own is None or other is None:
        return 5
    if other.category != own.category:
        return 3 if other.category == VISITS else 4
    if other.subcategory != own.subcategory:
        return 2
    return 0 if other.family == own.family else 1


def _groups(found: Sequence[_Edit]) -> list[Group]:
    counted = Counter((_rationale(each), _named(each.category)) for each in found)
    return [
        Group(rationale=rationale, category=category, total=total)
        for (rationale, category), total in sorted(
            counted.items(), key=lambda item: (-item[1], item[0])
        )
    ]


def _rationale(each: _Edit) -> str:
    return each.pair.rationale or UNSTATED


def _named(category: Category | None) -> str:
    return category.category if category else NO_CATEGORY


def _start(cursor: str | None, total: int) -> int:
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdecimal()) or int(cursor) >= max(1, total):
        raise RequestError(
            f"{cursor!r} is no cursor of this list of {total}: send the next_cursor of "
            "the page before, or none for the first page."
        )
    return int(cursor)


def _partner(catalog: Catalog, each: _Edit) -> Partner:
    title = catalog.title(each.partner)
    own = title.title if title else ""
    category = each.category
    return Partner(
        code=each.partner,
        title=own or label(catalog, each.partner) or None,
        category=f"{category.category}: {category.subcategory}" if category else None,
        this_code_is="column1" if each.wins else "column2",
        modifier_indicator=each.pair.modifier_indicator,
        rationale=each.pair.rationale or None,
    )


def _with(catalog: Catalog, found: Sequence[_Edit], code: str, other: str) -> With:
    """The edit with one other code: there is one, or the release has none."""
    edit = next((each for each in found if each.partner == other), None)
    if edit is None:
        return With(
            code=other,
            state="no_edit",
            edit=None,
            in_words=f"The loaded release has no edit between {code} and {other} on "
            "this date. Units, global days and coverage are other questions.",
        )
    pair = edit.pair
    helps = (
        "no modifier helps"
        if pair.modifier_indicator == NEVER
        else "a modifier helps only where the record shows separate services"
    )
    return With(
        code=other,
        state="edit",
        edit=_partner(catalog, edit),
        in_words=f"{pair.column2} gives way to {pair.column1}: {helps} (indicator "
        f"{pair.modifier_indicator}).",
    )
