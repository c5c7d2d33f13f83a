"""What makes a code fit better than another that has the same words."""

import pytest

from catalog.word_search import find

FILLER = [(f"9{n:04}", f"filler{'abcdefghij'[n % 10]}{n}", "") for n in range(300)]


@pytest.fixture
def first(indexed):
    """The codes that a query finds among some rows and three hundred others."""

    def search(query, *rows, common=None, reporting=()):
        index = indexed(
            sorted([*rows, *FILLER]),
            lambda: common or {},
            lambda: frozenset(reporting),
        )
        return [each.code for each in find(index, query, 10)]

    return search


def test_title_counts_more_than_a_synonym_and_that_more_than_a_category(first):
    rows = [
        ("00001", "", "", "kidney"),
        ("00002", "organ picture here", "kidney view set"),
        ("00003", "kidney picture here", "organ view set"),
    ]

    assert first("kidney", *rows) == ["00003", "00002", "00001"]


def test_cue_of_a_section_decides_between_equals(first):
    rows = [("20000", "Wrist study", "film"), ("73000", "Wrist study", "film")]

    assert first("wrist film", *rows) == ["73000", "20000"]
    assert first("wrist study", *rows) == ["20000", "73000"]


def test_ordinary_code_comes_before_a_common_one_and_that_before_others(first):
    rows = [(code, "Wrist study", "") for code in ("20001", "20002", "20003")]
    common = {"20002": 1, "20003": 2}

    assert first("wrist study", *rows, common=common) == ["20003", "20002", "20001"]


def test_service_that_needs_what_is_not_asked_for_is_no_common_one(first):
    rows = [("20001", "Wrist study, further", ""), ("20002", "Wrist study, left", "")]

    assert first("wrist study", *rows, common={"20001": 2})[0] == "20002"


def test_level_of_a_drug_is_meant_by_who_asks_for_a_test(first):
    rows = [("80170", "Gentamicin", ""), ("90001", "Gentamicin", "")]

    assert first("gentamicin", *rows) == ["90001", "80170"]
    assert first("gentamicin level", *rows)[0] == "80170"


def test_code_that_reports_a_measure_is_meant_by_who_speaks_of_one(first):
    rows = [("10001", "Wrist study late", ""), ("10002", "Wrist study done", "")]

    assert first("wrist study", *rows, reporting=["10001"])[0] == "10002"
    assert first("mips wrist study", *rows, reporting=["10001"])[0] == "10001"


def test_what_a_title_says_is_not_there_stands_against_it(first):
    rows = [
        ("10001", "Wrist study, large, no dye", ""),
        ("10002", "Wrist study, large", ""),
    ]

    assert first("wrist study dye", *rows)[0] == "10002"
    assert first("wrist study without dye", *rows)[0] == "10001"


def test_brand_finds_the_code_without_one_of_its_own(first):
    rows = [
        ("J0001", "Clotting protein with no code of its own", "Alphaclot"),
        ("J0002", "Clotting protein", ""),
        ("J0003", "Alphaclot needle holder, round, large, left", ""),
    ]

    assert first("alphaclot", *rows) == ["J0001", "J0003"]
    assert first("clotting protein", *rows) == ["J0002", "J0001"]


def test_what_was_asked_to_be_absent_is_said_with_its_no(indexed):
    (match,) = find(indexed([("10001", "Wrist study, no dye", "")]), "wrist no dye", 1)

    assert match.matched_on == "wrist, no dye"


def test_title_of_what_is_not_there_has_no_words_of_its_own(indexed):
    index = indexed([("10001", "Not done", "cholesterol")])

    assert index.title(0) == frozenset()
    assert [each.code for each in find(index, "cholesterol", 1)] == ["10001"]
