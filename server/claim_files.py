"""Files of claims: priced, or checked, with a result file and a word about it."""

from __future__ import annotations

from pathlib import Path

from catalog.opening import open_catalog
from server.checking import check_claims
from server.errors import RequestError
from server.printing import console, reporting, summary
from server.repricing import reprice


def price_file(catalog: Path, source: Path, out: Path | None, *, edits: bool) -> None:
    """Price a file of claims, and say where the result and the refused rows lie."""
    priced, refused = _results(source, out, ".priced.csv")
    with open_catalog(catalog) as there, reporting() as progress:
        tally = reprice(
            there,
            source,
            priced,
            refused,
            lambda rows: progress("pricing", rows),
            edits=edits,
        )
    console().print(
        f"{tally.rows:,} rows: {tally.priced:,} priced, {tally.not_paid:,} not paid, "
        f"{tally.unpriced:,} without a price, {tally.refused:,} refused. Allowed in "
        f"all: ${tally.allowed:,}. Priced: {priced}. Refused: {refused}.",
        soft_wrap=True,
    )


def check_file(
    catalog: Path, source: Path, out: Path | None, *, hospital: bool
) -> None:
    """Edit a file of claims, and sum up what the edits cost."""
    checked, refused = _results(source, out, ".checked.csv")
    setting = "outpatient_hospital" if hospital else "practitioner"
    with open_catalog(catalog) as there, reporting() as progress:
        found = check_claims(
            there,
            source,
            checked,
            refused,
            setting,
            lambda rows: progress("checking", rows),
        )
    summary(console(), found)
    console().print(f"Checked: {checked}. Refused: {refused}.", soft_wrap=True)


def _results(source: Path, out: Path | None, ending: str) -> tuple[Path, Path]:
    """Where the result and the refused rows go."""
    if not source.is_file():
        raise RequestError(f"{source}: there is no such file.")
    result = out or source.with_suffix(ending)
    return result, result.with_suffix(".refused.csv")
