"""The readers of the OPPS caps (OPPSCAP)."""

import zipfile
from datetime import date
from decimal import Decimal

import pytest

from catalog.errors import BadCell, BadRow, LayoutChanged
from catalog.readers.opps_caps import read_lines, read_table
from catalog.records import OppsCap

TABLE, LINES, JANUARY = "OPPSCAP_Oct.csv", "OPPSCAP_Oct.txt", "OPPSCAP_JAN.csv"


def test_row_becomes_a_cap(read):
    los_angeles = OppsCap(
        code="70496",
        modifier="",
        status="A",
        carrier="01112",
        locality="18",
        facility=Decimal("297.42"),
        nonfacility=Decimal("297.42"),
    )

    found = read(read_table, TABLE)
    assert (found[1], len(found)) == (los_angeles, 12)


def test_fixed_width_file_gives_the_same_caps(read):
    assert read(read_lines, LINES) == read(read_table, TABLE)


def test_end_of_file_marks_are_no_rows(read):
    assert len(read(read_table, JANUARY)) == 12
    end = "13202  01   208.29    208.29\r\n"
    assert len(read(read_lines, LINES, (end, end + "\x1a\r\n"))) == 12


@pytest.mark.parametrize(
    ("name", "renamed", "release"),
    [
        (TABLE, None, "RVU??D"),
        (LINES, None, "RVU??D"),
        (JANUARY, None, "RVU??A"),
        (TABLE, "RVU25D_OPPSCAP_Oct.csv", "RVU25D"),
        (TABLE, "caps.csv", "RVU???"),
    ],
)
def test_release_is_told_as_far_as_the_name_goes(
    recognised, altered, name, renamed, release
):
    found = recognised(altered(name, to=renamed))

    assert (found.dataset, found.edition.name) == ("opps_caps", release)
    assert found.edition.effective_from == date.min


def test_year_is_told_by_the_other_members_of_the_archive(recognised, data, tmp_path):
    with zipfile.ZipFile(tmp_path / "october.zip", "w") as archive:
        archive.write(data / TABLE, TABLE)
        archive.writestr("GPCI2025.docx", b"")

    assert recognised(tmp_path / "october.zip").edition.name == "RVU25D"


def test_renamed_column_stops_the_import(read):
    with pytest.raises(LayoutChanged):
        read(read_table, TABLE, ("NON-FACILTY", "NON-FACILITY"))


@pytest.mark.parametrize(
    ("reader", "name", "old", "new", "line", "column"),
    [
        (read_table, TABLE, "343.62,", ",", 2, "FACILITY PRICE"),
        (read_table, TABLE, "70496,,", "70496,53,", 2, "MOD"),
        (read_lines, LINES, "343.62", "343,62", 1, "FACILITY PRICE"),
        (read_lines, LINES, "01112", "O1112", 1, "CARRIER"),
    ],
)
def test_bad_cell_is_named_by_file_line_and_column(
    read, reader, name, old, new, line, column
):
    with pytest.raises(BadCell) as caught:
        read(reader, name, (old, new))

    error = caught.value
    assert (error.file, error.line, error.column) == (name, line, column)


def test_row_too_short_is_refused(read):
    with pytest.raises(BadRow, match="Is the file cut short"):
        read(read_table, TABLE, ("343.62,343.62", "343.62"))


def test_line_too_short_or_too_long_is_refused(read):
    with pytest.raises(BadRow, match="Is the file cut short"):
        read(read_lines, LINES, ("   343.62    343.62", "   343.62"))
    with pytest.raises(BadRow, match="goes on"):
        read(read_lines, LINES, ("343.62\r\n", "343.62 343.62\r\n"))
