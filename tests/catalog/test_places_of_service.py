"""The reader of the place-of-service codes."""

from datetime import date

import pytest

from catalog.errors import BadCell, BadRow, DamagedFile, LayoutChanged
from catalog.readers.places_of_service import read as reader
from catalog.records import PlaceOfService

PLACES = "pos_codes_northstar.csv"


def rates(records):
    return {place.code: place.rate for place in records}


def test_row_becomes_a_place(all_of, data):
    home = PlaceOfService(
        code="10",
        rate="nonfacility",
        name="Telehealth Provided in Patient\N{RIGHT SINGLE QUOTATION MARK}s Home",
    )

    assert home in all_of(data / PLACES)


def test_hospitals_are_facilities_and_the_office_is_not(read):
    found = rates(read(reader, PLACES, encoding="utf-8"))

    facilities = ("02", "19", "21", "22", "23", "24")
    assert {found[code] for code in facilities} == {"facility"}
    assert (found["11"], found["12"]) == ("nonfacility", "nonfacility")


def test_numbers_cms_has_not_assigned_say_so(read):
    found = rates(read(reader, PLACES, encoding="utf-8"))

    assert (len(found), found["98"]) == (99, "unassigned")


def test_number_that_lost_its_zero_gets_it_back(read):
    found = read(reader, PLACES, ("\n01,", "\n1,"), encoding="utf-8")

    assert found[0].code == "01"


def test_release_holds_since_telehealth_at_home_is_paid_the_other_rate(
    recognised, data
):
    found = recognised(data / PLACES)

    assert (found.dataset, found.edition.name) == ("places_of_service", "POS")
    assert found.edition.effective_from == date(2024, 1, 1)


def test_renamed_column_stops_the_import(read):
    with pytest.raises(LayoutChanged):
        read(reader, PLACES, ("pos_type", "rate"))


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("\n01,", "\n001,", "pos_code"),
        ("\n01,", "\n,", "pos_code"),
        ("01,Non-Facility", "01,non-facility", "pos_type"),
        ("01,Non-Facility", "01,", "pos_type"),
    ],
)
def test_bad_cell_is_named_by_file_line_and_column(read, old, new, column):
    with pytest.raises(BadCell) as caught:
        read(reader, PLACES, (old, new), encoding="utf-8")

    error = caught.value
    assert (error.file, error.line, error.column) == (PLACES, 2, column)


def test_row_too_short_is_refused(read):
    with pytest.raises(BadRow):
        read(reader, PLACES, ("01,Non-Facility,Pharmacy", "01,Non-Facility"),
             encoding="utf-8")  # fmt: skip


def test_file_in_another_encoding_is_refused(all_of, altered):
    apostrophe = "\N{RIGHT SINGLE QUOTATION MARK}".encode()
    with pytest.raises(DamagedFile, match="is not utf-8 text"):
        all_of(altered(PLACES, (apostrophe, b"\x92")))
