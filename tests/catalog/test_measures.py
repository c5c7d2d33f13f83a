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
        ("under age 12", [(0, 12 * 365 - 0.001, "day")]),
        ("less than 4 views", [(0, 3.999, "view")]),
        (">30 min", [(30.001, inf, "minut")]),
        ("30+ min", [(30, inf, "minut")]),
        ("<= 5 mg", [(0, 5, "mg")]),
        ("250 g or less", [(0, 250, "g")]),
        ("2 or 3 views", [(2, 3, "view")]),
        ("15 mins to 30 mins", [(15, 30, "minut")]),
        ("half an hour", [(30, 30, "minut")]),
        ("45 minutes to 2 hours", [(45, 120, "minut")]),
        ("ages 2 weeks to 3 years", [(14, 3 * 365, "day")]),
        ("45 year old", [(45 * 365, 45 * 365, "day")]),
        ("group 3", [(3, 3, "group")]),
        ("age 5 to 11", [(5 * 365, 11 * 365, "day")]),
        ("65 or older", [(65 * 365, inf, "day")]),
        ("2 weeks", [(14, 14, "day")]),
        ("1.5 hours", [(90, 90, "minut")]),
        ("15mm", [(1.5, 1.5, "cm")]),
        ("first 20 sq cm", [(0, 20, "sq cm")]),
        ("two views", [(2, 2, "view")]),
        ("er visit level 4", [(4, 4, "grade")]),
        ("2 levels", [(2, 2, "level")]),
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
        ((30, inf), (30, 30), 1.0),
        ((15, inf), (30, 30), 0.5),
        ((0, 12), (12, 12), 1.0),
        ((0, 12), (6, 6), 0.5),
        ((0, 0), (0, 0), 1.0),
        ((3, 8), (10, 10), -0.6),
        ((20, inf), (15, 15), -0.625),
        ((30, inf), (20, 40), 0.0),
        ((1, 4), (0, 0), -1.0),
    ],
)
def test_nearest_measure_fits_best(own, asked, fits):
    found = Measure(*own, "cm").fits(Measure(*asked, "cm"))

    assert found == pytest.approx(fits)


def test_of_two_that_do_not_fit_the_nearer_does_better():
    asked = Measure(53, 53, "minut")
    hour, half = Measure(60, 60, "minut"), Measure(30, 30, "minut")

    assert half.fits(asked) < hour.fits(asked) < 0


@pytest.mark.parametrize(
    ("one", "other", "comparable"),
    [
        ("view", "view", True),
        ("view", "level", False),
        ("view", "", False),
        ("area", "region", True),
        ("", "wart", True),
    ],
)
def test_known_units_are_compared_with_their_own_only(one, other, comparable):
    assert Measure(1, 1, one).comparable(Measure(1, 1, other)) == comparable
