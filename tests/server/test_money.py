"""The only rounding in the project."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.money import ZERO, cents


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("211.54611", "211.55"),
        ("88.952875", "88.95"),
        ("0.005", "0.01"),
        ("0.015", "0.02"),
        ("0.025", "0.03"),
        ("0.0049999", "0.00"),
        ("-0.005", "-0.01"),
        ("7", "7.00"),
        ("1234567.895", "1234567.90"),
    ],
)
def test_amount_is_rounded_to_the_cent_with_halves_up(exact, rounded):
    assert str(cents(Decimal(exact))) == rounded


def test_zero_has_two_decimals():
    assert str(ZERO) == "0.00"


@given(st.decimals(-(10**9), 10**9, places=6))
def test_rounding_moves_an_amount_by_half_a_cent_at_most(amount):
    assert abs(cents(amount) - amount) <= Decimal("0.005")
    assert cents(cents(amount)) == cents(amount)
