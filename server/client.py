"""Ask the server as any client would, in memory or as a process over stdio."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult, TextContent

from server.app import build_server
from server.catalog_file import CatalogFile


class Refused(Exception):
    """A tool refused a call; the message is its own."""


async def ask(path: Path, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """One answer from a server in this process.

    Raises:
        Refused: the tool did not answer.
    """
    async with Client(build_server(CatalogFile(path))) as client:
        found = await client.call_tool(tool, arguments)
    # Raised in there, it would come out in a group with whatever else ended.
    return _content(found)


def over_stdio(path: Path) -> Client:
    """A client of a server process of its own, as a host would start it."""
    return Client(
        StdioServerParameters(
            command=sys.executable,
            args=[
                "-P",
                "-m",
                "server.main",
                "serve",
                "--quiet",
                "--catalog",
                str(path),
            ],
            env=dict(os.environ),
        )
    )


async def answer(
    client: Client, tool: str, arguments: dict[str, Any]
) -> dict[str, Any]:
    """The structured content of a tool's answer.

    Raises:
        Refused: the tool did not answer.
    """
    return _content(await client.call_tool(tool, arguments))


def _content(found: CallToolResult) -> dict[str, Any]:
    if found.is_error or found.structured_content is None:
        texts = [each.text for each in found.content if isinstance(each, TextContent)]
        raise Refused(" ".join(texts))
    return dict(found.structured_content)


async def tool_names(client: Client) -> list[str]:
    """The tools that a server lists."""
    return [tool.name for tool in (await client.list_tools()).tools]


__all__ = ["Client", "Refused", "answer", "ask", "over_stdio", "tool_names"]
