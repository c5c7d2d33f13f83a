"""What a misspelt or shortened word is meant to be."""

import pytest

from catalog.spelling import Spelling, sound

KNOWN = Spelling(
    {
        "nephrectomy": 30,
        "rocephin": 2,
        "appendix": 9,
        "phases": 4,
        "tetanus": 12,
        "intertrochanteric": 3,
        "intertrigo": 1,
        "colonoscopy": 80,
        "knee": 50,
        "kneel": 1,
    }
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tetnus", "tetanus"),
        ("colonscopy", "colonoscopy"),
        ("nefrectomy", "nephrectomy"),
        ("rocefin", "rocephin"),
        ("appendicks", "appendix"),
        ("phaess", "phases"),
        ("intertroch", "intertrochanteric"),
    ],
)
def test_word_is_taken_for_the_one_it_is_like(typed, meant):
    assert KNOWN.meant(typed) == meant


@pytest.mark.parametrize("word", ["knee", "kneel", "xyzzy", "tet", "", "colonosaurus"])
def test_known_short_and_strange_words_stay_as_they_are(word):
    assert KNOWN.meant(word) == word


def test_of_words_as_near_the_commoner_is_meant():
    assert KNOWN.meant("knees") == "knee"


def test_words_that_sound_alike_are_one():
    assert sound("nefrectomy") == sound("nephrectomy")
    assert sound("oesophagus") == sound("esophagus")
    assert sound("knee") != sound("hip")
