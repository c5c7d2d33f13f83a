"""What a query asks for, read over an index of a few codes."""

import pytest

from catalog.concepts import asked, read_as
from catalog.fitness import fitness
from catalog.word_search import find

ROWS = [
    ("00740", "Anesthesia for a stomach scope", "", ""),
    ("43235", "Stomach scope, look only", "egd; egd no biopsy", ""),
    ("43239", "Stomach scope with biopsy", "egd with biopsy", ""),
    ("43999", "Stomach scope with no code of its own", "", ""),
    ("73560", "Knee X-ray, 1 to 2 views", "", ""),
    ("73562", "Knee X-ray, 3 views", "", ""),
    ("99999", "", "", "stomach scope, of which only a category tells"),
]


@pytest.fixture
def index(indexed):
    return indexed(ROWS)


@pytest.fixture
def first(index):
    return lambda query: [each.code for each in find(index, query, 10)]


def test_words_that_mean_something_together_are_one_thing(index):
    (phrase,) = asked(index, "x ray").there

    assert phrase.form == "x ray"
    assert {index.codes[place] for place in phrase.places} == {"73560", "73562"}


def test_phrase_that_no_code_has_is_taken_apart(index):
    forms = {each.form for each in asked(index, "spinal tap").there}

    assert forms == {"spinal", "tap"}


def test_what_is_not_to_be_there_is_kept_apart(index):
    read = asked(index, "stomach scope without biopsy")

    assert [each.form for each in read.without] == ["biopsy"]
    assert not any(each.stems & {"biops"} for each in read.there)


def test_misspelt_word_is_read_as_the_nearest(index):
    assert asked(index, "stomache scope").typed == asked(index, "stomach scope").typed


def test_code_that_says_so_comes_before_one_that_has_it_not(first):
    assert first("stomach scope no biopsy")[0] == "43235"
    assert first("stomach scope with biopsy")[0] == "43239"


def test_anesthesia_and_unlisted_come_first_only_if_asked_for(first):
    found = first("stomach scope")

    assert found.index("43235") < found.index("43999")
    assert found.index("43239") < found.index("00740")
    assert first("anesthesia stomach scope")[0] == "00740"
    assert first("stomach scope with no code of its own")[0] == "43999"


def test_number_decides_between_equals(first):
    assert first("knee xray 2 views")[0] == "73560"
    assert first("knee xray three views")[0] == "73562"


def test_code_of_which_only_a_category_tells_comes_last(first):
    assert first("stomach scope")[-1] == "99999"


def test_all_of_a_title_fits_best_of_all(index):
    read = asked(index, "Stomach scope with biopsy")
    fits = [fitness(index, place, 1.0, read) for place in range(len(ROWS))]

    assert max(fits) == fits[2] > 0.85


def test_nothing_asked_for_finds_nothing(first):
    assert first("") == first("the of") == first("\N{GRINNING FACE}") == []


def test_only_what_is_not_there_is_looked_for_too(first):
    assert first("no biopsy")[0] == "43235"


@pytest.mark.parametrize("order", ["knee w/o", "knee wo", "Knee without"])
def test_order_that_ends_so_means_no_dye(index, order):
    assert [each.form for each in asked(index, order).without] == ["contrast"]


@pytest.mark.parametrize("order", ["knee w/", "knee w", "Knee with"])
def test_order_that_ends_with_means_the_dye(index, order):
    assert {each.form for each in asked(index, order).there} == {"contrast", "knee"}


@pytest.mark.parametrize("order", ["knee w wo", "knee w/wo", "knee with and without"])
def test_order_that_ends_both_ways_means_no_more(index, order):
    forms = {each.form for each in asked(index, order).there}

    assert forms == {"knee", "with and without"}


def test_number_in_words_is_no_misspelt_word(index):
    assert read_as(index, "knee xray three views") == {
        "knee": "knee",
        "xray": "xray",
        "views": "views",
    }
