"""The reader of the anesthesia conversion factors by locality."""

from datetime import date
from decimal import Decimal

import pytest

from catalog.errors import BadCell, BadRow, EditionUnknown, LayoutChanged
from catalog.readers.anesthesia_factors import read as reader
from catalog.records import AnesthesiaFactor

THIS_YEAR, YEAR_BEFORE = "ANES2025.csv", "ANES2024.csv"
CMS_TABLE = "Anesthesia_CY_2025_locality_adjusted_CF_Sheet_1.txt"


def test_row_becomes_a_factor_without_blanks_and_star(read):
    alaska = AnesthesiaFactor(
        mac="02102", locality="01", name="ALASKA", factor=Decimal("27.86")
    )

    found = read(reader, THIS_YEAR)
    assert (found[1], len(found)) == (alaska, 6)


def test_the_year_before_names_the_year_in_its_heading(read):
    assert read(reader, YEAR_BEFORE)[1].factor == Decimal("28.08")


def test_cms_table_in_utf16_gives_the_same_factors(read):
    assert read(reader, CMS_TABLE) == read(reader, THIS_YEAR)


def test_workbook_gives_the_same_factors(all_of, workbook, data, read):
    lines = (data / CMS_TABLE).read_text("utf-16").splitlines()
    gpcis = ["2025 Work GPCI\n*note", "2025 PE GPCI", "2025 MP GPCI"]
    factor = "National Anes CF of 20.3178"
    heading = ["Contractor", "Locality", "Locality Name", *gpcis, factor]
    table = workbook(
        "factors.xlsx", [heading] + [line.split("\t") for line in lines[6:-1]]
    )

    assert all_of(table) == read(reader, THIS_YEAR)


@pytest.mark.parametrize(
    ("name", "release", "last"),
    [
        (THIS_YEAR, "ANES2025", date(2025, 12, 31)),
        (CMS_TABLE, "ANES2025", date(2025, 12, 31)),
        (YEAR_BEFORE, "ANES2024", date(2024, 3, 8)),
    ],
)
def test_year_is_told_by_the_national_factor(recognised, altered, name, release, last):
    found = recognised(altered(name, to="renamed.csv"))

    assert found.dataset == "anesthesia_factors"
    assert (found.edition.name, found.edition.effective_to) == (release, last)


def test_national_factor_we_have_not_heard_of_is_refused(recognised, altered):
    with pytest.raises(EditionUnknown, match=r"anesthesia\.toml"):
        recognised(altered(THIS_YEAR, ("20.3178", "20.4000")))


@pytest.mark.parametrize(
    ("old", "new"), [("Locality Name", "Name"), ("National Anes CF", "Factor")]
)
def test_renamed_column_stops_the_import(read, old, new):
    with pytest.raises(LayoutChanged):
        read(reader, THIS_YEAR, (old, new))


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("19.31", "", "National Anes CF of 20.3178"),
        ("10112", "AL", "Contractor"),
        ("00 ", "000", "Locality"),
    ],
)
def test_bad_cell_is_named_by_file_line_and_column(read, old, new, column):
    with pytest.raises(BadCell) as caught:
        read(reader, THIS_YEAR, (old, new))

    error = caught.value
    assert (error.file, error.line, error.column) == (THIS_YEAR, 2, column)


def test_row_too_short_is_refused(read):
    with pytest.raises(BadRow, match="Is the file cut short"):
        read(reader, THIS_YEAR, ("ALABAMA,19.31 ", "ALABAMA"))
