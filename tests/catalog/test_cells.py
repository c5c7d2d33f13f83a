"""Cells become exactly the value their characters say, or are refused."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catalog.cells import Row, fixed_rows, rows
from catalog.errors import BadCell, BadRow, LayoutChanged
from catalog.published import tables

# What cells hold, and what is near it: signs, points, blanks, look-alike digits.
NEARLY = st.text("0123456789+-._,eE \t/$%NaifOl\N{ARABIC-INDIC DIGIT ONE}", max_size=12)
ANYTHING = st.one_of(st.text(max_size=12), NEARLY)


def row(text):
    return Row("file.csv", 7, {"cell": text})


def value(parse):
    """What a parser makes of a cell; ``None`` where it refuses it."""
    try:
        return parse()
    except BadCell:
        return None


@given(ANYTHING)
def test_text_is_the_cell_in_single_blanks(text):
    assert row(text).text("cell") == " ".join(text.split())


@given(ANYTHING)
def test_decimal_is_the_number_that_is_written_or_refused(text):
    found = value(lambda: row(text).decimal("cell"))

    if found is not None:
        assert re.fullmatch(r"-?[\d.]+", text.strip())
        assert found == Decimal(text.strip())
    else:
        assert not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text.strip())


@given(st.decimals(-(10**12), 10**12, places=4))
def test_decimal_comes_back_as_it_was_written(number):
    found = row(f" {number:f} ").decimal("cell")

    assert (found, str(found)) == (number, f"{number:f}")


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", "-", "NaN", "inf", "1e5", "1_000", "1,000", "$1", "1 0", "+1"],
)
def test_what_is_no_number_is_never_zero(text):
    with pytest.raises(BadCell):
        row(text).decimal("cell")


@pytest.mark.parametrize(
    ("text", "number"),
    [(".10", "0.10"), ("10.", "10"), ("-1.5", "-1.5"), ("00720.00", "720.00")],
)
def test_ways_cms_writes_numbers_are_read(text, number):
    assert str(row(text).decimal("cell")) == number


@given(ANYTHING)
def test_whole_is_the_number_that_is_written_or_refused(text):
    found = value(lambda: row(text).whole("cell"))

    plain = re.fullmatch(r"[0-9]+", text.strip())
    assert found == (int(text) if plain else None)


@given(st.integers(min_value=0, max_value=10**18))
def test_whole_comes_back_as_it_was_written(number):
    assert row(str(number)).whole("cell") == number


@given(ANYTHING, st.integers(1, 7))
def test_digits_are_kept_with_the_zeros_they_lost_or_refused(text, width):
    found = value(lambda: row(text).digits("cell", width))

    if re.fullmatch(rf"[0-9]{{1,{width}}}", text.strip()):
        assert (len(found), int(found)) == (width, int(text))
    else:
        assert found is None


@given(st.one_of(ANYTHING, st.text("AZ059az", min_size=4, max_size=6)))
def test_code_is_five_capital_letters_and_digits_or_refused(text):
    found = value(lambda: row(text).code("cell"))

    fits = re.fullmatch(r"[A-Z0-9]{5}", text.strip())
    assert found == (text.strip() if fits else None)


@given(ANYTHING, st.lists(st.text(max_size=2), min_size=1, max_size=4))
def test_one_of_is_one_of_the_allowed_or_refused(text, allowed):
    found = value(lambda: row(text).one_of("cell", allowed))

    assert found == (
        row(text).text("cell") if row(text).text("cell") in allowed else None
    )


@given(st.dates(min_value=date(1000, 1, 1)))
def test_day_comes_back_from_each_way_it_is_written(day):
    for form in ("%Y%m%d", "%Y-%m-%d", "%Y%j"):
        assert row(day.strftime(form)).day("cell") == day


@given(st.text("0123456789-/ ", max_size=9))
def test_day_is_the_one_that_is_written_or_refused(text):
    assume(text[:4] not in ("0001", "9999"))  # the calendar ends there
    found = value(lambda: row(text).day("cell"))

    if found is not None:
        forms = {found.strftime(form) for form in ("%Y%m%d", "%Y-%m-%d", "%Y%j")}
        assert text.strip() in {form.zfill(len(text.strip())) for form in forms}


@given(st.integers(1900, 2100), st.integers(0, 999))
def test_day_of_the_year_exists_or_is_refused(year, number):
    found = value(lambda: row(f"{year:04}{number:03}").day("cell"))

    last = date(year, 12, 31).timetuple().tm_yday
    expected = date(year, 1, 1) + timedelta(number - 1) if 0 < number <= last else None
    assert found == expected


@pytest.mark.parametrize(
    "text",
    ["", "0", "2024", "2023366", "2024000", "20240230", "01/02/2024", "2024-1-1"],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(BadCell):
        row(text).day("cell")


def test_blank_day_is_none_only_where_a_day_may_be_missing():
    assert row(" ").day_or_none("cell") is None
    assert row("*").day_or_none("cell", none="*") is None
    assert row("20240131").day_or_none("cell") == date(2024, 1, 31)
    with pytest.raises(BadCell):
        row("*").day_or_none("cell")


def test_refusal_says_file_line_column_value_and_what_was_expected():
    with pytest.raises(BadCell) as caught:
        row("n/a").whole("cell")

    assert str(caught.value) == (
        "file.csv:7: 'cell' is 'n/a', expected a whole number."
    )


@pytest.fixture
def table(tmp_path):
    def make(content):
        path = tmp_path / "file.csv"
        path.write_bytes(content)
        return next(tables(path))

    return make


def test_heading_is_the_first_row_that_names_every_column(table):
    found = list(rows(table(b"notice\na,c\na,b\n1,2\n"), ("a", "b")))

    assert [(r.line, r.cells) for r in found] == [(4, {"a": "1", "b": "2"})]


def test_stacked_heading_is_read_from_top_to_bottom(table):
    content = b"x\nNON-FAC ,\nPE  RVU,CODE\n1,2\n"

    (found,) = rows(table(content), ("NON-FAC PE RVU", "CODE"), stacked=2)
    assert found.cells == {"NON-FAC PE RVU": "1", "CODE": "2"}


def test_notes_and_blank_rows_are_passed_over(table):
    content = b"a,b\n1,2\n,\n\nfootnote,\n\x1a,\n\x1a\n3,4\n"

    assert [r.cells["a"] for r in rows(table(content), ("a", "b"))] == ["1", "3"]


def test_no_heading_is_a_changed_layout_that_names_the_columns(table):
    with pytest.raises(LayoutChanged, match="'a', 'c'"):
        list(rows(table(b"a,b\n1,2\n"), ("a", "c")))


def test_row_of_another_length_is_refused_with_its_line(table):
    with pytest.raises(BadRow) as caught:
        list(rows(table(b"a,b\n1,2\n1,2,3\n"), ("a", "b")))

    assert (caught.value.file, caught.value.line) == ("file.csv", 3)


def test_cell_that_breaks_over_lines_counts_them(table):
    found = list(rows(table(b'a,b\n"1\nmore",2\n3,4\n'), ("a", "b")))

    assert [(r.line, r.text("a")) for r in found] == [(3, "1 more"), (4, "3")]


FIELDS = {"code": (1, 6), "units": (7, 8), "note": (9, 20)}


def test_fixed_fields_are_cut_at_their_positions(table):
    (found,) = fixed_rows(table(b"99213 12Some note   \r\n"), FIELDS)

    assert found.cells == {"code": "99213 ", "units": "12", "note": "Some note   "}


def test_skipped_blank_and_end_of_file_lines_are_no_rows(table):
    content = b"HDR\n\n   \n\x1a\n99213 12note        \n"

    assert [r.line for r in fixed_rows(table(content), FIELDS, skip="HDR")] == [5]


def test_line_may_end_early_from_where_it_says_so(table):
    content = table(b"99213 \n99214 1\n")

    found = list(fixed_rows(content, FIELDS, padded_from="units"))
    assert [r.cells["units"] for r in found] == ["", "1"]


def test_line_that_ends_before_it_may_is_refused(table):
    with pytest.raises(BadRow, match="cut short"):
        list(fixed_rows(table(b"99213 12\n"), FIELDS))
    with pytest.raises(BadRow, match="cut short"):
        list(fixed_rows(table(b"9921\n"), FIELDS, padded_from="units"))


def test_line_that_goes_on_past_its_last_field_is_refused(table):
    line = b"99213 12Some note   "
    assert len(list(fixed_rows(table(line + b"    \n"), FIELDS))) == 1
    with pytest.raises(BadRow, match="goes on after position 20"):
        list(fixed_rows(table(line + b"x\n"), FIELDS))
