"""What the commands have in common: their options, and a claim line as typed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog.opening import VARIABLE
from server.errors import RequestError

LINE = re.compile(r"([A-Za-z0-9]{5})((?:-[A-Za-z0-9]{2})*)(?:[xX*](\d+))?(?:@(\S+))?")
LINES_HELP = (
    "Codes with modifiers, units and a date of their own: 99214-25 97110x3 "
    "99213-24@2026-08-10."
)
On = Annotated[
    str | None,
    typer.Option("--on", help="Date of service, YYYY-MM-DD. Default: today."),
]
At = Annotated[
    Path | None,
    typer.Option("--catalog", help=f"Another catalog (also {VARIABLE})."),
]
Json = Annotated[bool, typer.Option("--json", help="The answer as JSON.")]
Zip = Annotated[str | None, typer.Option("--zip", help="ZIP code of the place.")]
Locality = Annotated[str | None, typer.Option("--locality", help="Such as 10112-00.")]
Pos = Annotated[
    str,
    typer.Option(
        "--pos", help="Place of service: 11 office, 22 hospital, 21 inpatient, 24 ASC."
    ),
]
Lines = Annotated[list[str] | None, typer.Argument(help=LINES_HELP)]
File = Annotated[Path | None, typer.Option(help="A csv of claims, instead of lines.")]
Out = Annotated[Path | None, typer.Option(help="Where the result of --file goes.")]


def claim_line(text: str) -> dict[str, Any]:
    """A line as people write it: 99213, 99214-25, 97110-GPx3, 99213@2026-08-10.

    Raises:
        RequestError: it is none.
    """
    found = LINE.fullmatch(text)
    if not found:
        raise RequestError(
            f"{text!r} is no line: write a code, its modifiers, its units and a date "
            "of its own, such as 99213, 99214-25, 97110-GPx3 or 99213@2026-08-10."
        )
    name, modifiers, units, day = found.groups()
    return given(
        {
            "code": name,
            "modifiers": [each for each in modifiers.split("-") if each],
            "units": int(units or 1),
            "date_of_service": day,
        }
    )


def given(asked: dict[str, Any]) -> dict[str, Any]:
    """What was said of it."""
    return {name: value for name, value in asked.items() if value is not None}
