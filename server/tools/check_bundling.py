"""Which of these lines will be denied, by which edit, and what answers it?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from catalog.edit_pairs import pairs_of
from catalog.queries import Catalog
from server.at_risk import amounts_at_risk, at_risk
from server.bundling_answer import (
    NOT_LOOKED_AT,
    AddOnOut,
    Bundling,
    GlobalOut,
    LineOut,
    PairOut,
    Setting,
    UnitOut,
)
from server.bundling_card import (
    checked_out,
    doubts_of_answer,
    findings_out,
    in_words,
    invalid_out,
    line_verdicts,
    money_out,
    not_paid_out,
    suggestions_out,
    verdict_of,
)
from server.editing import Edited, edit_lines
from server.errors import RequestError
from server.partners import Edits, partners
from server.places import OFFICE, place_if_listed, where
from server.requests import (
    LineIn,
    Lines,
    ServiceDate,
    claim_lines,
    code_of,
    service_date,
)
from server.results import Answer, confidence, sources
from server.rules.claim import Cited

PRACTITIONERS, HOSPITALS = "ncci_practitioner", "ncci_outpatient_hospital"
FOUND = "CMS's own edits, from the releases in force on that date"


def check_bundling(
    catalog: Catalog,
    lines: Lines,
    date_of_service: ServiceDate = None,
    setting: Annotated[
        Setting, Field(description="Whose claim: it decides the tables.")
    ] = "practitioner",
    place_of_service: Annotated[
        str, Field(max_length=5, description="For the amounts at risk.")
    ] = OFFICE,
    zip_code: Annotated[str | None, Field(max_length=10)] = None,
    locality: Annotated[
        str | None, Field(max_length=10, description="Default: national amounts.")
    ] = None,
    with_: Annotated[
        str | None,
        Field(
            alias="with",
            max_length=20,
            description="Another code: of one bare code, its edit with this one.",
        ),
    ] = None,
    limit: Annotated[int, Field(ge=1, le=100, description="Partners a page.")] = 25,
    cursor: Annotated[str | None, Field(max_length=20)] = None,
) -> Answer[Bundling]:
    """Say which lines of a claim Medicare denies, by which edit, and what is at stake.

    Pairs are looked up in both orders, units summed over the day, add-ons matched with
    their primaries, services held against the global days of procedures of other
    dates too; duplicates and contradicting modifiers are named, and lines that are not
    paid by themselves. Each edit has the circumstances that legitimately answer it,
    with what to document; offer one only where the record shows it. Every table that
    was looked at is listed, and every one that was not: a pair without a row in a
    table that was not loaded is not checked, never allowed. One line with one bare
    code lists that code's edits.
    """
    on, doubts, warnings = service_date(date_of_service)
    lines = _with(lines, with_)
    read, wrong = claim_lines(catalog, lines, on)
    at = where(catalog, on, zip_code=zip_code, locality=locality)
    place = place_if_listed(catalog, place_of_service, on)
    edited = edit_lines(catalog, read, setting, place=place, at=at, unread=len(wrong))
    amounts = amounts_at_risk(edited, edited.findings)
    result = Bundling(
        verdict=verdict_of(edited),
        in_words=in_words(edited, len(lines)),
        date_of_service=on,
        setting=setting,
        money=money_out(edited, at_risk(edited)),
        lines=line_verdicts(edited, lines, wrong),
        suggestions=suggestions_out(edited),
        pairs=findings_out(edited, amounts, PairOut, "ncci_edits"),
        units=findings_out(edited, amounts, UnitOut, "unit_limits"),
        add_ons=findings_out(edited, amounts, AddOnOut, "add_on_codes"),
        global_periods=findings_out(edited, amounts, GlobalOut, "global_periods"),
        duplicates=findings_out(edited, amounts, LineOut, "duplicates"),
        modifiers=findings_out(edited, amounts, LineOut, "contradicting_modifiers"),
        not_paid=not_paid_out(edited),
        invalid=invalid_out(edited, lines, wrong),
        checked=checked_out(edited),
        not_looked_at=NOT_LOOKED_AT,
        edits=_edits(catalog, edited, lines, limit, cursor, with_),
    )
    doubts += doubts_of_answer(edited)
    warnings += at.warnings if result.money else ()
    return Answer(
        result=result,
        confidence=confidence(doubts, FOUND),
        sources=sources(_cited(edited)),
        warnings=[*warnings, *edited.tables.missing.values()],
    )


def _cited(edited: Edited) -> list[Cited]:
    found: list[Cited] = [*edited.tables.looked_at.values()]
    found += [each.source for each in edited.findings]
    return found + (edited.priced.sources() if edited.priced else [])


def _with(lines: list[LineIn], other: str | None) -> list[LineIn]:
    """One bare code beside another is a claim of two lines.

    Raises:
        RequestError: the other code is named beside a claim, or is the same.
    """
    if other is None:
        return lines
    if not _bare(lines):
        raise RequestError(
            "`with` goes with one bare code. Send both codes as lines of a claim."
        )
    if code_of(other) == code_of(lines[0].code):
        raise RequestError(
            f"`with` is {code_of(other)} too. Send two lines of it: units and "
            "duplicates decide."
        )
    day = lines[0].date_of_service
    return [*lines, LineIn(code=other, date_of_service=day)]


def _bare(lines: Sequence[LineIn]) -> bool:
    return len(lines) == 1 and not lines[0].modifiers and lines[0].units == 1


def _edits(
    catalog: Catalog,
    edited: Edited,
    asked: Sequence[LineIn],
    limit: int,
    cursor: str | None,
    other: str | None,
) -> Edits | None:
    """The edits of a bare code; ``None`` for a claim, and where no table was loaded."""
    line = edited.lines[0]
    if edited.facts.of(line).pairs is None or edited.facts.incomplete:
        return None
    if other is None and not _bare(asked):
        return None
    dataset = HOSPITALS if edited.facts.hospital else PRACTITIONERS
    found = pairs_of(catalog, line.code, dataset, line.on)
    named = None if other is None else edited.lines[1].code
    return partners(catalog, found, line, limit=limit, cursor=cursor, other=named)
