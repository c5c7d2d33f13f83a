"""Modifiers, places of service and denial codes."""

import pytest

from catalog import kinds


@pytest.mark.parametrize(
    ("kind", "query", "code"),
    [
        ("modifier", "25", "25"),
        ("modifier", "modifier 25", "25"),
        ("modifier", "mod RT", "RT"),
        ("place", "POS 22", "22"),
        ("denial", "CO-97", "97"),
        ("denial", "carc 151", "151"),
        ("denial", "MA130", "MA130"),
        ("denial", "CO45", "45"),
        ("denial", "PR-1", "1"),
        ("denial", "n 290", "N290"),
        ("denial", "CO", "CO"),
        ("modifier", "-25", "25"),
        ("place", "1", "01"),
    ],
)
def test_code_is_found_alone_with_or_without_its_name(kind, query, code):
    (match,) = kinds.find(kind, query, 10)

    assert (match.code, match.score, match.matched_on) == (code, 1.0, "code")


@pytest.mark.parametrize(
    ("kind", "query", "code"),
    [
        ("modifier", "right side", "RT"),
        ("modifier", "bilatral", "50"),
        ("place", "emergency room", "23"),
        ("denial", "duplicate", "18"),
    ],
)
def test_words_find_it_among_the_first(kind, query, code):
    assert code in [match.code for match in kinds.find(kind, query, 5)]


@pytest.mark.parametrize("kind", kinds.KINDS)
@pytest.mark.parametrize(
    "query", ["", "xyzzy", "the of", "\N{GRINNING FACE}", "x" * 9999]
)
def test_nothing_is_found_by_nothing(kind, query):
    assert kinds.find(kind, query, 5) == []


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_titles_are_short_and_each_of_its_own(kind):
    said = [each.title for each in kinds.titles(kind).values()]

    assert len(set(said)) == len(said) > 50 - 5
    assert all(0 < len(each) < 90 for each in said)


@pytest.mark.parametrize(
    ("kind", "query", "code"),
    [
        ("modifier", "left", "LT"),
        ("modifier", "right", "RT"),
        ("modifier", "technical component", "TC"),
        ("modifier", "professional component", "26"),
        ("denial", "deductible", "1"),
        ("denial", "timely filing", "29"),
        ("denial", "no auth", "197"),
        ("denial", "no authorization", "197"),
        ("denial", "no referral", "288"),
        ("denial", "not covered", "96"),
        ("place", "office", "11"),
    ],
)
def test_what_is_met_most_is_found_first(kind, query, code):
    assert kinds.find(kind, query, 5)[0].code == code


@pytest.mark.parametrize(
    ("kind", "query", "codes"),
    [
        ("denial", "CO-97 PR-96", ["97", "96"]),
        ("modifier", "25, 59", ["25", "59"]),
        ("place", "11/22", ["11", "22"]),
    ],
)
def test_several_codes_are_found_in_their_order(kind, query, codes):
    assert [each.code for each in kinds.find(kind, query, 5)] == codes


@pytest.mark.parametrize(
    ("kind", "query"), [("denial", "PR-999"), ("modifier", "mod ZZ"), ("place", "77")]
)
def test_unknown_code_is_not_taken_for_words(kind, query):
    assert kinds.find(kind, query, 5) == []


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_those_met_most_are_known(kind):
    assert {each.code for each in kinds.titles(kind).values()} >= set(
        kinds.common(kind)
    )
    assert kinds.common(kind)
