"""First start, two clients at once, import time and memory, and sizes on disk.

Goals: a first start under 20 s on two cores, also for two clients at once; the 2.5
million pairs of 2024Q3 imported in under 60 s and 400 MB; a snapshot under 5 MB and a
catalog under 150 MB.

The import needs CMS's file: python -m benchmarks.catalog FOLDER, where FOLDER holds
ncci/ncci_ptp_practitioner_v30.2_2024Q3_*.tsv.gz.
"""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mcp import Client, StdioServerParameters

from catalog.snapshot import default_folder

COMMAND = str(Path(sys.executable).with_name("cleanclaim"))
PAIRS = "ncci/ncci_ptp_practitioner_v30.2_2024Q3_*.tsv.gz"


async def first_start(path: Path, *, clients: int) -> float:
    """Seconds until every client has its first answer, with no catalog there."""
    server = StdioServerParameters(
        command=COMMAND, args=["serve", "--catalog", str(path)], env=dict(os.environ)
    )

    async def ask() -> None:
        async with Client(server) as client:
            asked = {"query": "77011", "date_of_service": "2025-02-03"}
            answer = await client.call_tool("lookup_code", asked)
            assert not answer.is_error, answer

    started = time.perf_counter()
    await asyncio.gather(*(ask() for _ in range(clients)))
    return time.perf_counter() - started


def import_pairs(path: Path, file: Path) -> tuple[float, float]:
    """Seconds, and peak memory in MB."""
    started = time.perf_counter()
    subprocess.run(
        [COMMAND, "catalog", "import", "--catalog", str(path), str(file)],
        check=True,
        capture_output=True,
    )
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return time.perf_counter() - started, used


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for clients in (1, 2):
            path = folder / f"{clients}.sqlite"
            seconds = asyncio.run(first_start(path, clients=clients))
            print(f"first start, {clients} client(s): {seconds:.1f} s (goal 20)")
        print(f"catalog: {path.stat().st_size / 1e6:.0f} MB (goal 150)")
        files = [f for f in Path(str(default_folder())).rglob("*") if f.is_file()]
        shipped = sum(file.stat().st_size for file in files) / 1e6
        print(f"snapshot: {shipped:.2f} MB (goal 5)")
        if sys.argv[1:]:
            (file,) = Path(sys.argv[1]).glob(PAIRS)
            seconds, used = import_pairs(path, file)
            print(f"import of {file.name}: {seconds:.1f} s (goal 60), "
                  f"{used:.0f} MB (goal 400)")  # fmt: skip
        else:
            print("import: left out, no folder of CMS files was given")


if __name__ == "__main__":
    main()
