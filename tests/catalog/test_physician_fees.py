"""The reader of the physician fee schedule's relative value files (PPRRVU)."""

from datetime import date
from decimal import Decimal

import pytest

from catalog.errors import BadCell, BadRow, DamagedFile, EditionUnknown, LayoutChanged
from catalog.readers.physician_fees import read_lines, read_table
from catalog.records import Descriptor, PhysicianFee

OCTOBER, OCTOBER_LINES = "PPRRVU2025_Oct.csv", "PPRRVU2025_Oct.txt"
JANUARY, JULY_2026 = "PPRRVU25_JAN.csv", "PPRRVU2026_Jul_nonQPP.csv"
ROW_77011 = "77011,,SYNTHETIC TEXT,A,,1.21,5.25,,5.25,NA,0.08,6.54,6.54,1,XXX"


def fees(records):
    return {(r.code, r.modifier): r for r in records if isinstance(r, PhysicianFee)}


def test_row_becomes_a_fee_and_its_text_a_record_of_its_own(read):
    records = read(read_table, OCTOBER)

    fee = PhysicianFee(
        code="77011",
        modifier="",
        status="A",
        not_paid_flag="",
        work=Decimal("1.21"),
        pe_nonfacility=Decimal("5.25"),
        na_nonfacility=False,
        pe_facility=Decimal("5.25"),
        na_facility=True,
        mp=Decimal("0.08"),
        total_nonfacility=Decimal("6.54"),
        total_facility=Decimal("6.54"),
        pctc="1",
        global_days="XXX",
        preoperative=Decimal("0.00"),
        intraoperative=Decimal("0.00"),
        postoperative=Decimal("0.00"),
        multiple_procedure="0",
        bilateral="0",
        assistant="9",
        cosurgeon="0",
        team="0",
        pricing_indicator="",
        endoscopic_base="",
        conversion_factor=Decimal("32.3465"),
        supervision="09",
        calculation_flag="0",
        imaging_family="99",
        opps_pe_nonfacility=Decimal("0.00"),
        opps_pe_facility=Decimal("0.00"),
        opps_mp=Decimal("0.00"),
    )
    text = Descriptor(code="77011", modifier="", text="SYNTHETIC TEXT")
    assert records[records.index(fee) + 1] == text


def test_each_modifier_has_a_row_of_its_own(read):
    found = fees(read(read_table, OCTOBER))

    totals = {m: str(found["77011", m].total_nonfacility) for m in ("", "26", "TC")}
    assert totals == {"": "6.54", "26": "1.83", "TC": "4.71"}
    assert str(found["45378", "53"].total_facility) == "2.75"


def test_imaging_row_keeps_its_hospital_figures_and_its_family(read):
    fee = fees(read(read_table, OCTOBER))["70551", "TC"]

    assert (fee.imaging_family, fee.multiple_procedure) == ("88", "4")
    assert (fee.opps_pe_nonfacility, fee.opps_mp) == (Decimal("7.43"), Decimal("0.04"))


def test_surgery_row_keeps_its_global_period_and_its_shares(read):
    fee = fees(read(read_table, OCTOBER))["27447", ""]

    assert (fee.global_days, fee.na_nonfacility) == ("090", True)
    shares = (fee.preoperative, fee.intraoperative, fee.postoperative)
    assert list(map(str, shares)) == ["0.10", "0.69", "0.21"]


def test_endoscopy_names_its_base(read):
    assert fees(read(read_table, OCTOBER))["45380", ""].endoscopic_base == "45378"


def test_fixed_width_file_gives_the_same_records(read):
    assert read(read_lines, OCTOBER_LINES) == read(read_table, OCTOBER)


def test_column_that_2026_added_is_read_and_moves_no_other(read):
    fee = fees(read(read_table, JULY_2026))["77011", ""]

    assert (fee.pricing_indicator, fee.total_nonfacility) == ("9", Decimal("6.63"))
    assert (fee.conversion_factor, fee.supervision) == (Decimal("33.4009"), "09")


