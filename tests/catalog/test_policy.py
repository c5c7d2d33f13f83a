"""Numbers CMS states only in prose: dated and cited."""

import itertools
from datetime import date
from importlib import resources

import pytest

from catalog.errors import NotLoaded
from catalog.policy import conversion_factor_named, parameter, periods

RULES = sorted(
    file.name.removesuffix(".toml")
    for file in resources.files("catalog").joinpath("parameters").iterdir()
    if file.name.endswith(".toml")
)


@pytest.mark.parametrize("rule", RULES)
def test_every_number_has_a_period_a_unit_and_a_source(rule):
    for entry in periods(rule):
        assert entry.rule == rule
        assert entry.effective_from <= entry.effective_to
        assert entry.unit
        assert entry.source.title
        assert all(isinstance(value, str) for value in entry.values)


@pytest.mark.parametrize("rule", RULES)
def test_no_two_periods_of_one_number_overlap(rule):
    entries = sorted(periods(rule), key=lambda each: (each.name, each.effective_from))
    for before, after in itertools.pairwise(entries):
        if before.name == after.name:
            assert before.effective_to < after.effective_from


# From the CONV FACTOR column of RVU24A, RVU25D and RVU26C; 33.2875 from the statute.
@pytest.mark.parametrize(
    ("day", "factor"),
    [
        (date(2024, 3, 8), "32.7442"),
        (date(2024, 3, 9), "33.2875"),
        (date(2025, 1, 1), "32.3465"),
        (date(2026, 12, 31), "33.4009"),
    ],
)
def test_conversion_factor_is_the_one_of_the_day(day, factor):
    found = parameter("conversion_factor", "non_qualifying", day)

    assert (found.text, str(found.decimal)) == (factor, factor)
    assert found.holds(day)


def test_two_factors_of_2026_are_told_apart_by_name():
    (qualifying,) = conversion_factor_named("qualifying")

    assert qualifying.text == "33.5675"
    assert not qualifying.holds(date(2025, 12, 31))


def test_number_of_several_values_has_no_single_text():
    shares = parameter("anesthesia", "shares", date(2025, 6, 1))

    assert shares.values == ("0.769", "0.166", "0.065")
    with pytest.raises(ValueError, match="unpack"):
        _ = shares.text


def test_day_without_a_number_is_refused_and_told_which_days_have_one():
    with pytest.raises(NotLoaded, match="2025-01-01 to 2025-12-31") as caught:
        parameter("anesthesia", "national_factor", date(1999, 1, 1))

    assert caught.value.on == date(1999, 1, 1)


@pytest.mark.parametrize(
    ("code", "listed"),
    [
        ("70450", True),
        ("70498", True),
        ("70499", False),
        ("70449", False),
        ("7046T", False),  # letters are in no span of digits
    ],
)
def test_code_is_among_the_spans_of_a_parameter(code, listed):
    codes = parameter("imaging_equipment", "CT_codes", date(2026, 8, 3))

    assert codes.has_code(code) is listed
