"""The reader of HCPCS Level II."""

from datetime import date

import pytest

from catalog.errors import BadCell, BadRow, EditionUnknown, NotRecognised
from catalog.readers.hcpcs import read as reader
from catalog.records import Descriptor, HcpcsCode, HcpcsModifier

LINES = "HCPC2026_JAN_ANWEB_01122026.txt"


def test_first_line_of_a_code_becomes_its_figures(read):
    mileage = HcpcsCode(
        code="A0425",
        pricing="52",
        coverage="C",
        betos="O1A",
        added_on=date(2001, 1, 1),
        effective_from=date(2001, 1, 1),
        ended_on=None,
    )

    assert mileage in read(reader, LINES)


def test_code_that_ended_says_when(read):
    (ended,) = [r for r in read(reader, LINES) if getattr(r, "code", "") == "A4397"][:1]

    assert (ended.effective_from, ended.ended_on) == (
        date(2022, 1, 1),
        date(2021, 12, 31),
    )


def test_first_line_of_a_modifier_becomes_its_days(read):
    structure = HcpcsModifier(
        modifier="XS",
        added_on=date(2015, 1, 1),
        effective_from=date(2015, 1, 1),
        ended_on=None,
    )

    assert structure in read(reader, LINES)


def test_lines_of_text_are_put_together(read):
    texts = {(r.code, r.modifier): r.text for r in read(reader, LINES)
             if isinstance(r, Descriptor)}  # fmt: skip

    assert texts["", "XS"] == (
        "Separate structure, a service that is distinct because it was performed on a "
        "separate organ/structure"
    )
    assert texts["G2211", ""].endswith("management visit, new or established)")
    assert texts["J3301", ""].startswith("Injection, triamcinolone acetonide")


def test_every_code_and_modifier_is_followed_by_its_text(read):
    records = read(reader, LINES)

    assert len(records) == 146
    assert {type(record) for record in records[1::2]} == {Descriptor}


def test_quarter_is_told_by_the_name_or_the_hint(recognised, altered):
    found = recognised(altered(LINES))
    assert (found.dataset, found.edition.name) == ("hcpcs", "2026Q1")

    renamed = altered(LINES, to="codes.txt")
    assert recognised(renamed, quarter=(2026, 2)).edition.name == "2026Q2"
    with pytest.raises(EditionUnknown, match="--quarter"):
        recognised(renamed)


def test_july_release_is_the_third_quarter(recognised, altered):
    july = altered(LINES, to="HCPC2026_JUL_ANWEB.txt")

    assert recognised(july).edition.name == "2026Q3"


def test_other_lines_are_not_recognised(recognised, altered):
    with pytest.raises(NotRecognised):
        recognised(altered(LINES, ("   AA00100", "Field name")))


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("A4397001003", "A4397001005", "record type"),
        ("A4397001003", "A43 7001003", "HCPCS code"),
        ("19900101202201", "199x0101202201", "added"),
        ("2022010120211231", "        20211231", "effective"),
        ("2022010120211231", "2022010120211331", "terminated"),
    ],
)
def test_bad_field_is_named_by_file_line_and_column(read, old, new, column):
    with pytest.raises(BadCell) as caught:
        read(reader, LINES, (old, new))

    error = caught.value
    assert (error.file, error.line, error.column) == (LINES, 98, column)


def test_line_cut_short_or_too_long_is_refused(read, data):
    with pytest.raises(BadRow, match="Is the file cut short") as caught:
        read(reader, LINES, ("A4397001003", "A4397001003\r\nA4398001003"))
    assert caught.value.line == 98
    end = (28 * b" ") + b"\r\n"
    with pytest.raises(BadRow, match="goes on"):
        read(reader, LINES, (end, end[:-2] + b"x\r\n"))
