"""Fixtures for the catalog's own tests: CMS's cuts, as they are or altered."""

import dataclasses
import sqlite3

import pytest

from catalog import word_index
from catalog.editions import Hints
from catalog.indexed import Indexed
from catalog.published import tables
from catalog.recognise import recognise
from catalog.tables import schema


@pytest.fixture
def indexed():
    """An index of words in memory over rows of code, title, synonyms and more."""

    def make(rows, common=dict, reporting=frozenset):
        connection = sqlite3.connect(":memory:")
        connection.executescript(schema())
        word_index.write(connection, rows)
        return Indexed(connection, [code for code, *_ in rows], common, reporting)

    return make


@pytest.fixture
def altered(data, tmp_path):
    """Copy a cut after replacing texts in it, each where it first stands."""

    def alter(name, *changes, to=None):
        content = (data / name).read_bytes()
        for old, new in changes:
            old, new = (
                t.encode("cp1252") if isinstance(t, str) else t for t in (old, new)
            )
            assert old in content
            content = content.replace(old, new, 1)
        path = tmp_path / (to or name)
        path.write_bytes(content)
        return path

    return alter


@pytest.fixture
def read(altered):
    """The records that a reader makes of a cut, altered or not."""

    def read_cut(reader, name, *changes, encoding="cp1252"):
        (table,) = tables(altered(name, *changes))
        return list(reader(dataclasses.replace(table, encoding=encoding)))

    return read_cut


@pytest.fixture
def recognised():
    """The one table of a file, told by its content."""

    def tell(path, **hints):
        (found,) = recognise(path, Hints(**hints))
        return found

    return tell


@pytest.fixture
def all_of(recognised):
    """Every record of a file, once it is recognised."""

    def read_all(path, **hints):
        found = recognised(path, **hints)
        return list(found.layout.read(found.table))

    return read_all


@pytest.fixture
def workbook(tmp_path):
    """Write rows as CMS's workbooks have them."""
    from openpyxl import Workbook

    def make(name, rows):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        path = tmp_path / name
        book.save(path)
        return path

    return make
