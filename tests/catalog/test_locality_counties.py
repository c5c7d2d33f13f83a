"""The reader of the counties that localities cover (LOCCO)."""

from datetime import date

import pytest

from catalog.errors import BadCell, BadRow, EditionUnknown, LayoutChanged
from catalog.readers.locality_counties import read as reader
from catalog.records import LocalityCounties

COUNTIES = "25LOCCO.csv"


def test_row_becomes_a_locality_with_the_zeros_that_the_file_lost(read):
    alaska = LocalityCounties(
        mac="02102",
        locality="01",
        state="ALASKA",
        area="STATEWIDE",
        counties="ALL COUNTIES",
    )

    assert read(reader, COUNTIES)[1] == alaska


def test_state_holds_until_the_next_is_printed(read):
    states = {(row.mac, row.locality): row.state for row in read(reader, COUNTIES)}

    assert states["01112", "05"] == states["01182", "17"] == "CALIFORNIA"
    assert states["13282", "99"] == "NEW YORK"


def test_blank_rows_and_the_footnote_are_no_localities(read):
    assert len(read(reader, COUNTIES)) == 36


def test_star_of_a_footnote_is_no_part_of_the_name(read):
    rest = [row for row in read(reader, COUNTIES) if row.locality == "75"]

    assert [row.area for row in rest] == ["REST OF STATE"]


def test_year_is_told_by_the_title(recognised, altered):
    found = recognised(altered(COUNTIES, to="counties.csv"))

    assert (found.dataset, found.edition.name) == ("locality_counties", "LOCCO2025")
    assert found.edition.effective_to == date(2025, 12, 31)


def test_title_without_a_year_is_refused(recognised, altered):
    with pytest.raises(EditionUnknown, match="which year"):
        recognised(altered(COUNTIES, ("IN 2025", "IN")))


def test_renamed_column_stops_the_import(read):
    with pytest.raises(LayoutChanged):
        read(reader, COUNTIES, ("Adminstrative", "Administrative"))


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("10112,0,", ",0,", "Medicare Adminstrative Contractor"),
        ("10112,0,", "10112,100,", "Locality Number"),
    ],
)
def test_bad_cell_is_named_by_file_line_and_column(read, old, new, column):
    with pytest.raises(BadCell) as caught:
        read(reader, COUNTIES, (old, new))

    error = caught.value
    assert (error.file, error.line, error.column) == (COUNTIES, 5, column)


def test_row_too_long_is_refused(read):
    with pytest.raises(BadRow, match="6 cells where the header has 5"):
        read(reader, COUNTIES, ("STATEWIDE ,ALL", "STATEWIDE , ,ALL"))
