"""Modifiers that change no amount."""

from catalog.policy import parameter
from server.rules.informational_modifiers import MODIFIERS

RULE = "informational_modifiers"


def test_golden_table(case, priced):
    claim = priced(case["line"]).claim

    assert str(claim.total) == case["expected"]
    assert [step.rule for step in claim.steps].count(RULE) == case["steps"]


def test_no_modifier_is_both_stated_and_assumed(priced):
    on = priced("99213").claim.lines[0].on
    stated, assumed = (parameter(RULE, n, on) for n in ("unchanged", "assumed"))

    assert stated.verified
    assert not assumed.verified
    assert not set(stated.values) & set(assumed.values)
    assert {"25", "59", "KX"} <= MODIFIERS


def test_step_names_the_modifiers_and_cites_cms(priced):
    step = priced("93010-59-76").claim.steps[-1]

    assert "59, 76" in step.because
    assert [source.id for source in step.sources] == ["ncci-modifiers"]


def test_line_without_an_amount_takes_no_step(priced):
    assert [step.rule for step in priced("36415-59").claim.steps] == []


def test_only_a_modifier_that_is_assumed_to_inform_is_doubtful(priced):
    sure, assumed = priced("93010-59", "97110-GP-59").claim.steps[-2:]

    assert (sure.rule, sure.doubts) == (RULE, ())
    assert (assumed.rule, [each.level for each in assumed.doubts]) == (RULE, ["medium"])
    assert "GP" in assumed.doubts[0].because
