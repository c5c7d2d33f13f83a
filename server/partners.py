"""One code's edits with every other code: counted, and a page of them listed."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from pydantic import BaseModel, Field

from catalog.known_codes import label
from catalog.queries import Catalog
from catalog.records import EditPair
from server.errors import RequestError
from server.rules.claim import Line
from server.rules.ncci_edits import MAY, in_force

UNSTATED = "not stated in the loaded release"


class Partner(BaseModel):
    """An edit of the one code asked about."""

    code: str
    title: str | None = Field(description="Our words, or what CMS files it under.")
    this_code_is: Literal["column1", "column2"] = Field(
        description="column1: the asked code is paid, the partner is not."
    )
    modifier_indicator: str
    rationale: str | None


class Edits(BaseModel):
    """All edits of one code, counted, a page of them listed."""

    total: int
    keeps_others_from_being_paid: int
    gives_way_to_others: int
    modifier_can_help: int
    by_rationale: dict[str, int]
    listed: list[Partner]
    next_cursor: str | None = Field(description="Send it as cursor; null: the end.")


def partners(
    catalog: Catalog, pairs: list[EditPair], line: Line, limit: int, cursor: str | None
) -> Edits:
    """The edits in force on the line's date, those that its code wins first.

    Raises:
        RequestError: the cursor is none of this list's.
    """
    code = line.code
    found = sorted(
        (pair for pair in pairs if in_force(pair, line.on)),
        key=lambda pair: (pair.column1 != code, pair.column1, pair.column2),
    )
    start = _start(cursor, len(found))
    end = start + limit
    return Edits(
        total=len(found),
        keeps_others_from_being_paid=sum(pair.column1 == code for pair in found),
        gives_way_to_others=sum(pair.column2 == code for pair in found),
        modifier_can_help=sum(pair.modifier_indicator == MAY for pair in found),
        by_rationale=dict(Counter(pair.rationale or UNSTATED for pair in found)),
        listed=[_partner(catalog, pair, code) for pair in found[start:end]],
        next_cursor=str(end) if end < len(found) else None,
    )


def _start(cursor: str | None, total: int) -> int:
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdecimal()) or int(cursor) >= max(1, total):
        raise RequestError(
            f"{cursor!r} is no cursor of this list of {total}: send the next_cursor of "
            "the page before, or none for the first page."
        )
    return int(cursor)


def _partner(catalog: Catalog, pair: EditPair, code: str) -> Partner:
    wins = pair.column1 == code
    partner = pair.column2 if wins else pair.column1
    title = catalog.title(partner)
    own = title.title if title else ""
    return Partner(
        code=partner,
        title=own or label(catalog, partner) or None,
        this_code_is="column1" if wins else "column2",
        modifier_indicator=pair.modifier_indicator,
        rationale=pair.rationale or None,
    )
