"""The titles that ship: every payable code has one, and none is another's words."""

import csv
import os
from pathlib import Path

import pytest

from catalog import snapshot, titles
from catalog.editions import Hints
from catalog.recognise import recognise
from catalog.records import (
    AnesthesiaBase,
    Descriptor,
    DrugLimit,
    HcpcsCode,
    LabFee,
    PhysicianFee,
)
from catalog.rows import from_row
from catalog.snapshot import RECORDS
from catalog.title_review import contradictions, too_near

BESIDE = Path(__file__).parents[3] / "shared" / "data"
CMS = Path(os.environ.get("CLEANCLAIM_CMS_DATA") or BESIDE)
HCPCS = "hcpcs/january-2026-alpha-numeric-hcpcs-file.zip"
DENTAL = "D"  # the ADA's codes, of which Medicare pays none
OTHER_LEVEL_II = 1_500
at_hand = pytest.mark.skipif(
    not CMS.is_dir(), reason="CMS files not at hand: set CLEANCLAIM_CMS_DATA"
)


@pytest.fixture(scope="module")
def own():
    return {each.code: each for each in titles.read(titles.default_folder())}


@pytest.fixture(scope="module")
def records():
    """Every record of the default catalog's newest release of a kind."""
    shipped = {
        each.release.id: each for each in snapshot.read(snapshot.default_folder())
    }

    def read(name, kind):
        tables = {RECORDS[table]: rows for table, _, rows in shipped[name].tables()}
        return [from_row(kind, row) for row in tables[kind]]

    return read


def test_every_code_with_a_physician_fee_price_has_a_title(own, records):
    priced = {
        row.code
        for row in records("rvu26c", PhysicianFee)
        if row.status in "ART" and row.total_nonfacility + row.total_facility > 0
    }

    assert len(priced) > 7_000
    assert {code for code in priced if code[0] != DENTAL} <= own.keys()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("anesbase2022", AnesthesiaBase),
        ("clfs-2026q2", LabFee),
        ("asp-2026-01", DrugLimit),
    ],
)
def test_every_code_of_another_schedule_has_a_title(own, records, name, kind):
    codes = {row.code for row in records(name, kind)}

    assert codes <= own.keys()


def test_every_g_code_in_use_and_many_others_have_a_title(own, records):
    rows = [row for row in records("hcpcs-2026q1", HcpcsCode) if row.ended_on is None]
    visits = {row.code for row in rows if row.code[0] == "G"}
    others = {row.code for row in rows if row.code[0] not in "GD"}

    assert visits <= own.keys()
    assert len(others & own.keys()) >= OTHER_LEVEL_II


def test_no_two_codes_share_a_title_and_none_is_long(own):
    said = [each.title.lower() for each in own.values()]

    assert len(set(said)) == len(said)
    assert all(len(each.title) < 90 for each in own.values())


def test_common_codes_are_codes_with_a_title(own):
    assert titles.how_common().keys() <= own.keys()
    assert set(titles.how_common().values()) == {1, 2}


# Against CMS's own text, where it is at hand; none of it is printed.


def texts():
    """Each code's texts: the short one of the fee schedule, HCPCS's own long one."""
    yield from short_texts()
    for found in recognise(CMS / HCPCS, Hints()):
        for record in found.layout.read(found.table):
            if isinstance(record, Descriptor):
                yield record.code, record.text


def short_texts():
    with (CMS / "pfs/rvu26c/PPRRVU2026_Jul_nonQPP.csv").open(
        encoding="cp1252", newline=""
    ) as file:
        rows = [row for row in csv.reader(file) if row and len(row[0]) == 5]
    yield from {row[0]: row[2] for row in reversed(rows)}.items()


@at_hand
def test_no_title_is_the_text_of_cms(own):
    said = [(own[code].title, code, text) for code, text in texts() if code in own]

    assert len(said) > 16_000
    assert [code for title, code, text in said if too_near(title, text)] == []


@at_hand
def test_what_may_contradict_has_been_looked_at(own):
    looked_at = (Path(__file__).parents[1] / "golden/titles_looked_at.txt").read_text()
    open_ones = {
        code
        for code, text in texts()
        if code in own and contradictions(own[code].title, text)
    }

    assert open_ones <= set(looked_at.split())


@pytest.mark.parametrize(
    ("title", "text", "near"),
    [
        ("Alpha beta gamma delta", "delta, gamma beta ALPHA", True),
        ("Alpha beta gamma", "alpha beta gamma", False),  # three words say it
        ("Looking into the bowel with a scope", "alpha beta gamma delta", False),
    ],
)
def test_copied_words_are_told(title, text, near):
    assert too_near(title, text) is near


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        ("Visit of at least 20 minutes", "visit 20 min", []),
        ("Visit of at least 30 minutes", "visit 20 min", ["20 minutes"]),
        ("Picture, two views", "picture 2 views", []),
        ("Picture, 3 views", "picture 2 views", ["2 views"]),
        ("Scan with dye", "scan w/o dye", ["without dye"]),
        ("Scan without dye", "scan w/o dye", []),
        ("First day", "subsq day", ["subsequent"]),
        ("Each later day", "subsq day", []),
        ("Care of a wound", "init care", ["initial"]),
        ("First care of a wound", "init care", []),
        ("Later care, 10 visits", "init care", ["initial"]),
        ("Picture of a knee, 12 cm", "picture bilat", ["both sides"]),
        ("Teaching with a picture", "picture bilat", ["both sides"]),
        ("A small cut", "unilat cut", ["one side"]),
        ("A shot, 5 mg", "inj .5 mg", ["0.5 mg"]),
        ("A shot, 100 mg", "inj 1,000 mg", ["1000 mg"]),
        ("A cut, 2.1-3.0 cm", "cut 2.1-3cm", []),
        ("A cut, 2.1-4.0 cm", "cut 2.1-3cm", ["3 cm"]),
        ("A shot, 1,000 mg", "inj 1000 mg", []),
        ("A shot, .5 mg", "inj 0.5 mg", []),
        ("A wrap, each sq cm", "wrap 1 sq cm", []),
        ("A brace, 2 levels", "brace 3 lvls", ["3 levels"]),
        ("Picture of a knee", "picture bilat", ["both sides"]),
        ("Picture of both knees", "picture bilat", []),
        ("Picture of both knees", "picture unilat", ["one side"]),
        ("Scan", "scan w/dye", ["with dye"]),
        ("Scan with dye", "scan w/dye", []),
    ],
)
def test_contradiction_is_flagged(title, text, found):
    assert contradictions(title, text) == found
