"""Every pair, every unit limit, a long claim and files of claims, through the edits.

Goals: each of the 1,728,585 active practitioner pairs of 2026Q3 is denied on its right
column with its right indicator; of random pairs of payable codes without a row none is
reported; every unit limit holds at its value and one over; a 50-line claim in under 5
ms at the median, with the money that hangs on it; 2,000 claims of five lines a second.

``python -m benchmarks.edits [PAIRS]``: PAIRS is CMS's table as a tab-separated file,
read here without our readers; without it the pairs are those of the catalog's table.
"""

from __future__ import annotations

import csv
import gzip
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import cycle
from pathlib import Path

from benchmarks.claims import median
from catalog.opening import default_path, open_catalog
from catalog.queries import Catalog
from server.at_risk import amounts_at_risk, at_risk
from server.catalog_commands import ready
from server.checking import check_claims
from server.editing import edit_lines
from server.places import place_named
from server.rules.claim import Line
from server.rules.findings import PairFinding, UnitFinding, Verdict

DAY = date(2026, 8, 3)
PRACTITIONER, HOSPITAL = "practitioner", "outpatient_hospital"
RANDOM_PAIRS = 200_000
# fmt: off
LONG_CLAIM = (
    "99223-AI", "99291-25", "93010", "71046-26", "71260-26", "74177-26", "70450-26",
    "76705-26", "93306-26", "36556", "31500", "32551", "36620", "93503", "94002",
    "12002", "11042", "11045", "20610-RT", "64450", "97597", "51702", "43752", "36430",
    "80053", "85025", "85610", "84484", "83880", "82803", "81001", "87040", "87086",
    "86140", "83605", "84443", "82550", "36415", "J1885x2", "J2405x4", "J0696x4",
    "J3490", "J7050", "96374-59", "96375", "96361", "90471", "90686", "99406-25",
    "G0008",
)
# fmt: on
CLAIMS = [
    ("99214-25", "20610-RT", "J1100x4", "36415", "80053"),
    ("97110-GPx3", "97140-GP", "97530-GPx2", "97112-GP", "97035-GP"),
    ("70551-26", "72141-26", "71046-26", "93010", "93306-26"),
    ("99213", "85025", "80053", "83036", "36415"),
    ("99204", "93000", "94010", "81002", "G0444"),
    ("45385", "45380-59", "45378", "99213-25", "88305x2"),  # denied: 45378
    ("66984-RT", "92136-26", "99214-57", "76512-26", "92134"),
    ("99232", "93010", "71045-26", "94640", "36600"),
    ("77067", "77063", "76642-RT", "99213-25", "19083-RT"),
    ("12032", "11403-51", "11402-51", "99213", "11102"),  # denied: all but one
]


def line(text: str, number: int = 1) -> Line:
    """A line written as people do: 97110-GPx3."""
    name, _, units = text.partition("x")
    code, *modifiers = name.split("-")
    return Line(number=number, code=code, modifiers=tuple(modifiers),
                units=int(units or 1), on=DAY)  # fmt: skip


def claim(*texts: str) -> list[Line]:
    return [line(text, number) for number, text in enumerate(texts, start=1)]


