"""Process start to an answered tools/list over stdio, and memory after 1,000 calls.

Goals: at most 1.25 times the start, and 1.4 times the memory, of a bare SDK server.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from catalog.opening import default_path
from server.catalog_commands import ready

HERE = Path(__file__).parent
FLOOR = [sys.executable, str(HERE / "floor_server.py")]
OURS = [str(Path(sys.executable).with_name("cleanclaim")), "serve"]
RUNS = 15
META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}
CALLS = (
    ("lookup_code", {"query": "77011", "date_of_service": "2025-02-03"}),
    ("lookup_code", {"query": "wrist fracture", "date_of_service": "2026-08-03"}),
    (
        "estimate_payment",
        {"lines": [{"code": "99213"}], "date_of_service": "2026-08-03"},
    ),
    (
        "check_bundling",
        {
            "lines": [{"code": "45385"}, {"code": "45380"}],
            "date_of_service": "2026-08-03",
        },
    ),
    ("get_billing_tips", {"code": "20610", "date_of_service": "2026-08-03"}),
)


class Process:
    """A server process spoken to in raw JSON-RPC."""

    def __init__(self, command: list[str]) -> None:
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.last = 0

    def ask(self, method: str, **params: Any) -> dict[str, Any]:  # noqa: ANN401
        assert self.process.stdin
        assert self.process.stdout
        self.last += 1
        request = {"jsonrpc": "2.0", "id": self.last, "method": method}
        line = json.dumps({**request, "params": {**params, "_meta": META}})
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()
        while True:
            answer: dict[str, Any] = json.loads(self.process.stdout.readline())
            if answer.get("id") == self.last:
                return answer

    def resident(self) -> float:
        """Resident memory, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def start(command: list[str]) -> float:
    server = Process(command)
    assert server.ask("tools/list")["result"]["tools"]
    seconds = time.perf_counter() - server.started
    server.stop()
    return seconds


def memory(command: list[str], calls: list[tuple[str, dict[str, Any]]]) -> float:
    server = Process(command)
    for number in range(1000):
        name, arguments = calls[number % len(calls)]
        answer = server.ask("tools/call", name=name, arguments=arguments)
        assert not answer["result"].get("isError"), answer
    found = server.resident()
    server.stop()
    return found


def main() -> None:
    ready(default_path())
    for command in (FLOOR, OURS):
        start(command)  # warm the file cache
    pairs = [(start(OURS), start(FLOOR)) for _ in range(RUNS)]
    ours, floor = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"start: {ours * 1000:.0f} ms, floor {floor * 1000:.0f} ms, "
          f"ratio {ratio:.2f} (goal 1.25)")  # fmt: skip
    ours, floor = (
        memory(OURS, list(CALLS)),
        memory(FLOOR, [("constant", {"query": "x"})]),
    )
    print(f"memory after 1,000 calls: {ours:.0f} MiB, floor {floor:.0f} MiB, "
          f"ratio {ours / floor:.2f} (goal 1.4)")  # fmt: skip


if __name__ == "__main__":
    main()
