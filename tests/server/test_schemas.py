"""Input schemas that every host can read, and the committed snapshots of ours.

After a change that is meant, write the snapshots anew and look at their difference::

    UPDATE_SCHEMAS=1 make test  (or pytest tests/server/test_schemas.py)
"""

import inspect
import json
import os
from pathlib import Path

import pytest
from mcp import Client

from server.schemas import flat
from server.tools import TOOLS

SNAPSHOTS = Path(__file__).parents[1] / "schemas"
NAMES = [tool.__name__ for tool in TOOLS]
BUDGET = 12_000  # characters that a host puts before its model


@pytest.fixture
async def listed(server):
    """The tools as a client sees them, by name."""
    async with Client(server) as client:
        return {tool.name: tool for tool in (await client.list_tools()).tools}


async def test_snapshots_are_those_of_the_tools(listed):
    assert list(listed) == NAMES
    if not os.environ.get("UPDATE_SCHEMAS"):
        assert sorted(path.stem for path in SNAPSHOTS.glob("*.json")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
async def test_tool_is_as_its_snapshot_has_it(listed, name):
    tool, path = listed[name], SNAPSHOTS / f"{name}.json"
    found = {
        "name": tool.name,
        "description": tool.description,
        "inputSchema": tool.input_schema,
    }
    if os.environ.get("UPDATE_SCHEMAS"):
        path.write_text(json.dumps(found, indent=2) + "\n", "utf-8")

    assert found == json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
async def test_input_schema_is_flat_and_closed(listed, name):
    schema = listed[name].input_schema
    parts = list(objects(schema))

    assert schema["type"] == "object"
    assert not any("$ref" in part or "$defs" in part for part in parts)
    assert not any("anyOf" in part or "oneOf" in part for part in parts)
    assert all(
        part["additionalProperties"] is False
        for part in parts
        if part.get("type") == "object"
    )
    assert not any(isinstance(part.get("title"), str) for part in parts)
    assert not any(part.get("default", 0) is None for part in parts)


async def test_bounds_are_in_the_words_of_json_schema(listed):
    lines = listed["estimate_payment"].input_schema["properties"]["lines"]
    units = lines["items"]["properties"]["units"]

    assert (units["minimum"], units["maximum"]) == (1, 9999)


def objects(node):
    """Every object within a schema, but not the names of its properties."""
    if isinstance(node, list):
        for each in node:
            yield from objects(each)
    if isinstance(node, dict):
        yield node
        for name, each in node.items():
            inner = list(each.values()) if name == "properties" else each
            yield from objects(inner)


@pytest.mark.parametrize("name", NAMES)
async def test_tool_says_what_it_returns_and_that_it_only_reads(listed, name):
    tool = listed[name]

    assert {"result", "confidence", "sources", "warnings"} <= set(
        tool.output_schema["properties"]
    )
    assert tool.annotations.read_only_hint
    assert not tool.annotations.destructive_hint
    assert tool.title


@pytest.mark.parametrize("name", NAMES)
async def test_description_has_no_indentation(listed, name):
    assert listed[name].description == inspect.cleandoc(listed[name].description)


async def test_tools_fit_the_budget(listed):
    size = sum(
        len(json.dumps(tool.input_schema)) + len(tool.description)
        for tool in listed.values()
    )

    assert size < BUDGET
    assert all(len(tool.description) < 2048 for tool in listed.values())


async def test_catalog_is_no_argument(listed):
    assert not any(
        "catalog" in tool.input_schema["properties"] for tool in listed.values()
    )


# The function itself


def test_reference_is_put_in_its_place():
    line = {"type": "object", "properties": {"code": {"type": "string"}}}
    schema = {
        "$defs": {"Line": line},
        "type": "object",
        "properties": {"lines": {"type": "array", "items": {"$ref": "#/$defs/Line"}}},
    }

    assert flat(schema)["properties"]["lines"]["items"] == {
        **line,
        "additionalProperties": False,
    }


def test_words_beside_a_reference_are_kept():
    schema = {
        "$defs": {"Day": {"type": "string", "description": "theirs"}},
        "properties": {"on": {"$ref": "#/$defs/Day", "description": "ours"}},
    }

    assert flat(schema)["properties"]["on"] == {"type": "string", "description": "ours"}


def test_title_of_a_schema_goes_and_an_argument_called_title_stays():
    schema = {"title": "T", "properties": {"title": {"title": "T", "type": "string"}}}

    assert flat(schema) == {"properties": {"title": {"type": "string"}}}


def test_optional_null_goes_with_its_default():
    schema = {
        "properties": {
            "a": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
            "b": {"anyOf": [{"type": "integer"}, {"type": "null"}], "default": 3},
        }
    }

    assert flat(schema)["properties"] == {
        "a": {"type": "string"},
        "b": {"type": "integer", "default": 3},
    }


def test_choice_without_null_stays():
    schema = {"anyOf": [{"type": "string"}, {"type": "integer"}]}

    assert flat(schema) == schema


def test_open_object_that_says_so_stays_open():
    assert flat({"type": "object", "additionalProperties": True}) == {
        "type": "object",
        "additionalProperties": True,
    }
