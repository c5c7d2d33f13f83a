"""Numbers in titles and queries."""

from math import inf

import pytest

from catalog.measures import Measure, measures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a wound of 1.1-2.0 cm", [(1.1, 2.0, "cm")]),
        ("a hernia, 3 to 10 cm", [(3, 10, "cm")]),
        ("at least 20 minutes", [(20, inf, "minut")]),
        ("25 min", [(25, 25, "minut")]),
        ("2v", [(2, 2, "view")]),
        ("4 views or more", [(4, inf, "view")]),
        ("under age 12", [(0, 12, "")]),
        ("up to 1,000 mcg", [(0, 1000, "mcg")]),
        ("up to 14 warts, 2 days", [(0, 14, "wart"), (2, 2, "day")]),
        ("no number at all", []),
    ],
)
def test_measures_are_read_with_what_they_count(text, found):
    assert [(m.low, m.high, m.unit) for m in measures(text)] == found


def test_more_than_a_number_is_beyond_it():
    (found,) = measures("longer than 30 minutes")

    assert found.low > 30
    assert found.high == inf


@pytest.mark.parametrize(
    ("own", "asked", "fits"),
    [
        ((3, 10), (4, 4), 1.0),
        ((3, 10), (11, 11), 0.0),
        ((30, inf), (30, 30), 1.0),
        ((15, inf), (30, 30), 0.75),
        ((0, 12), (12, 12), 1.0),
        ((0, 12), (6, 6), 0.75),
        ((0, 0), (0, 0), 1.0),
    ],
)
def test_nearest_measure_fits_best(own, asked, fits):
    assert Measure(*own, "cm").fits(Measure(*asked, "cm")) == fits
