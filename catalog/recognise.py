"""Tell what a published file is by its content."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from catalog.editions import Edition, Head, Hints
from catalog.errors import NotRecognised
from catalog.published import Table, tables
from catalog.readers import LAYOUTS
from catalog.readers.layout import Layout


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A table, the layout it has, and the release it is."""

    table: Table
    layout: Layout
    dataset: str
    edition: Edition


def recognise(path: Path, hints: Hints) -> Iterator[Found]:
    """Yield the tables of a file that we read.

    An archive's other members, such as its documentation, are passed over.

    Raises:
        NotRecognised: no table of the file has a layout we know.
        ImportFailed: the file is damaged, or does not say when it holds.
    """
    found = False
    for table in tables(path):
        if layout := _layout(table, hints):
            found = True
            yield _found(table, layout, hints)
    if not found:
        raise NotRecognised(path.name, [layout.name for layout in LAYOUTS])


def _layout(table: Table, hints: Hints) -> Layout | None:
    head = _head(table, hints)
    return next((each for each in LAYOUTS if each.recognises(head)), None)


def _found(table: Table, layout: Layout, hints: Hints) -> Found:
    head = _head(table, hints)
    return Found(
        table=dataclasses.replace(table, encoding=layout.encoding),
        layout=layout,
        dataset=layout.dataset(head),
        edition=layout.edition(head),
    )


def _head(table: Table, hints: Hints) -> Head:
    # Latin-1 reads any byte: what a table is shows in its ASCII parts.
    rows, lines = dataclasses.replace(table, encoding="latin-1").head()
    return Head(
        name=table.name, rows=rows, lines=lines, siblings=table.siblings, hints=hints
    )
