"""The readers of the NCCI procedure-to-procedure edits."""

from datetime import date

import pytest

from catalog.editions import Hints
from catalog.errors import (
    BadCell,
    BadRow,
    EditionUnknown,
    LayoutChanged,
    NotRecognised,
)
from catalog.readers.ncci_pairs import read_active, read_dated, read_raw
from catalog.recognise import recognise
from catalog.records import EditPair

PARTS = [f"ccipra-v322r0-f{part}.txt" for part in (1, 2, 3, 4)]
ACTIVE = "ncci_ptp_practitioner_v32.2_2026Q3_active.tsv"
DATED = "ncci_ptp_practitioner_v30.2_2024Q3.tsv"
HOSPITAL = "ncci_ptp_outpatient_hospital_v30.2_2024Q3.tsv"
STANDARD = "Standard preparation/monitoring services for anesthesia"


def test_raw_row_becomes_a_pair_with_its_days(read):
    deleted = EditPair(
        column1="00142",
        column2="99211",
        modifier_indicator="0",
        effective_from=date(1998, 4, 1),
        deleted_on=date(2019, 12, 31),
        rationale=STANDARD,
    )

    assert read(read_raw, PARTS[0])[6] == deleted


def test_star_in_place_of_the_deletion_means_still_in_force(read):
    first = read(read_raw, PARTS[0])[0]

    assert (first.column1, first.column2) == ("00142", "36591")
    assert first.deleted_on is None


def test_rows_that_continue_the_heading_are_no_pairs(read):
    assert [len(read(read_raw, part)) for part in PARTS] == [65, 65, 65, 62]


def test_edit_deleted_on_the_day_it_began_keeps_its_indicator_9(read):
    (pair,) = [p for p in read(read_raw, PARTS[3]) if p.column1 == "93653"]

    assert (pair.column2, pair.modifier_indicator) == ("93623", "9")
    assert pair.effective_from == pair.deleted_on == date(2013, 1, 1)


def test_dated_re_save_does_not_say_since_when(read):
    pairs = read(read_dated, DATED)

    deleted = EditPair(
        column1="00142",
        column2="99211",
        modifier_indicator="0",
        effective_from=None,
        deleted_on=date(2019, 12, 31),
        rationale=STANDARD,
    )
    assert deleted in pairs
    assert len(pairs) == 263


def test_active_re_save_has_neither_days_nor_reasons(read):
    pairs = read(read_active, ACTIVE)

    assert pairs[0] == EditPair(
        column1="00142",
        column2="36591",
        modifier_indicator="0",
        effective_from=None,
        deleted_on=None,
        rationale="",
    )
    assert len(pairs) == 173


def test_order_of_the_columns_is_kept(read):
    pairs = {(p.column1, p.column2) for p in read(read_active, ACTIVE)}

    assert ("77011", "36591") in pairs
    assert ("36591", "77011") not in pairs


def test_77011_has_38_partners_in_both_layouts(read):
    raw = [pair for part in PARTS for pair in read(read_raw, part)]
    for pairs in (read(read_active, ACTIVE), [p for p in raw if p.deleted_on is None]):
        assert sum("77011" in (p.column1, p.column2) for p in pairs) == 38


@pytest.mark.parametrize(
    ("name", "dataset", "quarter", "part"),
    [
        (PARTS[0], "ncci_practitioner", "2026Q3", 1),
        (PARTS[3], "ncci_practitioner", "2026Q3", 4),
        (ACTIVE, "ncci_practitioner", "2026Q3", None),
        (DATED, "ncci_practitioner", "2024Q3", None),
        (HOSPITAL, "ncci_outpatient_hospital", "2024Q3", None),
    ],
)
def test_setting_quarter_and_part_are_told_by_the_name(
    recognised, data, name, dataset, quarter, part
):
    found = recognised(data / name)

    assert (found.dataset, found.edition.name) == (dataset, quarter)
    assert found.edition.part == part


def test_hospital_parts_are_told_by_their_name(recognised, altered):
    found = recognised(altered(PARTS[1], to="ccioph-v321r0-f2.TXT"))

    assert (found.dataset, found.edition.name) == ("ncci_outpatient_hospital", "2026Q2")
    assert found.edition.part == 2


def test_hints_count_more_than_the_name(recognised, data):
    found = recognised(data / ACTIVE, quarter=(2025, 1), setting="outpatient_hospital")

    assert (found.dataset, found.edition.name) == ("ncci_outpatient_hospital", "2025Q1")


@pytest.mark.parametrize(
    ("name", "option"), [("pairs_2026Q3.tsv", "--setting"), ("ccipra.tsv", "--quarter")]
)
def test_name_that_says_too_little_is_refused(recognised, altered, name, option):
    with pytest.raises(EditionUnknown, match=option):
        recognised(altered(ACTIVE, to=name))


def test_heading_without_a_pair_below_it_is_not_recognised(data, tmp_path):
    lines = (data / PARTS[0]).read_bytes().splitlines(keepends=True)
    (tmp_path / PARTS[0]).write_bytes(b"".join(lines[:6]))

    with pytest.raises(NotRecognised):
        list(recognise(tmp_path / PARTS[0], Hints()))


@pytest.mark.parametrize(
    ("reader", "name", "old", "new"),
    [
        (read_raw, PARTS[0], "Deletion", "Deleted"),
        (read_dated, DATED, "deletion_date", "deleted"),
        (read_active, ACTIVE, "modifier", "indicator"),
    ],
)
def test_renamed_column_stops_the_import(read, reader, name, old, new):
    with pytest.raises(LayoutChanged):
        read(reader, name, (old, new))


@pytest.mark.parametrize(
    ("reader", "name", "old", "new", "line", "column"),
    [
        (read_raw, PARTS[0], "00142\t36591", "0142\t36591", 7, "Column 1"),
        (read_raw, PARTS[0], "00142\t36591", "\t36591", 7, "Column 1"),
        (read_raw, PARTS[0], "00142\t36591", "00142\t", 7, "Column 2"),
        (read_raw, PARTS[0], "20200101", "20200230", 7, "Effective"),
        (read_raw, PARTS[0], "20200101", "", 7, "Effective"),
        (read_raw, PARTS[0], "\t*\t0", "\t?\t0", 7, "Deletion"),
        (read_raw, PARTS[0], "\t*\t0", "\t*\t2", 7, "Modifier"),
        (read_dated, DATED, "2019-12-31", "31.12.2019", 7, "deletion_date"),
        (read_active, ACTIVE, "36591\t0", "36591\t", 2, "modifier"),
    ],
)
def test_bad_cell_is_named_by_file_line_and_column(
    read, reader, name, old, new, line, column
):
    with pytest.raises(BadCell) as caught:
        read(reader, name, (old, new))

    error = caught.value
    assert (error.file, error.line, error.column) == (name, line, column)


@pytest.mark.parametrize(
    ("reader", "name", "old", "new"),
    [
        (read_raw, PARTS[0], "36591\t\t20200101", "36591\t20200101"),
        (read_dated, DATED, f"2019-12-31\t0\t{STANDARD}", "2019-12-31\t0"),
        (read_active, ACTIVE, "36591\t0", "36591\t0\t0"),
    ],
)
def test_row_too_short_or_too_long_is_refused(read, reader, name, old, new):
    with pytest.raises(BadRow, match="Is the file cut short"):
        read(reader, name, (old, new))
