"""The readers of the geographic practice cost indices."""

from datetime import date
from decimal import Decimal

import pytest

from catalog.errors import BadCell, BadRow, EditionUnknown, LayoutChanged
from catalog.readers.gpci import read_addendum, read_export
from catalog.records import Gpci

MAC = "Medicare Administrative Contractor (MAC)"
ADDENDUM, EXPORT = "GPCI2025.csv", "localities2026-01-01-2026.csv"
ALASKA = Gpci(
    mac="02102",
    locality="01",
    state="AK",
    name="ALASKA",
    work=Decimal("1.5"),
    pe=Decimal("1.081"),
    mp=Decimal("0.592"),
)


def test_row_becomes_indices_without_the_footnote_star(read):
    assert read(read_addendum, ADDENDUM)[1] == ALASKA


@pytest.mark.parametrize("mark", ["EDS01", "EDS17"])
def test_mark_that_the_export_leaves_is_no_part_of_a_name(read, mark):
    plain = read(read_export, EXPORT)
    marked = read(read_export, EXPORT, (",ALABAMA,10112", f",ALABAMA{mark},10112"))

    assert "ALABAMA" in [gpci.name for gpci in plain]
    assert marked == plain


def test_titles_and_footnotes_are_no_localities(read):
    places = [(gpci.mac, gpci.locality) for gpci in read(read_addendum, ADDENDUM)]

    assert places == [
        ("10112", "00"),
        ("02102", "01"),
        ("01182", "18"),
        ("01112", "05"),
        ("13202", "01"),
        ("15202", "00"),
    ]


def test_floored_work_index_is_read_where_there_are_two(all_of, workbook):
    place = ["State", "Locality Number", "Locality Name"]
    work = ["2027 PW GPCI (without 1.0 Floor)", "2027 PW GPCI (with 1.0 Floor)"]
    heading = [MAC, *place, *work, "2027 PE GPCI", "2027 MP GPCI"]
    alabama = ["10112", "AL", "00", "ALABAMA", "0.973", "1.000", "0.869", "0.575"]

    (gpci,) = all_of(workbook("GPCI2027.xlsx", [heading, alabama]))
    assert gpci.work == 1


def test_export_of_the_look_up_tool_is_read_without_the_nation(read):
    manhattan = Gpci(
        mac="13202",
        locality="01",
        state="",
        name="MANHATTAN",
        work=Decimal("1.064"),
        pe=Decimal("1.162"),
        mp=Decimal("1.586"),
    )

    found = read(read_export, EXPORT)
    assert len(found) == 6
    assert manhattan in found


@pytest.mark.parametrize(("name", "year"), [(ADDENDUM, 2025), (EXPORT, 2026)])
def test_year_is_told_by_the_content(recognised, altered, name, year):
    found = recognised(altered(name, to="renamed.csv"))

    assert (found.dataset, found.edition.name) == ("gpci", f"GPCI{year}")
    assert found.edition.effective_from == date(year, 1, 1)
    assert found.edition.effective_to == date(year, 12, 31)


def test_export_without_a_row_says_no_year(recognised, tmp_path, data):
    path = tmp_path / EXPORT
    path.write_bytes((data / EXPORT).read_bytes().splitlines(keepends=True)[0])

    with pytest.raises(EditionUnknown):
        recognised(path)


def test_addendum_that_names_no_year_is_refused(recognised, altered):
    undated = altered(ADDENDUM, ("2025 PW GPCI", "PW GPCI"))

    with pytest.raises(EditionUnknown, match="which year"):
        recognised(undated)


@pytest.mark.parametrize(
    ("reader", "name", "old", "new"),
    [
        (read_addendum, ADDENDUM, "Locality Number", "Number"),
        (read_export, EXPORT, "gpci_mp", "gpci_malpractice"),
    ],
)
def test_renamed_column_stops_the_import(read, reader, name, old, new):
    with pytest.raises(LayoutChanged):
        read(reader, name, (old, new))


@pytest.mark.parametrize("heading", ["PW GPCI (with 1.0 Floor)", "PE GPCI", "MP GPCI"])
def test_index_without_its_column_is_refused(read, heading):
    with pytest.raises(BadCell, match="a table with a column"):
        read(read_addendum, ADDENDUM, (heading, "index"))


@pytest.mark.parametrize(
    ("reader", "name", "old", "new", "line", "column"),
    [
        (read_addendum, ADDENDUM, "0.869", "", 4, "2025 PE GPCI"),
        (read_addendum, ADDENDUM, "0.575", "n/a", 4, "2025 MP GPCI"),
        (read_addendum, ADDENDUM, "10112", "1O112", 4, MAC),
        (read_export, EXPORT, "1.095", "1.O95", 3, "gpci_work"),
        (read_export, EXPORT, ",01112,", ",01182,", 3, "mac"),
        (read_export, EXPORT, "0111205", "11120500", 3, "locality"),
    ],
)
def test_bad_cell_is_named_by_file_line_and_column(
    read, reader, name, old, new, line, column
):
    with pytest.raises(BadCell) as caught:
        read(reader, name, (old, new))

    assert (caught.value.file, caught.value.line) == (name, line)
    assert caught.value.column == column


@pytest.mark.parametrize("new", ["10112,AL,00,ALABAMA", "10112,AL,00,ALABAMA,1,1"])
def test_row_too_short_or_too_long_is_refused(read, new):
    with pytest.raises(BadRow, match="Is the file cut short"):
        read(read_addendum, ADDENDUM, ("10112,AL,00,ALABAMA,1", new))
