"""What any release knows a code by, and whether a table of a day lists it."""

from datetime import date

import pytest

from catalog.known_codes import coverage, descriptor, label, lists
from catalog.meanings import meaning


def test_code_is_filed_under_its_family(catalog):
    assert label(catalog, "20610").startswith("Joint Injection")
    assert label(catalog, "00000") == ""


def test_imported_text_is_kept(catalog):
    assert descriptor(catalog, "77011") == "SYNTHETIC TEXT"
    assert descriptor(catalog, "00000") == ""


@pytest.mark.parametrize(
    ("code", "day", "listed"),
    [
        ("77011", date(2025, 11, 1), True),
        ("55707", date(2025, 11, 1), False),
        ("55707", date(2026, 8, 1), True),
        ("J3301", date(2026, 2, 1), True),
        ("A4397", date(2026, 2, 1), False),
        ("0526U", date(2026, 5, 1), True),
        ("90371", date(2026, 2, 1), True),
        ("77011", date(2013, 11, 1), None),
    ],
)
def test_code_is_listed_by_a_table_of_the_day(catalog, code, day, listed):
    assert lists(catalog, code, day) == listed


def test_meaning_of_a_value_that_cms_does_not_list_is_none():
    assert meaning("status", "no such value") is None
    assert meaning("no such indicator", "A") is None


def test_coverage_counts_the_titles_of_each_section(catalog):
    found = {name: (own, codes) for name, own, codes in coverage(catalog)}

    assert found["anesthesia"] == (7, 7)
    assert all(0 < own <= codes for own, codes in found.values())
