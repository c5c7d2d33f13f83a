"""Fixtures for the rules' tests: claims of real codes, and hand-made facts."""

import dataclasses
import re
import tomllib
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from catalog.opening import open_catalog
from catalog.policy import Citation, parameter
from server.places import NATIONAL, place_named, where
from server.pricing import A_PHYSICIAN, price_lines
from server.rules import price
from server.rules.claim import Claim, Line
from server.rules.findings import DayFacts, EditFacts

GOLDEN = Path(__file__).parents[1] / "golden"
LINE = re.compile(r"(\w{5})((?:-\w\w)*)(?:x(\d+))?(?: @(\S+))?")
AUTUMN = date(2025, 10, 15)  # RVU25D is in force
LISTS = ("anatomic", "distinct", "visit", "procedure", "other")
CLAIM_WIDE = ("correctable", "denied", "hospital", "incomplete", "refused")
SOURCE = Citation(id="made", title="Made by hand", url="https://www.cms.gov")
VISITS = frozenset({"99203", "99211", "99213", "99214"})
KINDS = {
    "visits": VISITS,
    "evaluations": VISITS | {"99292"},  # an add-on to a visit
    "new": frozenset({"99203"}),
    "established": VISITS - {"99203"},
}


def pytest_generate_tests(metafunc):
    """Run a test that takes a ``case`` over the golden table of its own module."""
    if "case" in metafunc.fixturenames:
        rule = metafunc.module.__name__.rpartition("test_")[2]
        cases = tomllib.loads((GOLDEN / f"{rule}.toml").read_text("utf-8"))["case"]
        metafunc.parametrize("case", cases, ids=[case["name"] for case in cases])


def read(text, number=1, on=AUTUMN):
    """A line written as people do: 99214-25, 97110x3, 99213 @2025-10-16."""
    code, modifiers, units, day = LINE.fullmatch(text).groups()
    return Line(
        number=number,
        code=code,
        modifiers=tuple(modifiers.split("-")[1:]),
        units=int(units or 1),
        on=date.fromisoformat(day) if day else on,
    )


@pytest.fixture(scope="session")
def lines():
    """Lines written as people do, numbered as on the claim."""

    def number_them(texts, on=AUTUMN, first=1):
        return [read(text, number, on) for number, text in enumerate(texts, first)]

    return number_them


@pytest.fixture(scope="session")
def small(catalog_path):
    """The small catalog, opened once for all examples of a property."""
    with open_catalog(catalog_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def priced(small, lines):
    """Price lines as the server does, with its facts."""

    def price_them(*texts, on=AUTUMN, pos="11", locality=None, who=A_PHYSICIAN):
        at = where(small, on, zip_code=None, locality=locality or None)
        place = place_named(small, pos, on)
        return price_lines(
            small, lines(texts, on), place=place, at=at or NATIONAL, who=who
        )

    return price_them


@pytest.fixture(scope="session")
def repriced(priced):
    """Price again with the first line's rows changed: {modifier: {field: value}}."""

    def price_again(*texts, rows, **where_and_when):
        found = priced(*texts, **where_and_when)
        known = found.facts.lines[1]
        any_row = next(iter(known.rows.values()))
        changed = {
            modifier: dataclasses.replace(
                known.rows.get(modifier, any_row), modifier=modifier, **changes
            )
            for modifier, changes in rows.items()
        }
        facts = dataclasses.replace(
            found.facts,
            lines={
                **found.facts.lines,
                1: dataclasses.replace(known, rows=changed),
            },
        )
        return price(Claim(lines=found.claim.lines), facts)

    return price_again


@pytest.fixture(scope="session")
def outcome():
    """A line's amount as text, or the reason's kind: unpriced, rejected."""

    def tell(claim, line, *, refused="rejected"):
        if any(each.line == line.number for each in claim.unpriced):
            return "unpriced"
        if any(s.line == line.number and not s.paid for s in claim.steps):
            return refused
        return str(claim.amount(line))

    return tell


@pytest.fixture(scope="session")
def edit_facts():
    """What the edits read, made by hand; a table that is not given is not loaded."""

    def make(on=AUTUMN, **tables):
        known = max(on, date(2015, 1, 1))  # the X modifiers, and with them the lists
        lists = {name: parameter("ncci_edits", name, known) for name in LISTS}
        lists["either_line"] = parameter("ncci_edits", "either_line", date.max)
        nothing = dict.fromkeys(("pairs", "limits", "add_ons", "global_days"))
        more = {name: tables.pop(name) for name in CLAIM_WIDE if name in tables}
        given = {**nothing, **KINDS, "bilateral": {}, **tables}
        day = DayFacts(modifiers=lists, sources=defaultdict(lambda: SOURCE), **given)
        return EditFacts(days=defaultdict(lambda: day), **more)

    return make
