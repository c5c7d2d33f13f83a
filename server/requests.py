"""What callers send, read once into values that nothing further in checks again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from catalog.errors import NotInCatalog, UnknownCode
from catalog.policy import parameter
from catalog.queries import Catalog
from catalog.search import LOOKALIKES, Search
from server.errors import RequestError
from server.money import cents
from server.rules.claim import Doubt, Level, Line

MOST_LINES = 50
MOST_MODIFIERS = 4  # as many as a claim line holds
CODE = re.compile(r"[A-Z0-9]{5}")
CODE_IN_TEXT = re.compile(r"\b(?=\w*\d)[A-Z0-9]{5}\b")
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
FEES = "physician_fees"


def _day(value: object) -> object:
    """Only YYYY-MM-DD: pydantic alone would take a number of seconds for a day."""
    if isinstance(value, str) and not DAY.fullmatch(value.strip()):
        raise PydanticCustomError("date_form", "send a date as YYYY-MM-DD")
    if isinstance(value, (int, float)):
        raise PydanticCustomError("date_form", "send a date as YYYY-MM-DD")
    return value.strip() if isinstance(value, str) else value


def _number(value: object) -> object:
    """True is no 1."""
    if isinstance(value, bool):
        raise PydanticCustomError("int_form", "send a whole number")
    return value


Day = Annotated[date, BeforeValidator(_day)]
ServiceDate = Annotated[
    Day | None,
    Field(description="Date of service, YYYY-MM-DD. Default: today, which is said."),
]
Amount = Annotated[
    Decimal,
    Field(gt=0, le=10_000_000, decimal_places=2),
    WithJsonSchema({"type": "string", "description": 'US dollars, such as "120.00".'}),
]


class LineIn(BaseModel):
    """One service, as a claim line states it."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[
        str, Field(max_length=20, description="CPT or HCPCS code, such as 99213.")
    ]
    modifiers: Annotated[
        list[str],
        Field(max_length=MOST_MODIFIERS, description='Such as ["26"] or ["25"].'),
    ] = []
    units: Annotated[
        int,
        Field(ge=1, le=9999, description="Units of service."),
        BeforeValidator(_number),
    ] = 1
    charge: Annotated[Amount | None, Field(description="Submitted charge.")] = None
    date_of_service: Annotated[
        Day | None, Field(description="Where it differs from the claim's.")
    ] = None
    minutes: Annotated[
        int | None, Field(ge=1, le=6000, description="Anesthesia time.")
    ] = None
    postoperative_days: Annotated[
        int | None, Field(ge=0, le=90, description="Of care taken over, with 55.")
    ] = None


Lines = Annotated[
    list[LineIn],
    Field(
        min_length=1,
        max_length=MOST_LINES,
        description="The claim's lines: one patient, one practitioner.",
    ),
]


def service_date(asked: date | None) -> tuple[date, list[Doubt], list[str]]:
    """The date asked for; else today, which lowers the confidence and is said."""
    if asked:
        return asked, [], []
    today = date.today()  # noqa: DTZ011 - a claim's date is the caller's own day
    said = f"No date of service was given: {today}, today, was assumed."
    return today, [Doubt(Level.MEDIUM, said)], [said]


def code_of(text: str) -> str:
    """A code in capitals.

    Raises:
        RequestError: it is not of five letters and digits.
    """
    code = text.strip().upper()
    if CODE.fullmatch(code):
        return code
    if found := re.fullmatch(r"([A-Z0-9]{5})[ -]?((?:[A-Z0-9]{2}[ ,-]?)+)", code):
        raise RequestError(
            f"{text!r} is a code with modifiers. Send code {found[1]} and its "
            "modifiers apart."
        )
    raise RequestError(
        f"{text!r} is no code: send five letters and digits, such as 99213 or G0105."
    )


def known_code(catalog: Catalog, text: str) -> str:
    """A code that some loaded release has.

    Raises:
        RequestError: it is not of five letters and digits.
        UnknownCode: no release has it; the message names what is near.
    """
    code = code_of(text)
    if catalog.title(code) is not None:
        return code
    meant = code.translate(LOOKALIKES)
    if meant != code and catalog.title(meant) is not None:
        raise RequestError(
            f"No loaded release has a code {code!r}: codes use the digits 0 and 1, not "
            f"the letters O, I and L. Did you mean {meant}?"
        )
    near = Search(catalog).near(code, 5)
    raise UnknownCode(code, nearest=[match.code for match in near])


def claim_lines(
    catalog: Catalog, asked: Sequence[LineIn], on: date, *, priced: bool = False
) -> tuple[list[Line], dict[int, str]]:
    """The lines that can be read, and what is wrong with each of the others.

    Of lines to be ``priced``, one whose date has no fee schedule is wrong too.

    Raises:
        RequestError: not one line can be read.
    """
    lines, wrong = [], {}
    for number, each in enumerate(asked, start=1):
        try:
            if priced:
                catalog.held(FEES, each.date_of_service or on)
            lines.append(_line(catalog, number, each, on))
        except (RequestError, NotInCatalog) as error:
            wrong[number] = str(error)
    if not lines:
        raise RequestError(" ".join(_numbered(wrong.items())))
    return lines, wrong


def _numbered(wrong: Iterable[tuple[int, str]]) -> list[str]:
    return [f"Line {number}: {why}" for number, why in wrong]


def _line(catalog: Catalog, number: int, each: LineIn, on: date) -> Line:
    day = each.date_of_service or on
    return Line(
        number=number,
        code=known_code(catalog, each.code),
        modifiers=modifiers_of(catalog, each.modifiers, day),
        units=each.units,
        charge=cents(each.charge) if each.charge is not None else None,
        minutes=each.minutes,
        postoperative_days=each.postoperative_days,
        on=day,
    )


def modifiers_of(catalog: Catalog, asked: Iterable[str], on: date) -> tuple[str, ...]:
    """Modifiers in capitals, each once.

    Raises:
        RequestError: one of them is no modifier that Medicare knows.
    """
    found = tuple(dict.fromkeys(text.strip().upper() for text in asked))
    known = parameter("modifiers", "cpt", on).values if found else ()
    for modifier in found:
        if modifier not in known and modifier not in catalog.hcpcs_modifiers:
            raise RequestError(
                f"{modifier!r} is not among CMS's modifiers. Send two characters each, "
                "such as 25, RT or XS, as entries of their own."
            )
    return found
