"""The floor: a server of the SDK's with one tool that returns a constant."""

from __future__ import annotations

from mcp.server import MCPServer
from pydantic import BaseModel

mcp = MCPServer("floor", version="0", log_level="WARNING")


class Constant(BaseModel):
    """An answer."""

    text: str


@mcp.tool()
async def constant(query: str) -> Constant:
    """Give the same answer to any question."""
    return Constant(text=query[:0] + "always the same")


if __name__ == "__main__":
    mcp.run("stdio")
