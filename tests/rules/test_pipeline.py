"""The rules as a whole, and their names."""

import importlib
import pkgutil
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import server.rules
from catalog.records import AddOnEdit, EditPair, UnitLimit
from server.pricing import Who
from server.rules import EDITS, MODIFIERS, RULES, edit
from server.rules.claim import Step, Unpriced
from server.rules.findings import PairFinding, UnitFinding

SUMMER = date(2026, 8, 3)
TESTS = Path(__file__).parents[1]
VALUES = {"claim", "findings"}  # what the rules read and yield
PARTS = {
    "circumstances",
    "ncci_bypass",
    "parts",
    "ranking",
    "technical_parts",
}  # what several rules share
AFTERWARDS = {"settlement"}  # who pays what the rules allow
NAMES = [rule.__name__ for rule in (*RULES, *EDITS)]


def test_every_rule_module_is_in_the_pipeline():
    modules = {module.name for module in pkgutil.iter_modules(server.rules.__path__)}

    assert modules - VALUES - PARTS == {*NAMES, *AFTERWARDS}
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize("name", [*NAMES, *sorted(AFTERWARDS)])
def test_rule_has_a_golden_table_and_a_test_file_of_its_name(name):
    table = tomllib.loads((TESTS / f"golden/{name}.toml").read_text("utf-8"))

    assert (TESTS / f"rules/test_{name}.py").exists()
    assert all(case["name"] and case["source"] for case in table["case"])
    assert len({case["name"] for case in table["case"]}) == len(table["case"])


@pytest.mark.parametrize("rule", [*RULES, *EDITS], ids=NAMES)
def test_rule_says_its_source(rule):
    assert rule.__module__ == f"server.rules.{rule.__name__}"
    assert "Source:" in rule.__doc__


@pytest.fixture(scope="module")
def outcomes(priced, repriced):
    """What each rule yields on claims that, together, give each something to do."""
    nurse = Who(practitioner="NP", participating=False)
    eyes = {"": {"multiple_procedure": "7", "pctc": "3"}}
    claims = [
        priced("70496-TC", "70551-FX", "99213-25", "99213-26", "20610-53", "0075T"),
        priced("36415", "66984", "36591", "99213-GY", "93010x2", "99213-52"),
        priced("80053", "J1100", "00142", on=SUMMER),
        priced("99213", who=nurse),
        priced("27447-80", "66984-54", "50688-78", "20610-50", pos="22"),
        priced("45385", "45380", "20610", "97110x2", "93005x2"),
    ]
    found = {rule.__name__: [] for rule in RULES}
    for each in claims:
        claim = replace(each.claim, steps=(), unpriced=())
        for rule in RULES:
            yielded = list(rule(claim, each.facts))
            found[rule.__name__] += yielded
            claim = claim.with_outcomes(yielded)
    again = repriced("93005x2", rows=eyes)
    found["multiple_ophthalmology"] += [
        step for step in again.steps if step.rule == "multiple_ophthalmology"
    ]
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_each_rule_has_an_outcome_of_its_name_on_some_claim(outcomes, rule):
    assert {each.rule for each in outcomes[rule.__name__]} == {rule.__name__}


def test_amount_of_a_line_is_that_of_its_last_step(priced):
    claim = priced("70496-TC-59x2").claim
    (line,) = claim.lines

    assert len(claim.steps) == 4
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
    modules = [
        importlib.import_module(f"server.rules.{module.name}")
        for module in pkgutil.iter_modules(server.rules.__path__)
    ]
    declared = [getattr(each, "MODIFIERS", frozenset()) for each in modules]

    assert frozenset().union(*declared) == MODIFIERS


def test_modifiers_that_change_a_price_are_modelled():
    priced = "22 26 50 51 52 53 54 55 56 62 66 78 80 81 82 AA AD AS CO CQ CT FX FY LT"

    assert {*priced.split(), *["PT", "QK", "QX", "QY", "QZ", "RT", "TC"]} <= MODIFIERS
    assert not {"PD", "Q5", "Q6", "AQ", "SG"} & MODIFIERS


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


def test_lines_are_open_until_a_rule_closes_them(priced):
    claim = priced("99213", "99213-26", "0075T", "80053", on=SUMMER).claim
    visit, rejected, unlisted, test = claim.lines
    before = replace(claim, steps=(), unpriced=())

    assert before.waiting == before.open == claim.lines
    assert (before.priced, before.on_schedule, before.total) == ((), (), None)
    assert claim.open == claim.priced == (visit, test)
    assert (claim.waiting, claim.on_schedule) == ((), (visit,))
    assert claim.began_with(test) == "clinical_laboratory"
    assert claim.standing(visit) == claim.amount(visit) == claim.last(visit).amount
    assert (claim.last(unlisted), claim.amount(unlisted)) == (None, None)
    assert claim.amount(rejected) == 0


def test_claim_without_new_outcomes_is_itself(priced):
    claim = priced("99213").claim

    assert claim.with_outcomes([]) is claim
    assert claim.with_outcomes(claim.steps).total == claim.total


def test_line_that_is_closed_takes_no_further_step(priced):
    claim = priced("99213").claim
    (line,) = claim.lines
    reason = Unpriced(line=1, rule="x", because="y", sources=claim.steps[0].sources)

    assert claim.with_outcomes([reason]).priced == ()
    assert claim.with_outcomes([reason]).unpriced == (reason,)
    assert claim.priced == (line,)


def add_on(primary, code):
    return AddOnEdit(
        kind="1",
        add_on=code,
        add_on_deleted=None,
        primary_code=primary,
        primary_deleted=None,
        effective_from=date(2013, 4, 1),
        deleted_on=None,
        note="",
    )


def test_edits_see_the_lines_that_a_pair_denied(lines, edit_facts):
    pair = EditPair(
        column1="15275",
        column2="11042",
        modifier_indicator="1",
        effective_from=None,
        deleted_on=None,
        rationale="",
    )
    facts = edit_facts(pairs=[pair], add_ons={"11045": [add_on("11042", "11045")]})

    fallen = edit(lines(["15275", "11042", "11045"]), facts)
    alive = edit(lines(["15275", "11042-59", "11045"]), facts)

    assert [each.verdict for each in fallen] == ["denied", "denied"]
    assert [each.verdict for each in alive] == ["bypassed", "payable"]


def test_edits_see_the_lines_that_a_limit_denied(lines, edit_facts):
    limit = UnitLimit(code="11042", units=1, adjudication="2", rationale="")
    facts = edit_facts(
        limits={"11042": limit}, add_ons={"11045": [add_on("11042", "11045")]}
    )
    found = edit(lines(["11042", "11042-59", "11045"]), facts)

    assert [each.verdict for each in found] == ["denied", "unknown_limit", "denied"]
