"""The command line: each tool for a person, the demonstration, and the catalog."""

from __future__ import annotations

import asyncio
import datetime
import json
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from catalog.errors import CatalogError
from server import catalog_commands, claim_files, printing
from server.client import Refused, ask
from server.demo import show
from server.errors import RequestError
from server.options import (
    At,
    File,
    Json,
    Lines,
    Locality,
    On,
    Out,
    Pos,
    Zip,
    claim_line,
    given,
)
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


PARTNERS = 12  # a screenful of one code's edits


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
    kind: Annotated[
        str, typer.Option(help="code, hcpcs, modifier, place or denial (CARC, RARC).")
    ] = "code",
    catalog: At = None,
    as_json: Json = False,
) -> None:
    """Say what a code is, or which code words mean."""
    path = catalog_commands.ready(catalog)
    asked = given({"query": " ".join(query), "date_of_service": on, "limit": limit,
                   "kind": kind})  # fmt: skip
    now = _ask(path, "lookup_code", asked)
    if as_json:
        _print_json(now)
    elif now["result"]["code"] is None:
        printing.matches(printing.console(), now)
    else:
        _card(path, now, on)


def _card(path: Path, now: dict[str, Any], on: str | None) -> None:
    name = now["result"]["code"]["code"]
    if not now["result"]["code"]["in_force"]:  # what it pays is not said then
        printing.card(printing.console(), now, None, None)
        return
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
    lines: Lines = None,
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
    edits: Annotated[
        bool, typer.Option("--edits", help="Price what the edits leave of it.")
    ] = False,
    file: File = None,
    out: Out = None,
    catalog: At = None,
    as_json: Json = False,
) -> None:
    """Say what Medicare allows for a claim's lines, or for a file of claims."""
    path = catalog_commands.ready(catalog)
    if file:
        apart = (lines, on, zip_code, locality, practitioner, nonparticipating, minutes,
                 deductible, compare_on, compare_pos, compare_locality, steps,
                 as_json, pos != OFFICE)  # fmt: skip
        _alone(apart)
        claim_files.price_file(path, file, out, edits=edits)
        return
    read = [claim_line(each) for each in lines or []]
    if minutes and read:
        read[0]["minutes"] = minutes
    other = given({"date_of_service": compare_on, "place_of_service": compare_pos,
                    "locality": compare_locality})  # fmt: skip
    asked = given(
        {
            "lines": read,
            "date_of_service": on,
            "zip_code": zip_code,
            "locality": locality,
            "place_of_service": pos,
            "practitioner": practitioner,
            "participating": not nonparticipating,
            "apply_edits": edits,
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
    lines: Lines = None,
    on: On = None,
    hospital: Annotated[
        bool, typer.Option("--hospital", help="An outpatient hospital's claim.")
    ] = False,
    zip_code: Zip = None,
    locality: Locality = None,
    pos: Pos = "11",
    with_code: Annotated[
        str | None, typer.Option("--with", help="One code's edit with this one.")
    ] = None,
    cursor: Annotated[
        str | None, typer.Option(help="The next page of one code's edits.")
    ] = None,
    file: File = None,
    out: Out = None,
    catalog: At = None,
    as_json: Json = False,
) -> None:
    """Say which lines are denied by which edit; for one code, list its edits."""
    path = catalog_commands.ready(catalog)
    if file:
        _alone(
            (lines, on, zip_code, locality, with_code, cursor, as_json, pos != OFFICE)
        )
        claim_files.check_file(path, file, out, hospital=hospital)
        return
    asked = given(
        {
            "lines": [claim_line(each) for each in lines or []],
            "date_of_service": on,
            "setting": "outpatient_hospital" if hospital else "practitioner",
            "place_of_service": pos,
            "zip_code": zip_code,
            "locality": locality,
            "with": with_code,
            "cursor": cursor,
            "limit": PARTNERS,
        }
    )
    answer = _ask(path, "check_bundling", asked)
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
    read = claim_line(line)
    asked = given(
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


def _alone(apart: Iterable[object]) -> None:
    """Refuse what goes unheard beside --file."""
    if any(apart):
        raise RequestError(
            "--file says each claim's lines, date, place and practitioner in its "
            "columns, and goes with --out and --catalog only (pay: and --edits; check: "
            "and --hospital)."
        )


def _ask(path: Path, tool: str, asked: dict[str, Any]) -> dict[str, Any]:
    return asyncio.run(ask(path, tool, asked))


def _print_json(answer: dict[str, Any]) -> None:
    Console(soft_wrap=True).print_json(json.dumps(answer), highlight=False)
