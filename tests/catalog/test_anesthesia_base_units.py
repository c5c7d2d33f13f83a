"""The reader of the anesthesia base units."""

from datetime import date

import pytest

from catalog.errors import BadCell, BadRow, NotRecognised
from catalog.readers.anesthesia_base_units import read as reader
from catalog.records import FOREVER, AnesthesiaBase

UNITS = "CY_2022_Anesthesia_Base_Units_110921.txt"


def test_row_becomes_the_base_units_of_a_code(read):
    found = read(reader, UNITS)

    assert found[2] == AnesthesiaBase(code="00142", units=4)
    assert found[-1] == AnesthesiaBase(code="01999", units=0)


def test_blank_rows_are_passed_over(read):
    assert read(reader, UNITS, ("00142\t4", "\t\r\n00142\t4")) == read(reader, UNITS)


def test_workbook_gives_the_same_units(all_of, workbook, read):
    rows = [("CODE", 2022), (None, "BASE"), (None, "UNIT"), ("00142", 4)]

    assert all_of(workbook("units.xlsx", rows)) == [read(reader, UNITS)[2]]


def test_year_in_the_heading_is_the_first_it_holds_for(recognised, altered):
    found = recognised(altered(UNITS, to="units.txt"))

    assert (found.dataset, found.edition.name) == (
        "anesthesia_base_units",
        "ANESBASE2022",
    )
    assert found.edition.effective_from == date(2022, 1, 1)
    assert found.edition.effective_to == FOREVER


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("CODE", "HCPCS"),
        ("2022", "year"),
        ("BASE", "BASIC"),
        ("UNIT", "UNITS\tNOTE"),
        ("2022\r\n\tBASE\r\n\tUNIT", "2022\r\n"),
    ],
)
def test_another_heading_is_not_recognised(recognised, altered, old, new):
    with pytest.raises(NotRecognised):
        recognised(altered(UNITS, (old, new)))


def test_file_of_two_lines_is_not_recognised(recognised, tmp_path):
    path = tmp_path / UNITS
    path.write_text("CODE\t2022\n\tBASE\n")

    with pytest.raises(NotRecognised):
        recognised(path)


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [("00142\t4", "0142\t4", "CODE"), ("00142\t4", "00142\t4.5", "BASE UNIT")],
)
def test_bad_cell_is_named_by_file_line_and_column(read, old, new, column):
    with pytest.raises(BadCell) as caught:
        read(reader, UNITS, (old, new))

    error = caught.value
    assert (error.file, error.line, error.column) == (UNITS, 6, column)


def test_code_without_units_is_a_bad_cell(read):
    with pytest.raises(BadCell):
        read(reader, UNITS, ("00142\t4", "00142\t"))


@pytest.mark.parametrize("row", ["00142", "00142\t4\t4"])
def test_row_too_short_or_too_long_is_refused(read, row):
    with pytest.raises(BadRow, match="expected code, units") as caught:
        read(reader, UNITS, ("00142\t4", row))

    assert caught.value.line == 6
