"""The rules as a whole, and their names."""

import pkgutil
import tomllib
from pathlib import Path

import pytest

import server.rules
from catalog.records import EditPair
from server.rules import EDITS, MODIFIERS, RULES, edit
from server.rules.claim import Claim, Step
from server.rules.findings import PairFinding, UnitFinding

TESTS = Path(__file__).parents[1]
VALUES = {"claim", "findings"}  # what the rules read and yield
NAMES = [rule.__name__ for rule in (*RULES, *EDITS)]


def test_every_rule_module_is_in_the_pipeline():
    modules = {module.name for module in pkgutil.iter_modules(server.rules.__path__)}

    assert modules - VALUES == set(NAMES)
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize("name", NAMES)
def test_rule_has_a_golden_table_and_a_test_file_of_its_name(name):
    table = tomllib.loads((TESTS / f"golden/{name}.toml").read_text("utf-8"))

    assert (TESTS / f"rules/test_{name}.py").exists()
    assert all(case["name"] and case["source"] for case in table["case"])
    assert len({case["name"] for case in table["case"]}) == len(table["case"])


@pytest.mark.parametrize("rule", [*RULES, *EDITS], ids=NAMES)
def test_rule_says_its_source(rule):
    assert rule.__module__ == f"server.rules.{rule.__name__}"
    assert "Source:" in rule.__doc__


def test_outcomes_carry_the_name_of_their_rule(priced):
    codes = [
        "70496-TCx2",
        "99213-25",
        "36415",
        "99213-26",
        "20610-53",
        "66984",
        "0075T",
    ]
    found = priced(*codes)
    claim = Claim(lines=found.claim.lines)

    for rule in RULES:
        outcomes = list(rule(claim, found.facts))
        claim = claim.with_outcomes(outcomes)
        assert {each.rule for each in outcomes} == {rule.__name__}


def test_each_rule_takes_a_step_on_some_claim(priced):
    steps = priced("70496-TCx2", "99213-25", "36591").claim.steps

    assert {step.rule for step in steps} == {rule.__name__ for rule in RULES}


def test_amount_of_a_line_is_that_of_its_last_step(priced):
    claim = priced("70496-TCx2").claim
    (line,) = claim.lines

    assert len(claim.steps) == 3
    assert claim.amount(line) == claim.steps[-1].amount
    assert claim.total == claim.steps[-1].amount


def test_line_without_a_step_has_no_amount(priced):
    claim = priced("36415", "99213").claim
    unpriced, visit = claim.lines

    assert claim.amount(unpriced) is None
    assert claim.priced == (visit,)
    assert claim.total == claim.amount(visit)


def test_claim_without_an_amount_has_no_total(priced):
    assert priced("36415").claim.total is None
    assert str(priced("99213-26").claim.total) == "0.00"


def test_step_is_paid_unless_it_says_otherwise(priced):
    assert all(isinstance(s, Step) and s.paid for s in priced("99213").claim.steps)


def test_modelled_modifiers_are_those_of_the_rules():
    assert {"26", "TC", "53", "25", "59", "XS"} <= MODIFIERS
    assert not {"50", "51", "LT", "RT", "80", "AS", "62"} & MODIFIERS


def test_edits_find_in_their_own_order(lines, edit_facts):
    pair = EditPair(
        column1="45385",
        column2="45380",
        modifier_indicator="1",
        effective_from=None,
        deleted_on=None,
        rationale="",
    )
    facts = edit_facts(pairs=[pair], limits={})
    found = edit(lines(["45385", "45380"]), facts)

    assert [type(each) for each in found] == [UnitFinding, UnitFinding, PairFinding]
