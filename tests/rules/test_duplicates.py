"""The same service twice."""

import dataclasses
from decimal import Decimal

import pytest

from server.rules.duplicates import duplicates, is_laboratory_test


def test_golden_table(case, lines, edit_facts):
    facts = edit_facts(hospital=case.get("hospital", False))
    found = list(duplicates(lines(case["lines"]), facts))

    assert [[each.line, str(each.verdict)] for each in found] == case["expected"]


@pytest.fixture
def find(lines, edit_facts):
    def run(*texts, **tables):
        return list(duplicates(lines(texts), edit_facts(**tables)))

    return run


def test_repeated_procedure_is_answered_by_76_or_77(find):
    (found,) = find("93010", "93010")

    assert found.suggestions[0].modifiers == ("76", "77")
    assert found.suggestions[0].line == 2


def test_repeated_laboratory_test_is_answered_by_91(find):
    (found,) = find("84132", "84132")

    assert found.suggestions[0].modifiers == ("91",)


def test_modifier_that_is_there_already_is_not_suggested(find):
    (found,) = find("93010-76", "93010-76")

    assert found.suggestions[0].modifiers == ("77",)


def test_second_visit_is_answered_by_no_modifier(find):
    (found,) = find("99213", "99213")

    assert found.suggestions == ()
    assert "76" not in found.because


def test_part_beside_its_whole_is_answered_by_nothing(find):
    (found,) = find("77011", "77011-26")

    assert found.suggestions == ()
    assert "line 1" in found.because


def test_hospitals_line_offers_nothing_and_is_no_denial(find):
    (found,) = find("93010", "93010", hospital=True)

    assert found.suggestions == ()
    assert "not published" in found.because


@pytest.mark.parametrize(
    ("code", "is_test"),
    [
        ("80047", True), ("89398", True), ("80046", False), ("0240U", True),
        ("0001M", True), ("93010", False), ("G0103", False),
    ],
)  # fmt: skip
def test_laboratory_test_is_told_by_its_number(code, is_test):
    assert is_laboratory_test(code) is is_test


def test_further_repeats_are_units_of_the_second(find):
    second, third = find("93010", "93010", "93010")

    assert (second.suggestions[0].line, third.suggestions[0].line) == (2, 2)
    assert "units of line 2" in third.suggestions[0].when


def test_line_that_says_all_it_could_is_answered_by_nothing(find):
    _, (found,) = [], find("84132-91", "84132-91")

    assert found.suggestions == ()
    assert "units of one line" in found.because


@pytest.mark.parametrize("first", ["10", "100"])
def test_line_that_its_charge_bounds_least_stays(lines, edit_facts, first):
    other = {"10": "100", "100": "10"}[first]
    claim = [
        dataclasses.replace(line, charge=Decimal(charge))
        for line, charge in zip(lines(["93010", "93010"]), (first, other), strict=True)
    ]
    (found,) = duplicates(claim, edit_facts())

    assert claim[found.line - 1].charge == 10
