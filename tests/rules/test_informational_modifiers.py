"""Modifiers that change no amount."""

from catalog.policy import parameter
from server.rules.informational_modifiers import MODIFIERS

RULE = "informational_modifiers"


def test_golden_table(case, priced):
    claim = priced(case["line"]).claim

    assert str(claim.total) == case["expected"]
    assert [step.rule for step in claim.steps].count(RULE) == case["steps"]


def test_rule_models_the_modifiers_of_its_parameter_file(priced):
    on = priced("99213").claim.lines[0].on

    assert set(parameter(RULE, "unchanged", on).values) == MODIFIERS


def test_step_names_the_modifiers_and_cites_cms(priced):
    step = priced("93010-59-76").claim.steps[-1]

    assert "59, 76" in step.because
    assert [source.id for source in step.sources] == ["ncci-modifiers"]


def test_line_without_an_amount_takes_no_step(priced):
    assert [step.rule for step in priced("36415-59").claim.steps] == []
