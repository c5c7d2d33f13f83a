"""Which release a file is, and the days it holds for."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.editions import (
    Head,
    Hints,
    calendar_year,
    day_in_name,
    open_ended,
    part_in_name,
    quarter,
    quarter_in_name,
    quarter_of,
    rvu_name,
)
from catalog.errors import EditionUnknown
from catalog.records import FOREVER


def named(name, *, rows=(), **hints):
    return Head(name=name, rows=rows, lines=(), hints=Hints(**hints))


@given(st.dates())
def test_quarter_of_a_day_holds_on_that_day(day):
    edition = quarter(*quarter_of(day)) if day.year < 9999 else None

    if edition:
        assert edition.effective_from <= day <= edition.effective_to


@given(st.integers(1990, 2100), st.integers(1, 3))
def test_quarters_follow_without_a_gap(year, number):
    last, following = quarter(year, number), quarter(year, number + 1)

    assert following.effective_from - last.effective_to == timedelta(days=1)


def test_fourth_quarter_ends_with_the_year():
    edition = quarter(2025, 4)

    assert (edition.name, edition.effective_to) == ("2025Q4", date(2025, 12, 31))
    assert quarter(2025, 4, name="RVU25D").name == "RVU25D"


def test_whole_year_and_open_end():
    year = calendar_year(2026, name="GPCI2026")
    assert (year.effective_from, year.effective_to) == (
        date(2026, 1, 1),
        date(2026, 12, 31),
    )
    assert open_ended("POS", date(2024, 1, 1)).effective_to == FOREVER


def test_relative_value_releases_have_cms_letters():
    names = [rvu_name(2025, number) for number in (1, 2, 3, 4)]

    assert names == ["RVU25A", "RVU25B", "RVU25C", "RVU25D"]
    assert rvu_name(2005, 1) == "RVU05A"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AOC_V2026Q2-MCR.xlsx", "2026Q2"),
        ("PUF_CLFS_CY2026_Q2V1.csv", "2026Q2"),
        ("medicare-ncci-2026q3-practitioner-ptp-edits.zip", "2026Q3"),
        ("medicare-ncci-2026-q1-dme.zip", "2026Q1"),
        ("ccipra-v322r0-f1.txt", "2026Q3"),
        ("ccioph-v310r0-f4.TXT", "2025Q1"),
        ("ncci_v30.2_practitioner.tsv", "2024Q3"),
    ],
)
def test_quarter_is_told_by_the_names_cms_gives(name, expected):
    assert quarter_in_name(named(name)).name == expected


def test_hint_counts_more_than_the_name():
    head = named("AOC_V2026Q2-MCR.xlsx", quarter=(2025, 1))

    assert quarter_in_name(head).name == day_in_name(head).name == "2025Q1"


@pytest.mark.parametrize("name", ["edits.txt", "AOC_2026.txt", "AOC_2026Q5.txt"])
def test_name_that_says_nothing_is_refused(name):
    for tell in (quarter_in_name, day_in_name):
        with pytest.raises(EditionUnknown) as caught:
            tell(named(name))
        assert caught.value.file == name


@pytest.mark.parametrize(
    ("day", "expected"),
    [("01-01-2026", "2026Q1"), ("04-01-2026", "2026Q2"), ("12-31-2025", "2025Q4")],
)
def test_day_in_a_name_tells_its_quarter(day, expected):
    assert day_in_name(named(f"MCR_MUE_Services_Eff_{day}.csv")).name == expected


def test_name_without_a_day_is_asked_for_its_quarter():
    assert day_in_name(named("mue_2026Q3.csv")).name == "2026Q3"


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("ccipra-v322r0-f1.txt", 1),
        ("CCIPRA-V322R0-F4.TXT", 4),
        ("x-f2.zip/f2.txt", 2),
        ("ccipra-v322r0-f5.txt", None),
        ("ccipra-v322r0-f12.txt", None),
        ("pairs.tsv", None),
    ],
)
def test_part_is_told_by_the_end_of_the_name(name, part):
    assert part_in_name(named(name)) == part


def test_columns_are_found_whatever_their_case_and_line_breaks():
    head = named("x", rows=[["notice"], ["HCPCS/\nCPT  Code", "Units"]])

    assert head.names_columns("hcpcs/ cpt code", "UNITS")
    assert not head.names_columns("Units", "Rationale")
    assert not head.names_columns("notice", "Units")


def test_pattern_is_found_in_the_first_cell_that_has_it():
    head = named("x", rows=[[], ["none", "year\n2025"], ["2026"]])

    assert head.find(r"year (20\d\d)")[1] == "2025"
    assert head.find(r"1999") is None