def test_codes_come_and_go_between_years(read):
    old, new = fees(read(read_table, OCTOBER)), fees(read(read_table, JULY_2026))

    assert ("55700", "") in old.keys() - new.keys()
    assert ("55707", "") in new.keys() - old.keys()


def test_row_without_a_text_has_no_descriptor(read):
    blank = ("77011,,SYNTHETIC TEXT", "77011,, ")
    records = read(read_table, OCTOBER, blank)

    texts = [r for r in records if isinstance(r, Descriptor)]
    assert ("77011", "") not in [(text.code, text.modifier) for text in texts]


def test_end_of_file_mark_of_older_files_is_no_row(read, data):
    assert b"\x1a,,,," in (data / JANUARY).read_bytes()
    assert len(fees(read(read_table, JANUARY))) == 42


@pytest.mark.parametrize(
    ("name", "release", "first", "last"),
    [
        (JANUARY, "RVU25A", date(2025, 1, 1), date(2025, 3, 31)),
        (OCTOBER, "RVU25D", date(2025, 10, 1), date(2025, 12, 31)),
        (OCTOBER_LINES, "RVU25D", date(2025, 10, 1), date(2025, 12, 31)),
        (JULY_2026, "RVU26C", date(2026, 7, 1), date(2026, 9, 30)),
    ],
)
def test_release_is_told_by_the_title_or_the_name(
    recognised, data, name, release, first, last
):
    found = recognised(data / name)

    assert found.dataset == "physician_fees"
    assert (found.edition.name, found.edition.effective_from) == (release, first)
    assert found.edition.effective_to == last


def test_title_counts_more_than_the_name(recognised, altered):
    renamed = altered(OCTOBER, to="PPRRVU2026_Jan.csv")

    assert recognised(renamed).edition.name == "RVU25D"


def test_name_tells_where_the_title_does_not(recognised, altered):
    untitled = altered(OCTOBER, ("October Release", "Special Release"))

    assert recognised(untitled).edition.name == "RVU25D"


def test_hint_counts_more_than_the_title(recognised, data):
    found = recognised(data / OCTOBER, quarter=(2025, 3))

    assert found.edition.name == "RVU25C"


def test_unknown_quarter_is_refused_with_the_option_that_names_it(recognised, altered):
    renamed = altered(OCTOBER_LINES, to="fees.txt")

    with pytest.raises(EditionUnknown, match="--quarter"):
        recognised(renamed)


def test_factor_that_changed_in_the_quarter_ends_the_release_the_day_before(
    recognised, altered, data
):
    rows = (data / OCTOBER).read_bytes().count(b"32.3465")
    early = altered(
        OCTOBER,
        ("2025 National", "2024 National"),
        ("October Release", "January Release"),
        *[("32.3465", "32.7442")] * rows,
    )

    edition = recognised(early).edition
    assert (edition.name, edition.effective_to) == ("RVU24A", date(2024, 3, 8))


def test_factor_that_is_none_of_its_years_is_refused(recognised, altered, data):
    rows = (data / OCTOBER).read_bytes().count(b"32.3465")
    unheard = altered(OCTOBER, *[("32.3465", "31.0000")] * rows)

    with pytest.raises(DamagedFile, match=r"none of 2025's: 32\.3465"):
        recognised(unheard)


def test_factor_of_a_year_we_have_not_heard_of_leaves_the_whole_quarter(
    recognised, altered, data
):
    rows = (data / OCTOBER).read_bytes().count(b"32.3465")
    unheard = altered(
        OCTOBER,
        ("2025 National", "2031 National"),
        *[("32.3465", "31.0000")] * rows,
    )

    edition = recognised(unheard).edition
    assert (edition.name, edition.effective_from) == ("RVU31D", date(2031, 10, 1))
    assert edition.effective_to == date(2031, 12, 31)


def test_file_for_qualifying_participants_is_another_dataset(recognised, altered, data):
    rows = (data / JULY_2026).read_bytes().count(b"33.4009")
    qualifying = altered(JULY_2026, *[("33.4009", "33.5675")] * rows)

    assert recognised(qualifying).dataset == "physician_fees_qualifying"


