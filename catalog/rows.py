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
from operator import attrgetter
from typing import Any, TypeVar

R = TypeVar("R")
Cell = str | int


@dataclasses.dataclass(frozen=True, slots=True)
class _Shape:
    """What there is to know of a record type, learned once."""

    names: tuple[str, ...]
    values: Callable[[Any], tuple[Any, ...]]
    readers: tuple[Callable[[Any], Any], ...]


_SHAPES: dict[Any, _Shape] = {}


def columns(record: Any) -> tuple[str, ...]:
    """A record type's fields, in order."""
    return _shape(record).names


def to_row(record: Any) -> tuple[Cell, ...]:
    """A record's cells, in the order of its fields."""
    return tuple(map(_cell, _shape(type(record)).values(record)))


def from_row(record: type[R], cells: Sequence[Any]) -> R:
    """The record whose cells these are."""
    shape = _shape(record)
    values = [read(cell) for read, cell in zip(shape.readers, cells, strict=True)]
    return record(**dict(zip(shape.names, values, strict=True)))


def _shape(record: Any) -> _Shape:
    shape = _SHAPES.get(record)
    if shape is None:
        names = tuple(field.name for field in dataclasses.fields(record))
        hints = typing.get_type_hints(record)
        readers = tuple(_reader(hints[name]) for name in names)
        shape = _SHAPES[record] = _Shape(names, attrgetter(*names), readers)
    return shape


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (str, int)):
        return value
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _reader(hint: Any) -> Callable[[Any], Any]:
    kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
    if kinds:
        read = _reader(kinds[0])
        return lambda cell: None if cell == "" else read(cell)
    if hint is date:
        return date.fromisoformat
    if hint is bool:
        return lambda cell: cell in (1, "1")
    return Decimal if hint is Decimal else typing.cast(Callable[[Any], Any], hint)
