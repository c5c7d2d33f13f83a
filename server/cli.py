"""The command line: each tool for a person, the demonstration, and the catalog."""

from __future__ import annotations

import asyncio
import datetime
import json
import re
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from catalog.errors import CatalogError
from catalog.opening import VARIABLE
from server import catalog_commands, printing
from server.client import Refused, ask
from server.demo import show
from server.errors import RequestError
from server.places import OFFICE

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(catalog_commands.app, name="catalog")


@app.callback(invoke_without_command=True)
def about(
    context: typer.Context,
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version.")
    ] = False,
) -> None:
    """Answers about US medical billing codes from CMS's own published files."""
    if show_version:
        printing.console().print(version("cleanclaim"))
        raise typer.Exit
    if context.invoked_subcommand is None:
        printing.console().print(context.get_help())
        raise typer.Exit(2)


LINE = re.compile(r"([A-Za-z0-9]{5})((?:-[A-Za-z0-9]{2})*)(?:[xX*](\d+))?")

PARTNERS = 12  # a screenful of one code's edits
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
LINES_HELP = "Codes with modifiers and units: 99214-25 97110x3 20610-RT."
Lines = Annotated[list[str], typer.Argument(help=LINES_HELP)]


def run() -> None:
    """Run the command line; say what is wrong in a sentence, never in a traceback."""
    try:
        app()
    except (CatalogError, RequestError, Refused) as error:
        printing.console(error=True).print(f"cleanclaim: {error}", markup=False)
        sys.exit(1)


@app.command()
def serve() -> None:
    """Serve the tools to an MCP client over stdio (see `serve --help`)."""
    raise RequestError("`serve` comes first: cleanclaim serve [options].")


@app.command()
def demo(catalog: At = None) -> None:
    """Start the server as a client would, and show the main job."""
    show(catalog_commands.ready(catalog), printing.console())


@app.command()
def code(
    query: Annotated[list[str], typer.Argument(help="A code, part of one, or words.")],
    on: On = None,
    limit: Annotated[int, typer.Option(help="The most matches.")] = 10,
    catalog: At = None,
    as_json: Json = False,
) -> None:
    """Say what a code is, or which code words mean."""
    path = catalog_commands.ready(catalog)
    asked = _clean({"query": " ".join(query), "date_of_service": on, "limit": limit})
    now = _ask(path, "lookup_code", asked)
    if as_json:
        _print_json(now)
    elif now["result"]["code"] is None:
        printing.matches(printing.console(), now)
    else:
        _card(path, now, on)


def _card(path: Path, now: dict[str, Any], on: str | None) -> None:
    name = now["result"]["code"]["code"]
    day = datetime.date.fromisoformat(on) if on else datetime.date.today()  # noqa: DTZ011
    earlier = _year_earlier(day)
    before = None
    if earlier:
        asked = {"query": name, "date_of_service": earlier.isoformat()}
        before = _ask(path, "lookup_code", asked)
    line = {"lines": [{"code": name}], "date_of_service": day.isoformat()}
    edits = _ask(path, "check_bundling", line)
    printing.card(printing.console(), now, before, edits)


def _year_earlier(day: datetime.date) -> datetime.date | None:
    """The same day of the year before, 28 February for the 29th; ``None`` in year 1."""
    if day.year == datetime.MINYEAR:
        return None
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


