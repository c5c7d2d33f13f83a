"""Fixtures for the tools' tests: each tool as a plain function, asked in short."""

import re
import shutil
from datetime import date

import pytest

from catalog.opening import open_catalog
from server.requests import LineIn
from server.tools import check_bundling, estimate_payment, get_billing_tips, lookup_code

LINE = re.compile(r"([^-]{1,20}?)((?:-\w\w)*)(?:x(\d+))?")


def read(text):
    """A line written as people do, 99214-25 or 97110x3, or one that is ready."""
    if isinstance(text, LineIn):
        return text
    code, modifiers, units = LINE.fullmatch(text).groups()
    return LineIn(code=code, modifiers=modifiers.split("-")[1:], units=int(units or 1))


def day(text):
    return date.fromisoformat(text)


@pytest.fixture
def pay(catalog):
    """Estimate lines on a date: ``pay("99214-25", on="2025-10-15")``."""

    def ask(*texts, on, **more):
        return estimate_payment(catalog, [read(t) for t in texts], day(on), **more)

    return ask


@pytest.fixture
def check(catalog):
    """Check lines on a date."""

    def ask(*texts, on, **more):
        return check_bundling(catalog, [read(t) for t in texts], day(on), **more)

    return ask


@pytest.fixture
def look_up(catalog):
    """Look up a query on a date."""

    def ask(query, on, **more):
        return lookup_code(catalog, query, day(on), **more)

    return ask


@pytest.fixture
def tips_for(catalog):
    """The tips for a code on a date."""

    def ask(code, on, **more):
        return get_billing_tips(catalog, code, date_of_service=day(on), **more)

    return ask


@pytest.fixture(scope="session")
def border_path(catalog_path, data, tmp_path_factory, add_to):
    """The small catalog with a neighbour of 36855's in another locality (Ohio's)."""
    folder = tmp_path_factory.mktemp("border")
    path, zips = folder / "catalog.sqlite", folder / "ZIP5_OCT2025.txt"
    shutil.copyfile(catalog_path, path)
    text = (data / zips.name).read_bytes()
    assert b"AL368541011200" in text
    zips.write_bytes(text.replace(b"AL368541011200", b"AL368541520200"))
    add_to(path, [zips], accept_fewer_rows=True)
    return path


@pytest.fixture
def border(border_path):
    """That catalog, opened."""
    with open_catalog(border_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def contractors(catalog_path, data, tmp_path_factory, add_to):
    """The small catalog where 0075T, which fees list, is an add-on of type 2."""
    folder = tmp_path_factory.mktemp("contractors")
    path, edits = folder / "catalog.sqlite", folder / "AOC_V2026Q2-MCR.txt"
    shutil.copyfile(catalog_path, path)
    text = (data / edits.name).read_bytes()
    assert b"20055T" in text
    edits.write_bytes(text.replace(b"20055T", b"20075T"))
    add_to(path, [edits])
    with open_catalog(path) as opened:
        yield opened


@pytest.fixture(scope="session")
def added_visit(catalog_path, data, tmp_path_factory, add_to):
    """The small catalog where 99211 of 2026 is an add-on to another visit."""
    folder = tmp_path_factory.mktemp("added_visit")
    path, fees = folder / "catalog.sqlite", folder / "PPRRVU2026_Jul_nonQPP.csv"
    shutil.copyfile(catalog_path, path)
    rows = (data / fees.name).read_bytes().splitlines(keepends=True)
    changed = [
        row.replace(b",XXX,", b",ZZZ,") if row.startswith(b"99211,") else row
        for row in rows
    ]
    assert changed != rows
    fees.write_bytes(b"".join(changed))
    add_to(path, [fees])
    with open_catalog(path) as opened:
        yield opened
