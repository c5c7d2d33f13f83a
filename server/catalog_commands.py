"""Commands on the catalog: make it, add to it, verify it, say what is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from catalog import build as building
from catalog import snapshot
from catalog.datasets import DATASETS
from catalog.editions import Hints
from catalog.errors import CatalogUnavailable, NotLoaded
from catalog.holding import Held
from catalog.known_codes import count, coverage, titled
from catalog.opening import (
    VARIABLE,
    default_path,
    imported,
    needs_building,
    open_catalog,
)
from catalog.queries import Catalog
from catalog.records import FOREVER
from server.errors import RequestError
from server.printing import console, reporting
from server.verify import Agreement, verify

app = typer.Typer(
    help="The catalog: build, import, verify, status, snapshot.", no_args_is_help=True
)
At = Annotated[
    Path | None, typer.Option("--catalog", help=f"Its place (also {VARIABLE}).")
]
Files = Annotated[
    list[Path], typer.Argument(help="Files as CMS published them, zipped or not.")
]
Quarter = Annotated[
    str | None,
    typer.Option(help="Of files that do not say theirs, such as 2026Q3."),
]
Setting = Annotated[
    str | None,
    typer.Option(help="Of pair edits: practitioner or outpatient_hospital."),
]


def ready(path: Path | None) -> Path:
    """The catalog's place, with a catalog in it: built first if there is none."""
    place = path or default_path()
    if needs_building(place):
        build(catalog=place, if_needed=True)
    return place


@app.command("build")
def build(
    catalog: At = None,
    if_needed: Annotated[
        bool,
        typer.Option("--if-needed", help="Only where there is none, or an old one."),
    ] = False,
    drop_imports: Annotated[
        bool, typer.Option("--drop-imports", help="Lose what was imported.")
    ] = False,
) -> None:
    """Make the default catalog from the snapshot."""
    path = catalog or default_path()
    if not drop_imports:
        _keep_imports(path)
    with reporting() as progress:
        releases = building.build(path, progress, only_if_needed=if_needed)
    if releases:
        size = path.stat().st_size / 1e6
        said = f"{len(releases)} releases in {path} ({size:.0f} MB)."
        console(error=True).print(said, soft_wrap=True)


def _keep_imports(path: Path) -> None:
    if names := ", ".join(imported(path)):
        raise CatalogUnavailable(
            f"{path} holds releases that were imported: {names}. Building it anew "
            "loses them: add --drop-imports if that is meant, and import again."
        )


@app.command("import")
def import_(
    files: Files,
    catalog: At = None,
    quarter: Quarter = None,
    setting: Setting = None,
    accept_fewer_rows: Annotated[
        bool, typer.Option(help="Take a file far shorter than its forerunner.")
    ] = False,
) -> None:
    """Add CMS's files, all of them or none, each told by its content."""
    path = ready(catalog)
    open_catalog(path).close()  # one of another version is refused before any work
    with reporting() as progress:
        done = building.import_files(
            path,
            files,
            _hints(quarter, setting),
            accept_fewer_rows=accept_fewer_rows,
            progress=progress,
        )
    out = console()
    for each in done:
        release = each.release
        if each.kept:
            said = f"{release.id}: {each.rows:,} rows, {release.effective_from} to "
            out.print(said + f"{release.effective_to}, from {release.file}")
        else:
            out.print(f"{release.file}: not kept; `catalog verify` compares with it.")


@app.command("verify")
def verify_(files: Files, catalog: At = None) -> None:
    """Recompute CMS's published amounts, and say how many agree to the cent."""
    with open_catalog(ready(catalog)) as there:
        found = [(file, list(verify(there, file))) for file in files]
    for _, agreements in found:
        for each in agreements:
            _print_agreement(each)
    if not all(any(each.whole for each in agreements) for _, agreements in found):
        raise typer.Exit(1)


def _print_agreement(each: Agreement) -> None:
    out = console()
    rows = f"{sum(each.rows.values()):,} rows"
    statuses = [f"{n:,} of status {s}" for s, n in each.rows.items() if s]
    missed = f"; {each.not_compared:,} rows not compared" * bool(each.not_compared)
    out.print(
        f"{each.file} with {each.release.name}: {each.agreeing:,} of {each.amounts:,} "
        f"amounts agree to the cent ({', '.join([rows, *statuses])}){missed}"
    )
    for difference in each.differences:
        out.print(f"  {difference}")


@app.command("status")
def status(catalog: At = None) -> None:
    """List every release, and which table in force today is missing."""
    path = ready(catalog)
    out = console()
    with open_catalog(path) as there:
        size = path.stat().st_size / 1e6
        out.print(f"{path} ({size:.0f} MB)", soft_wrap=True)
        out.print(_releases(there))
        today = date.today()  # noqa: DTZ011 - the day of whoever asks
        gaps = list(_gaps(there, today))
        out.print(f"In force today ({today}) and not loaded:" if gaps else
                  f"Every table in force today ({today}) is loaded.")  # fmt: skip
        for gap in gaps:
            out.print(f"  {gap}")
        own, known = len(titled(there)), count(there)
        out.print(f"Titles of our own: {own:,} of {known:,} codes; the others show "
                  "what CMS files them under.")  # fmt: skip
        for name, titled_codes, codes in coverage(there):
            out.print(f"  {name}: {titled_codes:,} of {codes:,}")


def _releases(there: Catalog) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("release", "holds from", "to", "rows", "sha256", "file"):
        table.add_column(name, justify="right" if name == "rows" else "left")
    added = {release.id for release in there.imported()}
    for each in there.releases():
        last = "open" if each.effective_to == FOREVER else str(each.effective_to)
        mark = " *" if each.id in added else ""
        table.add_row(each.id + mark, str(each.effective_from), last, f"{each.rows:,}",
                      each.sha256[:12], each.file)  # fmt: skip
    if added:
        table.caption = "* imported"
    return table


def _gaps(there: Catalog, today: date) -> Iterator[str]:
    """Each table that is kept and whose release in force today is not loaded."""
    for name, dataset in DATASETS.items():
        if not dataset.kept or name == "physician_fees_qualifying":
            continue
        try:
            held: Held = there.held(name, today)
        except NotLoaded:
            yield f"{dataset.title}: none of {today.year} ({dataset.url})"
            continue
        if not held.in_force:
            yield (f"{dataset.title}: {held.wanted}; {held.release.name} answers with "
                   f"lowered confidence ({dataset.url})")  # fmt: skip


@app.command("snapshot")
def snapshot_(
    files: Files,
    into: Annotated[
        Path | None, typer.Option(help="Another folder than the project's own.")
    ] = None,
    quarter: Quarter = None,
    setting: Setting = None,
) -> None:
    """Write the snapshot anew from CMS's files: figures only, the same each time."""
    folder = into or Path(str(snapshot.default_folder()))
    with reporting() as progress:
        written = building.write_snapshot(
            folder, files, _hints(quarter, setting), progress
        )
    console().print(f"{len(written)} releases in {folder}.", soft_wrap=True)


def _hints(quarter: str | None, setting: str | None) -> Hints:
    when = None
    if quarter:
        found = re.fullmatch(r"(20\d\d)Q([1-4])", quarter.upper())
        if not found:
            raise RequestError(f"{quarter!r} is no quarter: write it as 2026Q3.")
        when = int(found[1]), int(found[2])
    if setting not in (None, "practitioner", "outpatient_hospital"):
        raise RequestError(
            f"{setting!r} is no setting: write practitioner or outpatient_hospital."
        )
    return Hints(quarter=when, setting=setting)
