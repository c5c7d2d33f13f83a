"""Say what is wrong with a call's arguments, in sentences for the one who sent them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from server.schemas import Schema

UNKNOWN = "extra_forbidden"
MISSING = "missing"
SHOWN = 60  # characters of a value that a message repeats


def explain(error: ValidationError, schema: Schema) -> str:
    """Each fault once: what was sent, and what to send instead.

    An argument that does not exist is named, its value is not repeated: it may be
    patient data. ``schema`` is the tool's, flat.
    """
    faults = error.errors(include_url=False)
    return " ".join(dict.fromkeys(_sentence(fault, schema) for fault in faults))


def _sentence(fault: Any, schema: Schema) -> str:  # noqa: ANN401 - pydantic's own
    kind, place, context = fault["type"], _place(fault["loc"]), fault.get("ctx", {})
    if kind == UNKNOWN:
        known = ", ".join(_beside(fault["loc"], schema))
        return f"There is no argument {place}. Send only {known}."
    if kind == MISSING:
        return f"{place} is missing: send it."
    return f"{place} is {_shown(fault['input'])}: {_wanted(kind, context)}."


def _wanted(kind: str, context: dict[str, Any]) -> str:
    wants = {
        "greater_than_equal": "send {ge} or more",
        "greater_than": "send more than {gt}",
        "less_than_equal": "send at most {le}",
        "too_long": "it has {actual_length} entries; send at most {max_length} at a "
        "time",
        "too_short": "send at least {min_length}",
        "string_too_long": "send at most {max_length} characters",
        "string_too_short": "send at least {min_length} character",
        "literal_error": "send {expected}",
        "finite_number": "send dollars and cents, such as 120.00",
        "decimal_max_places": "send dollars and cents, such as 120.00",
    }
    if kind in wants:
        return wants[kind].format(**context)
    for part, text in (
        ("int", "send a whole number"),
        ("date", "send a date that exists, as YYYY-MM-DD"),
        ("bool", "send true or false"),
        ("decimal", 'send dollars and cents as text, such as "120.00"'),
        ("list", "send a list"),
        ("string", "send text"),
        ("model", 'send an object such as {"code": "99213"} for a line'),
    ):
        if part in kind:
            return text
    return "see the tool's schema for what it takes"


def _beside(location: Sequence[int | str], schema: Schema) -> list[str]:
    """The arguments that there are where one was sent that there is not."""
    for part in location[:-1]:
        inside = isinstance(part, int)
        schema = schema["items"] if inside else schema["properties"][part]
    return list(schema["properties"])


def _place(location: Sequence[int | str]) -> str:
    """("lines", 0, "units") is "lines[1].units": people count from one."""
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".") or "The request"


def _shown(value: Any) -> str:  # noqa: ANN401 - whatever was sent
    if isinstance(value, (list, dict)):
        return f"a {type(value).__name__} of {len(value)}"
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."
