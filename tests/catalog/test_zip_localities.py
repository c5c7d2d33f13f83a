"""The readers of the ZIP codes and their localities (ZIP5)."""

from datetime import date

import pytest

from catalog.errors import BadCell, BadRow, EditionUnknown, LayoutChanged, NotRecognised
from catalog.published import tables
from catalog.readers.zip_localities import read_lines, read_sheet
from catalog.records import ZipLocality

OCTOBER, APRIL = "ZIP5_OCT2025.txt", "ZIP5_APR2026.txt"
HEADING = [
    "STATE", "ZIP CODE", "CARRIER", "LOCALITY", "RURAL IND", "LAB CB LOCALITY",
    "RURAL IND2", "PLUS 4 FLAG", "PART B DRUG INDICATOR", "YEAR/QTR",
]  # fmt: skip
ANCHORAGE = ["AK", "99501", "02102", "01", None, "Z9", None, 0, "A", 20262]


def test_line_becomes_a_zip_code(read):
    birmingham = ZipLocality(
        zip_code="35203",
        state="AL",
        carrier="10112",
        locality="00",
        rural="",
        crosses=False,
    )

    assert read(read_lines, OCTOBER)[1] == birmingham


def test_zip_code_in_two_localities_is_marked(read):
    crossing = [row for row in read(read_lines, OCTOBER) if row.crosses]

    assert [(row.zip_code, row.rural) for row in crossing] == [("36855", "R")]


@pytest.mark.parametrize(
    ("name", "quarter", "first"),
    [(OCTOBER, "2025Q4", date(2025, 10, 1)), (APRIL, "2026Q2", date(2026, 4, 1))],
)
def test_quarter_is_told_by_the_lines(recognised, altered, name, quarter, first):
    found = recognised(altered(name, to="zips.txt"))

    assert found.dataset == "zip_localities"
    assert (found.edition.name, found.edition.effective_from) == (quarter, first)


def test_workbook_gives_the_same(all_of, recognised, workbook, read):
    path = workbook("ZIP5_APR2026.xlsx", [HEADING, ANCHORAGE])

    assert all_of(path) == read(read_lines, APRIL)[:1]
    assert recognised(path).edition.name == "2026Q2"


def test_workbook_without_a_quarter_is_refused(recognised, workbook):
    path = workbook("ZIP5.xlsx", [HEADING, [*ANCHORAGE[:-1], "April"]])

    with pytest.raises(EditionUnknown):
        recognised(path)


def test_renamed_column_stops_the_import(workbook):
    renamed = ["STATE", "ZIP", *HEADING[2:]]
    (table,) = tables(workbook("ZIP5.xlsx", [renamed, ANCHORAGE]))
    with pytest.raises(LayoutChanged):
        list(read_sheet(table))


def test_empty_file_is_not_recognised(recognised, tmp_path):
    (tmp_path / "ZIP5.txt").write_bytes(b"")

    with pytest.raises(NotRecognised):
        recognised(tmp_path / "ZIP5.txt")


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("AK99501", "AK9950A", "ZIP CODE"),
        ("0210201 ", "0210201X", "RURAL IND"),
        ("Z9   0", "Z9   2", "PLUS 4 FLAG"),
        ("Z9   0", "Z9    ", "PLUS 4 FLAG"),
        ("0210201", "02102x1", "LOCALITY"),
    ],
)
def test_bad_field_is_named_by_file_line_and_column(read, old, new, column):
    with pytest.raises(BadCell) as caught:
        read(read_lines, OCTOBER, (old, new))

    error = caught.value
    assert (error.file, error.line, error.column) == (OCTOBER, 1, column)


def test_line_cut_short_or_too_long_is_refused(read):
    with pytest.raises(BadRow, match="Is the file cut short") as caught:
        read(read_lines, OCTOBER, ("AL352031011200", "AL35203\r\nAL352031011200"))
    assert caught.value.line == 2
    with pytest.raises(BadRow, match="goes on"):
        read(read_lines, OCTOBER, ("20254\r\n", "20254 A\r\n"))
