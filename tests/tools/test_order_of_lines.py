"""One code several times on a claim: no order of the lines changes what is allowed."""

from datetime import date

import pytest

from server.requests import LineIn
from server.tools import estimate_payment

AUTUMN = date(2025, 10, 15)


def total(catalog, *lines):
    answer = estimate_payment(catalog, list(lines), AUTUMN)
    return str(answer.result.total_allowed)


def line(code, *modifiers, **stated):
    return LineIn(code=code, modifiers=list(modifiers), **stated)


def test_each_unit_of_capped_imaging_is_capped(catalog):
    two_lines = total(catalog, line("70496", "TC"), line("70496", "TC"))

    assert two_lines == "274.63"  # 178.23 + 96.40: RULES.md 3.5
    assert total(catalog, line("70496", "TC", units=2)) == two_lines


@pytest.mark.parametrize(
    "lines",
    [
        [line("70551"), line("70551", "26")],
        [line("70551"), line("70551", "TC")],
        [line("11042", "RT"), line("11042", "LT", units=2)],
        [line("45378", "53", "RT"), line("45378", "LT")],
        [line("70551", "50", units=2), line("70551", units=2)],
        [line("20610", "LT", "50", units=7), line("20610", "RT", units=7)],
        [line("20610"), line("20610", charge="10.00")],
        [line("20610", "RT"), line("20610", "LT", charge="10.00")],
        [line("45380"), line("45380", "59", charge="10.00"), line("45385")],
        [line("97110"), line("97110", charge="1.00")],
        [line("00142", minutes=30), line("00142")],
    ],
)
def test_order_changes_no_total(catalog, lines):
    assert total(catalog, *lines) == total(catalog, *reversed(lines))


def test_50_with_three_units_beside_imaging_is_answered(catalog):
    assert total(catalog, line("70551", "50", units=3), line("70551", units=3))
