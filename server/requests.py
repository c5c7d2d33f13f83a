"""What callers send, read once into values that nothing further in checks again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from catalog.errors import NotInCatalog, UnknownCode
from catalog.policy import parameter
from catalog.queries import Catalog
from catalog.search import LOOKALIKES, Search
from server.errors import RequestError
from server.rules.claim import Doubt, Level, Line

MOST_LINES = 50
MOST_MODIFIERS = 4  # as many as a claim line holds
CODE = re.compile(r"[A-Z0-9]{5}")
PHYSICIAN = "physician_fees"

ServiceDate = Annotated[
    date | None,
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
    units: Annotated[int, Field(ge=1, le=9999, description="Units of service.")] = 1
    charge: Annotated[Amount | None, Field(description="Submitted charge.")] = None
    date_of_service: Annotated[
        date | None, Field(description="Where it differs from the claim's.")
    ] = None
    minutes: Annotated[
        int | None, Field(ge=1, le=6000, description="Anesthesia time.")
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
    catalog: Catalog, asked: Sequence[LineIn], on: date
) -> tuple[list[Line], dict[int, str]]:
    """The lines that can be read, and what is wrong with each of the others.

    Raises:
        RequestError: not one line can be read.
    """
    lines, wrong = [], {}
    for number, each in enumerate(asked, start=1):
        try:
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
        charge=each.charge,
        on=day,
    )


def modifiers_of(catalog: Catalog, asked: Iterable[str], on: date) -> tuple[str, ...]:
    """Modifiers in capitals, each once.

    Raises:
        RequestError: one of them is no modifier that Medicare knows.
    """
    found = tuple(dict.fromkeys(text.strip().upper() for text in asked))
    known = set(parameter("modifiers", "cpt", on).values)
    for modifier in found:
        if modifier not in known and modifier not in catalog.hcpcs_modifiers():
            raise RequestError(
                f"{modifier!r} is not among CMS's modifiers. Send two characters each, "
                "such as 25, RT or XS, as entries of their own."
            )
    return found