@app.command()
def pay(
    lines: Annotated[list[str] | None, typer.Argument(help=LINES_HELP)] = None,
    on: On = None,
    zip_code: Zip = None,
    locality: Locality = None,
    pos: Pos = OFFICE,
    practitioner: Annotated[
        str | None, typer.Option(help="Such as NP, PA or CSW; a physician else.")
    ] = None,
    nonparticipating: Annotated[
        bool, typer.Option("--nonparticipating", help="Does not participate.")
    ] = False,
    deductible: Annotated[
        str | None, typer.Option(help="Left of the patient's deductible, in dollars.")
    ] = None,
    minutes: Annotated[
        int | None, typer.Option(help="Anesthesia time of the first line.")
    ] = None,
    compare_on: Annotated[
        str | None, typer.Option(help="Another date to price the claim on.")
    ] = None,
    compare_pos: Annotated[
        str | None, typer.Option(help="Another place of service to price it in.")
    ] = None,
    compare_locality: Annotated[
        str | None, typer.Option(help="Another locality to price it in.")
    ] = None,
    steps: Annotated[bool, typer.Option("--steps", help="Show every step.")] = False,
    file: Annotated[
        Path | None, typer.Option(help="A csv of claims, instead of lines.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where the priced file goes.")
    ] = None,
    catalog: At = None,
    as_json: Json = False,
) -> None:
    """Say what Medicare allows for a claim's lines, or for a file of claims."""
    path = catalog_commands.ready(catalog)
    if file:
        apart = (lines, on, zip_code, locality, practitioner, nonparticipating, minutes,
                 deductible, compare_on, compare_pos, compare_locality, steps,
                 as_json, pos != OFFICE)  # fmt: skip
        if any(apart):
            raise RequestError(
                "--file says each claim's lines, date, place and practitioner in its "
                "columns, and goes with --out and --catalog only."
            )
        catalog_commands.price_file(path, file, out)
        return
    read = [_line(each) for each in lines or []]
    if minutes and read:
        read[0]["minutes"] = minutes
    other = _clean({"date_of_service": compare_on, "place_of_service": compare_pos,
                    "locality": compare_locality})  # fmt: skip
    asked = _clean(
        {
            "lines": read,
            "date_of_service": on,
            "zip_code": zip_code,
            "locality": locality,
            "place_of_service": pos,
            "practitioner": practitioner,
            "participating": not nonparticipating,
            "deductible_left": deductible,
            "compare": other or None,
        }
    )
    answer = _ask(path, "estimate_payment", asked)
    if as_json:
        _print_json(answer)
    else:
        printing.payment(printing.console(), answer, steps=steps)


@app.command()
def check(
    lines: Lines,
    on: On = None,
    hospital: Annotated[
        bool, typer.Option("--hospital", help="An outpatient hospital's claim.")
    ] = False,
    zip_code: Zip = None,
    locality: Locality = None,
    pos: Pos = "11",
    cursor: Annotated[
        str | None, typer.Option(help="The next page of one code's edits.")
    ] = None,
    catalog: At = None,
    as_json: Json = False,
) -> None:
    """Say which lines are denied by which edit; for one code, list its edits."""
    asked = _clean(
        {
            "lines": [_line(each) for each in lines],
            "date_of_service": on,
            "setting": "outpatient_hospital" if hospital else "practitioner",
            "place_of_service": pos,
            "zip_code": zip_code,
            "locality": locality,
            "cursor": cursor,
            "limit": PARTNERS,
        }
    )
    answer = _ask(catalog_commands.ready(catalog), "check_bundling", asked)
    if as_json:
        _print_json(answer)
    else:
        printing.bundling(printing.console(), answer)


@app.command()
def tips(
    line: Annotated[str, typer.Argument(help="A code, with modifiers: 77011-26.")],
    on: On = None,
    zip_code: Zip = None,
    locality: Locality = None,
    pos: Pos = "11",
    catalog: At = None,
    as_json: Json = False,
) -> None:
    """Say how to bill a code, and what each point is worth."""
    read = _line(line)
    asked = _clean(
        {
            "code": read["code"],
            "modifiers": read["modifiers"],
            "date_of_service": on,
            "zip_code": zip_code,
            "locality": locality,
            "place_of_service": pos,
        }
    )
    answer = _ask(catalog_commands.ready(catalog), "get_billing_tips", asked)
    if as_json:
        _print_json(answer)
    else:
        printing.tips(printing.console(), answer)


def _line(text: str) -> dict[str, Any]:
    found = LINE.fullmatch(text)
    if not found:
        raise RequestError(
            f"{text!r} is no line: write a code, its modifiers and its units, such as "
            "99213, 99214-25 or 97110-GPx3."
        )
    name, modifiers, units = found.groups()
    return {
        "code": name,
        "modifiers": [each for each in modifiers.split("-") if each],
        "units": int(units) if units is not None else 1,
    }


def _ask(path: Path, tool: str, asked: dict[str, Any]) -> dict[str, Any]:
    return asyncio.run(ask(path, tool, asked))


def _clean(asked: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value is not None}


def _print_json(answer: dict[str, Any]) -> None:
    Console(soft_wrap=True).print_json(json.dumps(answer), highlight=False)