@pytest.mark.parametrize(
    ("old", "new"),
    [("WORK,NON-FAC", "EFFORT,NON-FAC"), ("CONV", "CONVERSION"), ("HCPCS", "CODE")],
)
def test_renamed_column_stops_the_import(read, old, new):
    with pytest.raises(LayoutChanged):
        read(read_table, OCTOBER, (old, new))


@pytest.mark.parametrize(
    ("new", "column"),
    [
        (ROW_77011.replace("77011", "7701"), "HCPCS"),
        (ROW_77011.replace("77011,,", "77011,27,"), "MOD"),
        (ROW_77011.replace(",A,", ",Z,"), "STATUS CODE"),
        (ROW_77011.replace(",A,,", ",A,x,"), "NOT USED FOR MEDICARE PAYMENT"),
        (ROW_77011.replace("1.21", ""), "WORK RVU"),
        (ROW_77011.replace("1.21", "n/a"), "WORK RVU"),
        (ROW_77011.replace("5.25,,", "5.25,no,"), "NON-FAC NA INDICATOR"),
        (ROW_77011.replace("NA", "?"), "FACILITY NA INDICATOR"),
        (ROW_77011.replace("0.08", "O.08"), "MP RVU"),
    ],
)
def test_bad_cell_is_named_by_file_line_and_column(read, new, column):
    with pytest.raises(BadCell) as caught:
        read(read_table, OCTOBER, (ROW_77011, new))

    error = caught.value
    assert (error.file, error.line, error.column) == (OCTOBER, 37, column)


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("XXX,0.00,0.00,0.00,0,0,9", "XXX,10.0,0.00,0.00,0,0,9", "PRE OP"),
        ("0,0,9,0,0,,32.3465", "0,0,9,0,0,,0.0000", "CONV FACTOR"),
    ],
)
def test_impossible_share_or_factor_is_a_bad_cell(read, old, new, column):
    with pytest.raises(BadCell) as caught:
        read(read_table, OCTOBER, (old, new))

    assert (caught.value.line, caught.value.column) == (37, column)


@pytest.mark.parametrize("total", ["6.55,6.54", "6.54,6.53"])
def test_rvus_that_do_not_add_up_are_refused(read, total):
    with pytest.raises(BadRow, match=r"77011.*work 1\.21") as caught:
        read(read_table, OCTOBER, (ROW_77011, ROW_77011.replace("6.54,6.54", total)))

    assert (caught.value.file, caught.value.line) == (OCTOBER, 37)


def test_two_conversion_factors_are_refused(read):
    with pytest.raises(BadRow, match=r"33\.4009.*32\.3465"):
        read(read_table, OCTOBER, ("0,0,9,0,0,,32.3465", "0,0,9,0,0,,33.4009"))


@pytest.mark.parametrize("row", [ROW_77011.removesuffix(",XXX"), ROW_77011 + ",0"])
def test_row_too_short_or_too_long_is_refused(read, row):
    with pytest.raises(BadRow, match="Is the file cut short") as caught:
        read(read_table, OCTOBER, (ROW_77011, row))

    assert caught.value.line == 37


def test_text_that_is_not_in_the_published_encoding_is_refused(read):
    with pytest.raises(DamagedFile, match="is not"):
        read(read_table, OCTOBER, (b"SYNTHETIC", b"SYNTHET\x81C"))


def test_line_cut_short_is_refused(read):
    cut = ("77011  SYNTHETIC TEXT", "77011\r\n99999  SYNTHETIC TEXT")
    with pytest.raises(BadRow, match="Is the file cut short") as caught:
        read(read_lines, OCTOBER_LINES, cut)

    assert caught.value.line == 34


def test_line_that_goes_on_is_refused(read):
    with pytest.raises(BadRow, match="goes on after position 171"):
        read(read_lines, OCTOBER_LINES, ("0.00\r\n", "0.00 and more\r\n"))


def test_bad_field_of_a_line_is_named(read):
    with pytest.raises(BadCell) as caught:
        read(read_lines, OCTOBER_LINES, ("A   1.21", "A   1,21"))

    error = caught.value
    assert (error.file, error.line, error.column) == (OCTOBER_LINES, 34, "WORK RVU")
