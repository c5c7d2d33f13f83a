"""Modifiers that cannot both be true."""

from datetime import date

import pytest

from server.rules.contradicting_modifiers import PAIRS, contradicting_modifiers


def test_golden_table(case, lines, edit_facts):
    facts = edit_facts(
        bilateral=case.get("bilateral", {}), global_days=case.get("days")
    )
    found = list(contradicting_modifiers(lines(case["lines"]), facts))

    said = [["-".join(each.modifiers), str(each.verdict)] for each in found]
    assert said == case["expected"]


@pytest.fixture
def find(lines, edit_facts):
    def run(*texts, on=date(2025, 10, 15), **tables):
        return list(contradicting_modifiers(lines(texts, on), edit_facts(**tables)))

    return run


@pytest.mark.parametrize(
    ("line", "sure"), [("77011-26-TC", True), ("27447-58-78", False)]
)
def test_what_nobody_states_is_doubted(find, line, sure):
    (found,) = find(line)

    assert (found.doubts == ()) is sure


def test_59_could_stand_with_none_before_there_were_x_modifiers(find):
    assert find("45380-59-XS", on=date(2014, 12, 31)) == []


def test_50_is_advised_to_be_left_off(find):
    (found,) = find("99213-50", bilateral={"99213": "0"})

    assert "Send it without" in found.because
    assert found.suggestions == ()


def test_every_pair_is_of_two_modifiers_and_stands_once():
    pairs = [pair for pair, _ in PAIRS]

    assert all(len(pair) == 2 for pair in pairs)
    assert len(set(pairs)) == len(pairs)


def test_50_says_why_it_adds_nothing(find):
    (once,) = find("99213-50", bilateral={"99213": "0"})
    (both,) = find("92083-50", bilateral={"92083": "2"})

    assert "paid once" in once.because
    assert "both sides already" in both.because
