"""Laboratory tests."""

from tests.rules.claims import outcomes, priced


def test_golden_table(case):
    claim, _ = priced(case)

    assert outcomes(claim) == case["expected"]


def test_step_cites_the_laboratory_schedule():
    claim, _ = priced({"lines": ["80053"], "lab": {"80053": "10.56"}})
    (step,) = claim.steps

    assert step.rule == "clinical_laboratory"
    assert [source.id for source in step.sources] == ["2026q2"]
    assert "10.56" in step.because


def test_test_that_the_contractor_prices_lowers_the_confidence():
    claim, _ = priced({"lines": ["0526U"], "lab": {"0526U": ""}})
    (reason,) = claim.unpriced

    assert reason.rule == "clinical_laboratory"
    assert [doubt.level for doubt in reason.doubts] == ["low"]
