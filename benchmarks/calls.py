"""One call through the in-memory client, against a tool that returns a constant.

The constant is the same answer, made beforehand, with the same output schema: what is
left is what gathering, deciding and reporting cost. Goal: at most 1.5 times.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from datetime import date
from typing import Any

from mcp import Client
from mcp.server import MCPServer

from catalog.opening import default_path, open_catalog
from server.app import build_server
from server.bundling_answer import Bundling
from server.catalog_commands import ready
from server.catalog_file import CatalogFile
from server.estimate_card import Estimate
from server.requests import LineIn
from server.results import Answer
from server.tools.check_bundling import check_bundling
from server.tools.estimate_payment import estimate_payment
from server.tools.lookup_code import Lookup, lookup_code

ROUNDS, CALLS = 7, 200
DAY = "2026-08-03"
ASKED: dict[str, dict[str, Any]] = {
    "lookup_code": {"query": "77011", "date_of_service": DAY},
    "estimate_payment": {"lines": [{"code": "99213"}], "date_of_service": DAY},
    "check_bundling": {
        "lines": [{"code": "45385"}, {"code": "45380"}],
        "date_of_service": DAY,
    },
}


def floor() -> MCPServer[None]:
    """A server whose tools give our answers without working them out."""
    on = date.fromisoformat(DAY)
    with open_catalog(default_path()) as catalog:
        looked_up = lookup_code(catalog, "77011", on)
        priced = estimate_payment(catalog, [LineIn(code="99213")], on)
        lines = [LineIn(code="45385"), LineIn(code="45380")]
        checked = check_bundling(catalog, lines, on)
    server: MCPServer[None] = MCPServer("floor", log_level="WARNING")

    @server.tool(name="lookup_code")
    async def constant_lookup(query: str, date_of_service: date) -> Answer[Lookup]:
        return looked_up

    @server.tool(name="estimate_payment")
    async def constant_estimate(
        lines: list[LineIn], date_of_service: date
    ) -> Answer[Estimate]:
        return priced

    @server.tool(name="check_bundling")
    async def constant_check(
        lines: list[LineIn], date_of_service: date
    ) -> Answer[Bundling]:
        return checked

    return server


async def per_call(client: Client, tool: str) -> float:
    started = time.perf_counter()
    for _ in range(CALLS):
        answer = await client.call_tool(tool, ASKED[tool])
        assert not answer.is_error, answer
    return (time.perf_counter() - started) / CALLS


async def main() -> None:
    path = ready(default_path())
    async with (
        Client(build_server(CatalogFile(path))) as ours,
        Client(floor()) as bare,
    ):
        for tool in ASKED:
            await per_call(ours, tool)
            await per_call(bare, tool)
            pairs = [
                (await per_call(ours, tool), await per_call(bare, tool))
                for _ in range(ROUNDS)
            ]
            own, least = (statistics.median(each) for each in zip(*pairs, strict=True))
            ratio = statistics.median(a / b for a, b in pairs)
            print(f"{tool}: {own * 1e6:.0f} us, constant {least * 1e6:.0f} us, "
                  f"ratio {ratio:.2f} (goal 1.5)")  # fmt: skip


if __name__ == "__main__":
    asyncio.run(main())
