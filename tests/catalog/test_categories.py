"""The reader of the code categories (RBCS)."""

from datetime import date

import pytest

from catalog.errors import BadCell, BadRow, DamagedFile, LayoutChanged
from catalog.readers.categories import read as reader
from catalog.records import FOREVER, Category

CATEGORIES = "rbcs_northstar.csv"


def test_row_becomes_a_placement(read):
    knee = Category(
        code="27447",
        procedure="Major",
        category="Procedure",
        subcategory="Musculoskeletal",
        family="Arthroplasty - Knee",
        added_on=date(1984, 1, 1),
        ended_on=FOREVER,
        effective_from=date(2014, 1, 1),
    )

    assert knee in read(reader, CATEGORIES)


def test_code_without_a_family_has_none(read):
    families = {each.code: each.family for each in read(reader, CATEGORIES)}

    assert families["20610"] == "Joint Injection"
    assert families["50688"] == ""


def test_comma_within_a_label_does_not_split_it(read):
    found = {each.code: each.subcategory for each in read(reader, CATEGORIES)}

    assert found["97110"] == "Physical, Occupational, and Speech Therapy"


def test_release_holds_from_the_first_classification_on(recognised, data):
    found = recognised(data / CATEGORIES)

    assert (found.dataset, found.edition.name) == ("categories", "RBCS")
    assert found.edition.effective_from == date(2014, 1, 1)
    assert found.edition.effective_to == FOREVER


def test_renamed_column_stops_the_import(read):
    with pytest.raises(LayoutChanged):
        read(reader, CATEGORIES, ("rbcs_family", "family"))


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("\n00142,", "\n0142,", "hcpcs_code"),
        ("1989-01-01", "", "hcpcs_date_added"),
        ("9999-12-31", "never", "hcpcs_date_ended"),
        ("2014-01-01", "2014-13-01", "rbcs_date_effective"),
    ],
)
def test_bad_cell_is_named_by_file_line_and_column(read, old, new, column):
    with pytest.raises(BadCell) as caught:
        read(reader, CATEGORIES, (old, new))

    error = caught.value
    assert (error.file, error.line, error.column) == (CATEGORIES, 2, column)


def test_row_too_long_is_refused(read):
    with pytest.raises(BadRow):
        read(reader, CATEGORIES, ("\n00142,", "\n00142,,"))


def test_file_in_another_encoding_is_refused(all_of, altered):
    with pytest.raises(DamagedFile, match="is not utf-8 text"):
        all_of(altered(CATEGORIES, (b"Joint", b"J\xf6int")))
