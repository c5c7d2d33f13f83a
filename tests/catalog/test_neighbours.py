"""Unlike codes are seen before those that differ in a measure alone."""

from catalog.neighbours import spread
from catalog.words import stems

TITLES = {
    0: "Cut of the arm, up to 1 cm",
    1: "Cut of the arm, over 2 cm",
    2: "Cut of the face, up to 1 cm",
    3: "Biopsy",
}


def order(*ranked, limit=4):
    found = spread(ranked, lambda place: frozenset(stems(TITLES[place])), limit)
    return [place for _, place in found]


def test_of_equals_another_kind_comes_before_another_size():
    assert order((0.5, 0), (0.5, 1), (0.5, 2), (0.5, 3)) == [0, 2, 3, 1]


def test_better_match_stays_before_unlike_ones():
    assert order((0.9, 0), (0.8, 1), (0.5, 2)) == [0, 1, 2]


def test_scores_that_round_to_the_same_are_equal():
    assert order((0.504, 0), (0.503, 1), (0.502, 2)) == [0, 2, 1]


def test_another_kind_is_seen_though_it_stood_beyond_the_limit():
    assert order((0.5, 0), (0.5, 1), (0.5, 2), (0.4, 3), limit=2) == [0, 2]


def test_nothing_stays_nothing():
    assert order() == []
