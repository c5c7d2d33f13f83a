"""Older imaging equipment."""

from datetime import date

from tests.rules.claims import doubts, outcomes, priced, steps_of


def test_golden_table(case):
    claim, _ = priced(case)

    assert outcomes(claim) == case["expected"]


def test_step_cites_the_act_and_says_both_amounts():
    claim, _ = priced({"lines": ["71250-TC-CT"], "locality": "10112-00"})
    (step,) = steps_of(claim, "imaging_equipment")

    assert [source.id for source in step.sources] == ["ssa-1848-b-9", "rvu25d"]
    assert "60.37 of 71.02" in step.because
    assert str(step.technical) == "60.37"


def test_modifiers_are_named_in_the_order_they_are_applied():
    claim, _ = priced({"lines": ["71046-FY-FX"]})
    (step,) = steps_of(claim, "imaging_equipment")

    assert step.because.startswith("FX, FY:")


def test_modifier_without_a_share_on_its_date_is_doubted():
    case = {"lines": ["71046-TC-FY"], "on": date(2017, 12, 31)}

    assert doubts(priced(case)[0]) == [
        "FY has no share on 2017-12-31: the amount is without it"
    ]


def test_reading_takes_no_step():
    claim, _ = priced({"lines": ["71250-26-CT", "99213-FX"]})

    assert steps_of(claim, "imaging_equipment") == []
