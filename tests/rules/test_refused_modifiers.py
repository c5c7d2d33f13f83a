"""Modifiers with which nothing is paid."""

from tests.rules.claims import outcomes, priced


def test_golden_table(case):
    claim, _ = priced(case)

    assert outcomes(claim) == case["expected"]


def test_step_says_whose_the_amount_is():
    denied, excluded = (
        priced({"lines": [f"99213-{modifier}"]})[0].steps[0]
        for modifier in ("GZ", "GY")
    )

    assert "never the patient's" in denied.because
    assert "patient may owe it" in excluded.because


def test_facility_modifier_is_answered_with_the_practitioners():
    claim, _ = priced({"lines": ["45378-73"]})
    (step,) = claim.steps

    assert "send 53" in step.because
    assert [source.id for source in step.sources] == ["mm7228"]


def test_refused_line_sees_no_other_rule():
    claim, _ = priced({"lines": ["12032-GZ-22 $10.00"]})

    assert [step.rule for step in claim.steps] == ["refused_modifiers"]
