"""The MCP server: the only module that serves the protocol."""

from __future__ import annotations

import inspect
import logging
import time
import typing
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from keyword import iskeyword
from typing import Annotated, Any

import anyio
from mcp import MCPError
from mcp.server import CacheHint, MCPServer
from mcp.server.mcpserver import Context, UserMessage
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.types import (
    INVALID_PARAMS,
    CallToolResult,
    InputRequiredResult,
    TextContent,
    ToolAnnotations,
)
from pydantic import Field, ValidationError

import prompts
from catalog.errors import CatalogError, CatalogUnavailable
from server.arguments import explain
from server.catalog_file import CatalogFile
from server.errors import RequestError
from server.privacy import refuse_patient_data, texts
from server.schemas import flat
from server.tools import TOOLS

log = logging.getLogger("cleanclaim")
READ_ONLY = ToolAnnotations(
    read_only_hint=True,
    destructive_hint=False,
    idempotent_hint=True,
    open_world_hint=False,
)
TITLES = {
    "lookup_code": "Look up a billing code",
    "estimate_payment": "Estimate what Medicare allows",
    "check_bundling": "Check a claim's edits",
    "get_billing_tips": "Tips for billing a code",
}
AN_HOUR_MS = 3_600_000


class Server(MCPServer[None]):
    """The SDK's server, closed to unknown arguments and speaking in sentences."""

    async def call_tool(
        self,
        name: str,
        arguments: dict[str, Any],
        context: Context[None, Any] | None = None,
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; log its name, duration and outcome, and nothing it was asked."""
        started, outcome = time.perf_counter(), "refused"
        try:
            for text in texts(arguments):
                refuse_patient_data(text)
            answer = await super().call_tool(name, arguments, context)
            outcome = "answered"
        except RequestError as error:
            raise ToolError(str(error)) from error
        except ToolError as error:
            raise ToolError(self._said(name, error)) from error.__cause__
        finally:
            known = name if name in TITLES else "an unknown tool"
            log.info("%s %s in %.1f ms", known, outcome,
                     (time.perf_counter() - started) * 1000)  # fmt: skip
        return answer

    def _said(self, name: str, error: ToolError) -> str:
        """An error's own words, without the SDK's prefix or pydantic's text."""
        cause = error.__cause__
        if isinstance(cause, ValidationError):
            tool = self._tool_manager.get_tool(name)
            return explain(cause, tool.parameters if tool else {})
        if isinstance(cause, ToolError):
            return str(cause)
        if name not in TITLES:
            return f"There is no tool {name!r}. There are {', '.join(TITLES)}."
        return f"{name} failed; the server's log says why. Please report it."

    async def get_prompt(
        self,
        name: str,
        arguments: dict[str, Any] | None = None,
        context: Context[None, Any] | None = None,
    ) -> Any:
        """Give a prompt; an unknown one, or one without its arguments, is refused."""
        try:
            for text in texts(arguments or {}):
                refuse_patient_data(text)
            return await super().get_prompt(name, arguments, context)
        except (ValueError, RequestError) as error:
            raise MCPError(code=INVALID_PARAMS, message=str(error)) from error


def build_server(file: CatalogFile) -> Server:
    """Make a server whose tools answer from this catalog."""

    @asynccontextmanager
    async def lifespan(_server: MCPServer[None]) -> AsyncIterator[None]:
        """Build a missing catalog while the client is already being answered."""
        async with anyio.create_task_group() as tasks:
            if not file.path.exists():
                tasks.start_soon(_prepare, file)
            yield
            tasks.cancel_scope.cancel()

    server = Server(
        "cleanclaim",
        title="cleanclaim",
        instructions=prompts.load("instructions"),
        version=version("cleanclaim"),
        tools=[_tool(each, file) for each in TOOLS],
        lifespan=lifespan,
        log_level="WARNING",
        cache_hints={"tools/list": CacheHint(ttl_ms=AN_HOUR_MS, scope="public")},
    )

    @server.prompt(title="Review a claim before it is sent")
    def review_claim(
        claim: Annotated[str, Field(description="Codes, modifiers, units, date.")],
    ) -> list[UserMessage]:
        """Walk through a claim's codes, edits and payment with the four tools."""
        return [UserMessage(prompts.load("review_claim").replace("{claim}", claim))]

    return server


async def _prepare(file: CatalogFile) -> None:
    try:
        await file.prepare()
    except CatalogUnavailable as error:
        log.warning("%s", error)  # the first question says it to its caller


def _tool(function: Callable[..., Any], file: CatalogFile) -> Tool:
    """A tool of the SDK's from a plain function of the catalog and the arguments."""
    tool = Tool.from_function(
        _bound(function, file),
        title=TITLES[function.__name__],
        annotations=READ_ONLY,
        structured_output=True,  # a lost output schema fails here, not silently
    )
    model = tool.fn_metadata.arg_model
    model.model_config["extra"] = "forbid"
    model.model_rebuild(force=True)
    tool.parameters = flat(tool.parameters)
    # The answer is the output model's own instance: the SDK need not read it again.
    tool.fn_metadata.output_model = None
    return tool


def _python_name(argument: str) -> str:
    """``with_`` for ``with``: a word of Python's own is no parameter's name."""
    return f"{argument}_" if iskeyword(argument) else argument


def _bound(function: Callable[..., Any], file: CatalogFile) -> Callable[..., Any]:
    """Fill in the catalog, which callers never see, and let them read our errors.

    The text beside the structured content is the same answer, in as few characters.
    """

    async def call(**arguments: Any) -> CallToolResult:
        try:
            named = {_python_name(each): arguments[each] for each in arguments}
            answer = function(await file.current(), **named)
        except (CatalogError, RequestError) as error:
            raise ToolError(str(error)) from error
        return CallToolResult(
            content=[TextContent(type="text", text=answer.model_dump_json())],
            structured_content=answer.model_dump(mode="json"),
        )

    hints = typing.get_type_hints(function, include_extras=True)
    asked = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    result = Annotated[CallToolResult, hints["return"]]
    call.__name__, call.__doc__ = function.__name__, inspect.getdoc(function)
    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        asked, return_annotation=result
    )
    return call