def file_pairs(path: Path) -> Iterator[tuple[str, str, str]]:
    """Column 1, column 2 and indicator of every row of CMS's table of active pairs."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.reader(file, delimiter="\t"):
            if row[2] in ("0", "1", "9"):
                yield row[0], row[1], row[2]


def catalog_pairs(catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    number = catalog.held("ncci_practitioner", DAY).number
    yield from catalog.connection.execute(
        "SELECT column1, column2, modifier_indicator FROM edit_pair WHERE release = ?"
        " AND deleted_on = ''",
        [number],
    )


def every_pair(catalog: Catalog, pairs: Iterable[tuple[str, str, str]]) -> None:
    right = wrong = 0
    started = time.perf_counter()
    for column1, column2, indicator in pairs:
        if indicator == "9":
            continue
        lines = claim(column2, column1)  # column 2 first: the order says nothing
        edited = edit_lines(catalog, lines, place=None)
        found = [
            (each.column1, each.column2_line, each.modifier_indicator)
            for each in edited.findings
            if isinstance(each, PairFinding) and each.verdict is Verdict.DENIED
        ]
        if found == [(column1, 1, indicator)]:
            right += 1
        else:
            wrong += 1
            print(f"  wrong: {column1} {column2} {indicator}: {found}")
    seconds = time.perf_counter() - started
    print(f"pairs: {right:,} right, {wrong:,} wrong (goal 1,728,585 and none), "
          f"{(right + wrong) / seconds:,.0f} claims/s")  # fmt: skip


def no_pair(catalog: Catalog, pairs: Iterable[tuple[str, str, str]]) -> None:
    known = {(a, b) for a, b, indicator in pairs if indicator != "9"}
    number = catalog.held("physician_fees", DAY).number
    rows = catalog.connection.execute(
        "SELECT code FROM physician_fee WHERE release = ? AND modifier = ''"
        " AND status IN ('A', 'R', 'T')",
        [number],
    )
    codes = [code for (code,) in rows]
    chance, tried, reported = random.Random(2026), 0, 0  # noqa: S311 - no secret
    while tried < RANDOM_PAIRS:
        one, other = chance.sample(codes, 2)
        if (one, other) in known or (other, one) in known:
            continue
        tried += 1
        edited = edit_lines(catalog, claim(one, other), place=None)
        reported += any(isinstance(each, PairFinding) for each in edited.findings)
    print(f"random pairs without a row: {tried:,}, reported {reported} (goal 0)")


def every_limit(catalog: Catalog, setting: str) -> None:
    number = catalog.held(f"mue_{setting}", DAY).number
    rows = catalog.connection.execute(
        "SELECT code, units FROM unit_limit WHERE release = ?", [number]
    ).fetchall()
    wrong = 0
    for code, units in rows:
        at = _verdict(catalog, setting, code, units) if units else "within_limit"
        over = _verdict(catalog, setting, code, units + 1)
        if (at, over) != ("within_limit", "denied"):
            wrong += 1
            print(f"  wrong: {code} {units}: {at}, {over}")
    print(f"unit limits, {setting}: {len(rows):,} rows, {wrong} wrong (goal 0)")


def _verdict(catalog: Catalog, setting: str, code: str, units: int) -> str:
    lines = [Line(number=1, code=code, units=units, on=DAY)]
    found = edit_lines(catalog, lines, setting, place=None).findings
    (verdict,) = [each.verdict for each in found if isinstance(each, UnitFinding)]
    return str(verdict)


def long_claim(catalog: Catalog) -> None:
    lines, place = claim(*LONG_CLAIM), place_named(catalog, "21", DAY)
    assert len(lines) == 50, len(lines)
    found = edit_lines(catalog, lines, place=place)

    def with_money() -> None:
        edited = edit_lines(catalog, lines, place=place)
        at_risk(edited)
        amounts_at_risk(edited, edited.findings)

    tables = median(lambda: edit_lines(catalog, lines, place=None), 20)
    priced = median(lambda: edit_lines(catalog, lines, place=place).priced, 20)
    print(f"50-line claim, {len(found.findings)} findings, {len(found.denied)} lines "
          f"denied: edited {tables:.1f} ms, and priced {priced:.1f} ms (goal 5), with "
          f"the money at risk {median(with_money, 10):.1f} ms")  # fmt: skip


def files(catalog: Catalog, claims: int, of: Sequence[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        source, out, refused = (Path(name) / each for each in ("in", "out", "refused"))
        with source.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["claim", "date_of_service", "code", "modifiers", "units",
                             "place_of_service", "locality"])  # fmt: skip
            for number, texts in zip(range(claims), cycle(of), strict=False):
                for each in claim(*texts):
                    writer.writerow([number, DAY, each.code, " ".join(each.modifiers),
                                     each.units, "11", "10112-00"])  # fmt: skip
        started = time.perf_counter()
        done = check_claims(catalog, source, out, refused, PRACTITIONER, quiet)
        seconds = time.perf_counter() - started
    share = done.claims["edits_apply"] / claims
    print(f"a file of {claims:,} claims of 5 lines, {share:.0%} with a denial: "
          f"{claims / seconds:,.0f} claims/s (goal 2,000)")  # fmt: skip


def quiet(rows: int) -> None:
    """Progress that nobody watches."""


def main() -> None:
    path = Path(sys.argv[1]) if sys.argv[1:] else None
    with open_catalog(ready(default_path())) as catalog:
        long_claim(catalog)
        files(catalog, 10_000, CLAIMS)
        files(catalog, 10_000, CLAIMS[:5])
        every_limit(catalog, PRACTITIONER)
        every_limit(catalog, HOSPITAL)
        no_pair(catalog, file_pairs(path) if path else catalog_pairs(catalog))
        every_pair(catalog, file_pairs(path) if path else catalog_pairs(catalog))


if __name__ == "__main__":
    main()
