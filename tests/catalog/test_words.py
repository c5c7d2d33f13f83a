"""Words as the search compares them."""

import pytest

from catalog.words import BOTH_WAYS, negated, plain, stem, stems, told, words


def test_words_are_letters_and_numbers_with_their_decimals():
    assert words("Crohn's, 2.5 mg; X-ray!") == ("crohn", "2.5", "mg", "x", "ray")
    assert words("\N{GRINNING FACE}") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2v", ["2", "v"]),
        ("30min", ["30", "min"]),
        ("mri w/o contrast", ["mri", "without", "contrast"]),
        ("mri w/ contrast", ["mri", "with", "contrast"]),
        ("1st", ["first"]),
        ("mri w + w/o contrast", ["mri", "plainagain", "contrast"]),
        ("ct with & without", ["ct", "plainagain"]),
        ("ct +/- contrast", ["ct", "plainagain", "contrast"]),
        ("2nd shot", ["second", "shot"]),
        ("70 year old", ["age", "70"]),
        ("aged 40 to 64", ["age", "40", "to", "64"]),
        ("mri knee wo contrast", ["mri", "knee", "without", "contrast"]),
        ("egd w dilation", ["egd", "with", "dilation"]),
        ("two views", ["2", "views"]),
        ("i&d", ["ind"]),
        ("D and C", ["dnc"]),
        ("w/c", ["wc"]),
        ("hepatitis a vaccine", ["hepatitis", "lettera", "vaccine"]),
        ("with or without graft", ["graft"]),
    ],
)
def test_what_is_written_together_is_read_apart(text, found):
    assert words(text) == tuple(found)


def test_words_that_say_nothing_are_left_out():
    assert stems("what is the code for a knee replacement") == stems("knee replacement")


@pytest.mark.parametrize(
    "forms",
    [
        ("biopsy", "biopsies"),
        ("injection", "injections", "inject", "injected", "injecting"),
        ("removal", "remove", "removing", "removed", "removals"),
        ("artery", "arteries"),
        ("fracture", "fractures", "fractured"),
        ("knee", "knees"),
        ("view", "views"),
        ("stitch", "stitches"),
    ],
)
def test_forms_of_a_word_are_one(forms):
    assert len({stem(each) for each in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("splinter", "splint"),
        ("walker", "walking"),
        ("knee", "kneel"),
        ("hip", "his"),
        ("anus", "an"),
        ("iris", "iri"),
        ("gas", "ga"),
    ],
)
def test_different_words_stay_apart(one, other):
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MRI of the brain, no contrast dye", {"contrast", "dye"}),
        ("ct head w/o contrast", {"contrast"}),
        ("not for screening, with a scope", {"screen"}),
        ("mri brain with and without contrast", set()),
        ("MRI, first plain, then again with contrast dye", set()),
        ("biopsy of the skin", set()),
    ],
)
def test_what_is_not_there_is_told(text, found):
    assert negated(text) == {stem(each) for each in found}


def test_picture_without_and_with_dye_is_one_word_for_titles_and_queries():
    asked = set(stems("mri with and without contrast"))
    said = set(stems("MRI, first plain, then again with contrast dye"))

    assert BOTH_WAYS in asked & said


@pytest.mark.parametrize(
    "asked",
    [
        "mri brain w wo",
        "mri brain w/wo contrast",
        "mri brain w and w/o contrast",
        "mri brain wo/w",
        "mri brain without and with contrast",
    ],
)
def test_both_ways_are_told_however_they_are_shortened(asked):
    assert BOTH_WAYS in stems(asked)
    assert negated(asked) == set()


def test_what_is_there_and_what_is_not_are_told_apart():
    there, without = told("Spinal tap to drain fluid, no imaging")

    assert there == {stem(each) for each in ("spinal", "tap", "drain", "fluid")}
    assert without == {stem("imaging")}
    assert not there & without


@pytest.mark.parametrize(
    ("text", "there", "absent"),
    [
        ("power chair, no power seat", {"power", "chair"}, {"seat"}),
        ("non-wood underarm crutches", {"underarm", "crutch"}, {"wood"}),
        ("no dye ct head", {"ct", "head"}, {"dye"}),
        ("ct head no contrast dye", {"ct", "head"}, {"contrast", "dye"}),
        ("no imaging guidance, knee", {"knee"}, {"imaging", "guidance"}),
    ],
)
def test_what_is_said_somewhere_is_there(text, there, absent):
    found, without = told(text)

    assert found == {stem(each) for each in there}
    assert without == {stem(each) for each in absent}


def test_plain_text_has_no_accents_ligatures_or_wide_digits():
    assert plain("Kn\u00e9e \ufb01stula \uff12") == "Knee fistula 2"
