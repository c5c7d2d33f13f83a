"""How is this code billed right, and what is each mistake worth?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field

from catalog.edit_pairs import pairs_of
from catalog.editorial import editorial_tips
from catalog.errors import NotLoaded
from catalog.holding import Held
from catalog.known_codes import common as common_codes
from catalog.policy import in_force as parameters_of
from catalog.queries import Catalog
from catalog.records import EditPair, PlaceOfService
from server.code_record import PARTS, CodeRecord, code_record
from server.edit_tables import is_visit
from server.places import OFFICE, Where, place_named, where
from server.pricing import Priced, price_lines
from server.requests import ServiceDate, known_code, modifiers_of, service_date
from server.results import Answer, confidence, sources
from server.rules.claim import Doubt, Level, Line
from server.rules.ncci_edits import MAY, in_force
from server.rules.physician_fee import MODIFIERS as OWN_ROWS
from server.standing import standing
from server.tip import FEES, LIMITS, PAIRS, Tip, TipFacts
from server.tips import TIPS
from server.unmodelled import unmodelled

COMPUTED = "computed from CMS's own figures of that date"


class TipOut(BaseModel):
    """One thing to know before billing the code."""

    tip: str
    impact: str = Field(description="In dollars where they can be computed.")
    kind: str = Field(description="What it follows from, or editorial.")
    source: str = Field(description="The id of a listed source.")
    confidence: Level


class Tips(BaseModel):
    """The tips for one code."""

    code: str
    title: str | None
    date_of_service: date
    allowed: str | None = Field(description="What the code is allowed there.")
    standing: str
    tips: list[TipOut]


def get_billing_tips(
    catalog: Catalog,
    code: Annotated[str, Field(max_length=20, description="CPT or HCPCS code.")],
    modifiers: Annotated[list[str] | None, Field(max_length=4)] = None,
    place_of_service: Annotated[str, Field(max_length=5)] = OFFICE,
    date_of_service: ServiceDate = None,
    zip_code: Annotated[str | None, Field(max_length=10)] = None,
    locality: Annotated[
        str | None, Field(max_length=10, description='Such as "10112-00".')
    ] = None,
) -> Answer[Tips]:
    """Say how to bill a code without a denial, and what each point is worth.

    Tips follow from the code's own figures: its parts, places, unit limit, add-on and
    bundling partners, sides, global days, assistants and caps. A few more are
    editorial, and say so by a low confidence.
    """
    on, doubts, warnings = service_date(date_of_service)
    catalog.held(FEES, on)  # without a fee schedule of that year no tip follows
    known = known_code(catalog, code)
    asked = modifiers_of(catalog, modifiers or (), on)
    place = place_named(catalog, place_of_service, on)
    at = where(catalog, on, zip_code=zip_code, locality=locality)
    record = code_record(catalog, known, on)
    facts, left_out = _facts(catalog, record, asked, place, at)
    tips = [tip for rule in TIPS for tip in rule(facts)] if facts else []
    stands = standing(catalog, record)
    written = _editorial(record, facts)
    said = (
        f"{len(written)} of {len(tips) + len(written)} tips are editorial: people's "
        "word, no figure of CMS's. Each of the others says how sure it is"
    )
    doubts += [Doubt(Level.LOW, said)] if written else []
    missing = [*left_out, *_pairs_missing(facts)]
    doubts += [Doubt(Level.MEDIUM, each) for each in missing]
    cited = [*(tip.source for tip in [*tips, *written]), *stands.sources]
    return Answer(
        result=Tips(
            code=known,
            title=record.title.title or None,
            date_of_service=on,
            allowed=str(facts.amount) if facts and facts.amount else None,
            standing=stands.sentence,
            tips=[_out(tip) for tip in [*tips, *written]],
        ),
        confidence=confidence([*doubts, *record.doubts, *at.doubts], COMPUTED),
        sources=sources(cited or record.sources),
        warnings=[*warnings, *at.warnings, *record.not_checked, *missing],
    )


def _facts(
    catalog: Catalog,
    record: CodeRecord,
    modifiers: tuple[str, ...],
    place: PlaceOfService,
    at: Where,
) -> tuple[TipFacts | None, list[str]]:
    """What the tips may follow from, and what they leave out of account.

    ``None`` for a code, or a part of one, that the schedule does not list.
    """
    asked = _priced(catalog, record, modifiers, place, at)
    said = [*unmodelled(asked), *(each.because for each in asked.claim.unpriced)]
    said += [step.because for step in asked.claim.steps if not step.paid]
    part = next((each for each in modifiers if each in OWN_ROWS), "")
    row = record.rows.get(part)
    if row is None:
        return None, said
    amounts = {}
    for each in (part for part in PARTS if part in record.rows):
        claim = _priced(catalog, record, (each,) if each else (), place, at).claim
        if claim.priced:
            amounts[each] = claim.standing(claim.lines[0])
    facts = TipFacts(
        record=record,
        row=row,
        amount=asked.claim.total if asked.claim.priced else None,
        parts=amounts,
        uncapped=_uncapped(asked),
        pairs=_pairs(catalog, record),
        common=frozenset(common_codes(catalog)),
        tables=_tables(catalog, record.on),
        parameters=parameters_of(record.on),
    )
    return facts, said


def _priced(
    catalog: Catalog,
    record: CodeRecord,
    modifiers: tuple[str, ...],
    place: PlaceOfService,
    at: Where,
) -> Priced:
    line = Line(number=1, code=record.code, modifiers=modifiers, on=record.on)
    return price_lines(catalog, [line], place=place, at=at)


def _uncapped(asked: Priced) -> Decimal | None:
    """The fee, where the OPPS cap lowered it."""
    steps = asked.claim.steps
    capped = any(step.rule == "opps_cap" for step in steps)
    return steps[0].amount if capped else None


def _pairs(catalog: Catalog, record: CodeRecord) -> list[EditPair] | None:
    try:
        return pairs_of(catalog, record.code, PAIRS, record.on)
    except NotLoaded:
        return None


def _tables(catalog: Catalog, on: date) -> dict[str, Held]:
    found = {}
    for dataset in (FEES, PAIRS, LIMITS, "add_on_codes"):
        try:
            found[dataset] = catalog.held(dataset, on)
        except NotLoaded:
            continue
    return found


def _pairs_missing(facts: TipFacts | None) -> list[str]:
    if facts is None or facts.pairs is not None:
        return []
    return [f"Not checked: bundling. No pair edits of {facts.record.on} are loaded."]


def _editorial(record: CodeRecord, facts: TipFacts | None) -> list[Tip]:
    bypassable = not is_visit(record.code, record.on) and any(
        pair.modifier_indicator == MAY and in_force(pair, record.on)
        for pair in (facts.pairs if facts else None) or ()
    )
    return [
        Tip(
            tip=each.text,
            impact=each.impact,
            kind="editorial",
            source=each.source,
            level=Level.LOW,
        )
        for each in editorial_tips()
        if each.is_about(record.code, record.on, bypassable=bypassable)
    ]


def _out(tip: Tip) -> TipOut:
    return TipOut(
        tip=tip.tip,
        impact=tip.impact,
        kind=tip.kind,
        source=tip.source.id,
        confidence=tip.level,
    )
