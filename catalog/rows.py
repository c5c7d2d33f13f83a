# ruff: noqa: ANN401 - this module is about any record and any field
"""Records to rows and back: one coding for the database and the snapshot.

``None`` is the empty text, a decimal and a day are text, a flag is 0 or 1.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

R = TypeVar("R")
Cell = str | int


@cache
def columns(record: Any) -> tuple[str, ...]:
    """A record's fields, in order."""
    return tuple(field.name for field in dataclasses.fields(record))


def to_row(record: Any) -> tuple[Cell, ...]:
    """A record's cells, in the order of its fields."""
    return tuple(map(_cell, _getter(type(record))(record)))


def from_row(record: type[R], cells: Sequence[Any]) -> R:
    """The record whose cells these are."""
    return record(
        **{
            name: read(cell)
            for (name, read), cell in zip(_readers(record), cells, strict=True)
        }
    )


@cache
def _getter(record: Any) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*columns(record))


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (str, int)):
        return value
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


@cache
def _readers(record: Any) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    hints = typing.get_type_hints(record)
    return tuple((name, _reader(hints[name])) for name in columns(record))


def _reader(hint: Any) -> Callable[[Any], Any]:
    kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
    if kinds:
        read = _reader(kinds[0])
        return lambda cell: None if cell == "" else read(cell)
    if hint is date:
        return date.fromisoformat
    if hint is bool:
        return lambda cell: cell in (1, "1")
    return Decimal if hint is Decimal else hint
