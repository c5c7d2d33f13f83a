"""One estimate, a long claim with every rule on it, and files of claims.

Goals, in process: a one-line estimate under 0.3 ms and a 50-line claim under 10 ms, at
the median; a file of claims repriced at 3,000 lines a second on one core, in memory
that is the same for 10,000 and 100,000 lines.
"""

from __future__ import annotations

import csv
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from datetime import date
from itertools import cycle
from pathlib import Path

from catalog.opening import default_path, open_catalog
from catalog.queries import Catalog
from server.catalog_commands import ready
from server.claim_file import REQUIRED
from server.places import NATIONAL, place_named
from server.pricing import Who, price_lines
from server.repricing import reprice
from server.requests import LineIn, claim_lines
from server.rules import RULES
from server.tools.estimate_payment import estimate_payment

ROUNDS = 7
DAY = date(2026, 8, 3)
WHO = Who("NP", participating=False)
# Code, modifiers, units, and what stands beside them: by the class of rule.
CLAIM: list[tuple[str, list[str], int, dict[str, int | str]]] = [
    ("99214", ["25"], 1, {"charge": "400.00"}),
    ("99213", ["52"], 1, {"charge": "60.00"}),
    ("99213", ["GZ"], 1, {}),
    ("36591", [], 1, {}),
    *((code, [], 1, {}) for code in ("45385", "45380", "45381", "45378")),
    *((code, [], 1, {}) for code in ("43251", "43239", "43235")),
    *((code, ["51"], 1, {}) for code in ("12032", "11403", "11402", "11042")),
    ("20610", ["RT"], 1, {"charge": "90.00"}),
    ("20610", ["LT"], 1, {"charge": "90.00"}),
    ("64493", ["50"], 1, {}),
    ("73560", [], 2, {}),
    ("11403", ["54"], 1, {}),
    ("11402", ["55"], 1, {"postoperative_days": 5}),
    ("11402", ["78"], 1, {}),
    ("64493", ["80"], 1, {}),
    ("20610", ["AS"], 1, {}),
    ("11043", ["22"], 1, {}),
    *((code, [], 1, {}) for code in ("70496", "70498", "70551", "72141", "74251")),
    ("71260", ["CT"], 1, {}),
    ("71046", ["FX"], 1, {}),
    ("71045", ["FY"], 1, {}),
    *((code, ["GP"], 2, {}) for code in ("97530", "97110", "97140")),
    ("97112", ["CQ", "GP"], 1, {}),
    *((code, [], 1, {}) for code in ("78452", "93306", "93005", "93000")),
    *((code, [], 1, {}) for code in ("92235", "92250", "92134")),
    ("00142", ["AA"], 1, {"minutes": 95}),
    ("01402", ["AA"], 1, {"minutes": 129}),
    ("80053", [], 1, {}),
    ("36415", [], 1, {}),
    ("J1100", [], 40, {}),
    ("99213", ["SA"], 1, {}),
]
COLUMNS = (*REQUIRED, "modifiers", "units", "charge", "place_of_service", "locality")
FILE_ROWS = [
    (("99214", "25", "1", "250.00"), ("20610", "RT", "1", ""), ("J1100", "", "4", "")),
    (("45385", "", "1", ""), ("45380", "59", "1", ""), ("45378", "", "1", "")),
    (("97110", "GP", "3", ""), ("97140", "GP", "1", ""), ("97530", "GP", "2", "")),
    (("70551", "26", "1", ""), ("72141", "26", "1", "")),
    (("99213", "", "1", ""),),
    (("80053", "", "1", "40.00"), ("36415", "", "1", ""), ("99213", "25", "1", "")),
    (("12032", "", "1", ""), ("11403", "51", "1", ""), ("11402", "51", "1", "")),
]
UNKNOWN = (("99213", "", "1", ""), ("NOPE1", "", "1", ""))  # one row in twenty
SIZES = (10_000, 100_000)


def median(work: Callable[[], object], calls: int) -> float:
    """Milliseconds of one call, the median of several rounds."""
    work()  # what the catalog remembers, it has read once
    found = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for _ in range(calls):
            work()
        found.append((time.perf_counter() - started) / calls * 1000)
    return statistics.median(found)


def one_line(catalog: Catalog) -> float:
    asked = [LineIn(code="99213")]
    return median(lambda: estimate_payment(catalog, asked, DAY), 300)


def long_claim(catalog: Catalog) -> float:
    asked = [
        LineIn.model_validate({"code": code, "modifiers": mods, "units": units, **more})
        for code, mods, units, more in CLAIM
    ]
    assert len(asked) == 50, len(asked)
    place = place_named(catalog, "11", DAY)

    def price() -> set[str]:
        lines, wrong = claim_lines(catalog, asked, DAY, priced=True)
        assert not wrong, wrong
        priced = price_lines(catalog, lines, place=place, at=NATIONAL, who=WHO)
        return {step.rule for step in priced.claim.steps}

    missing = {rule.__name__ for rule in RULES} - price()
    assert not missing, missing
    return median(price, 20)


def write_claims(path: Path, rows: int, *, refused: bool = False) -> None:
    """A file of small claims; one row in twenty has a code that does not exist."""
    claims = [*FILE_ROWS, UNKNOWN] if refused else FILE_ROWS
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        written = 0
        for number, claim in enumerate(cycle(claims), start=1):
            for code, modifiers, units, charge in claim:
                if written == rows:
                    return
                locality = "10112-00" if number % 2 else "13202-01"
                writer.writerow([number, code, DAY, modifiers, units, charge, "11",
                                 locality])  # fmt: skip
                written += 1


def reprice_here(path: Path) -> None:
    """Reprice a file in this process; print lines a second, and peak memory in MiB."""
    ticks: deque[int] = deque(maxlen=1)
    with open_catalog(default_path()) as catalog:
        started = time.perf_counter()
        done = reprice(catalog, path, path.with_suffix(".out"),
                       path.with_suffix(".refused"), ticks.append)  # fmt: skip
        seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{done.rows / seconds} {peak}")


def reprice_apart(path: Path) -> tuple[float, float]:
    """The same in a process of its own, whose peak is its own."""
    command = [sys.executable, "-m", "benchmarks.claims", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    speed, peak = map(float, done.stdout.split())
    return speed, peak


def main() -> None:
    with open_catalog(ready(default_path())) as catalog:
        print(f"one-line estimate: {one_line(catalog):.3f} ms (goal 0.3)")
        print(f"50-line claim: {long_claim(catalog):.1f} ms (goal 10)")
    with tempfile.TemporaryDirectory() as name:
        for rows, refused in (*((size, False) for size in SIZES), (SIZES[0], True)):
            path = Path(name) / f"{rows}.csv"
            write_claims(path, rows, refused=refused)
            speed, peak = reprice_apart(path)
            what = f"{rows:,} lines{', one in twenty refused' if refused else ''}"
            print(f"repricing {what}: {speed:,.0f} lines/s (goal 3,000), "
                  f"peak {peak:.0f} MiB (goal: the same for all)")  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:]:
        reprice_here(Path(sys.argv[1]))
    else:
        main()
