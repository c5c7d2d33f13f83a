"""The readers of the add-on code edits (AOC)."""

from datetime import date

import pytest

from catalog.errors import BadCell, BadRow, LayoutChanged, NotRecognised
from catalog.published import tables
from catalog.readers.add_on_codes import POSITIONS, read_lines, read_sheet
from catalog.records import AddOnEdit

LINES = "AOC_V2026Q2-MCR.txt"
NOTICE = ["A notice\nover several lines", *[None] * 7]
SKIN = ["1", "15276", None, "15275", None, "2013091", None, None]


def edit(**changed):
    values = {
        "kind": "1",
        "add_on": "15276",
        "add_on_deleted": None,
        "primary_code": "15275",
        "primary_deleted": None,
        "effective_from": date(2013, 4, 1),
        "deleted_on": None,
        "note": "",
    }
    return AddOnEdit(**{**values, **changed})


def test_line_becomes_an_edit(read):
    assert edit() in read(read_lines, LINES)


def test_contractor_defined_primary_and_its_note_are_kept(read):
    assert read(read_lines, LINES)[0] == edit(
        kind="2",
        add_on="0054T",
        primary_code="CCCCC",
        note="Contractor Defined Primary Codes",
    )


def test_all_three_deletions_are_read(read):
    gone = date(2013, 12, 31)

    assert read(read_lines, LINES)[2] == edit(
        add_on="0079T",
        add_on_deleted=gone,
        primary_code="0078T",
        primary_deleted=gone,
        deleted_on=gone,
    )


def test_edit_that_never_ran_is_deleted_on_its_first_day(read):
    day = date(2024, 10, 1)

    never = edit(
        add_on="G2211", primary_code="99213", effective_from=day, deleted_on=day
    )
    assert never in read(read_lines, LINES)


def test_third_kind_lists_some_primaries(read):
    kinds = {e.add_on: e.kind for e in read(read_lines, LINES)}

    assert (kinds["0984T"], kinds["99292"], kinds["0055T"]) == ("3", "1", "2")


def test_workbook_gives_the_same(all_of, workbook):
    table = workbook("AOC_V2026Q2-MCR.xlsx", [NOTICE, list(POSITIONS), SKIN])

    assert all_of(table) == [edit()]


@pytest.mark.parametrize("form", ["txt", "xlsx"])
def test_quarter_is_told_by_the_name(recognised, data, workbook, form):
    sheet = workbook("AOC_V2026Q2-MCR.xlsx", [NOTICE, list(POSITIONS), SKIN])
    found = recognised(sheet if form == "xlsx" else data / LINES)

    assert (found.dataset, found.edition.name) == ("add_on_codes", "2026Q2")


def test_lines_of_another_kind_are_not_recognised(recognised, altered):
    with pytest.raises(NotRecognised):
        recognised(altered(LINES, ("20054T", "40054T")))


def test_renamed_column_stops_the_import(workbook):
    heading = ["Type", *list(POSITIONS)[1:]]
    (table,) = tables(workbook("AOC_V2026Q2-MCR.xlsx", [heading, SKIN]))

    with pytest.raises(LayoutChanged):
        list(read_sheet(table))


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("115276", "515276", "AOC_Edit_Type"),
        ("115276", "11527 ", "Add-On_Code"),
        ("115276       15275", "115276  20132 15275", "AOC_DelDT"),
        ("15276       15275", "15276       1527x", "Primary_Code"),
        ("15275       2013091", "15275       2013366", "AOC_Edit_EffDT"),
        ("15275       2013091", "15275       2013000", "AOC_Edit_EffDT"),
        ("15275       2013091", "15275              ", "AOC_Edit_EffDT"),
        ("15275       2013091", "15275       2013091202427", "AOC_Edit_DelDT"),
    ],
)
def test_bad_field_is_named_by_file_line_and_column(read, old, new, column):
    with pytest.raises(BadCell) as caught:
        read(read_lines, LINES, (old, new))

    error = caught.value
    assert (error.file, error.line, error.column) == (LINES, 13, column)


def test_line_cut_short_is_refused(read):
    with pytest.raises(BadRow, match="Is the file cut short") as caught:
        read(read_lines, LINES, ("15275       2013091", "15275       201309"))

    assert caught.value.line == 13


def test_line_too_long_is_refused(read):
    with pytest.raises(BadRow, match="goes on after position 400"):
        read(
            read_lines,
            LINES,
            ("Primary Codes\r\n", "Primary Codes" + 400 * "." + "\r\n"),
        )
