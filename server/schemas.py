"""Input schemas that every host can read: flat, closed, without noise."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
NULL = {"type": "null"}


def flat(schema: Schema) -> Schema:
    """A schema without references, titles and optional nulls, closed to other names.

    Some hosts stop at ``$ref``, others at ``anyOf`` with null. An argument that may be
    left out need not say that it may be null. Output schemas are left alone: clients
    validate against them.
    """
    found: Schema = _flat(schema, schema.get("$defs", {}))
    return found


def _flat(node: Any, definitions: Schema) -> Any:  # noqa: ANN401 - any part of a schema
    if isinstance(node, list):
        return [_flat(each, definitions) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        rest = {name: each for name, each in node.items() if name != "$ref"}
        return _flat({**definitions[node["$ref"].rpartition("/")[2]], **rest},
                     definitions)  # fmt: skip
    found = {
        name: _properties(each, definitions)
        if name == "properties"
        else _flat(each, definitions)
        for name, each in node.items()
        if name not in ("title", "$defs")
    }
    found = _without_null(found)
    if found.get("type") == "object":
        found.setdefault("additionalProperties", False)
    return found


def _properties(properties: Schema, definitions: Schema) -> Schema:
    """Names of arguments, of which one may be "title", are no noise."""
    return {name: _flat(each, definitions) for name, each in properties.items()}


def _without_null(found: Schema) -> Schema:
    choices = found.get("anyOf")
    if not choices or NULL not in choices:
        return found
    (only,) = [each for each in choices if each != NULL]
    rest = {name: each for name, each in found.items() if name != "anyOf"}
    if rest.get("default", 0) is None:
        del rest["default"]
    return {**only, **rest}
