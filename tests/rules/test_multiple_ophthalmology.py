"""Several eye tests of one day."""

from tests.rules.claims import outcomes, priced, steps_of


def test_golden_table(case):
    claim, _ = priced(case)

    assert outcomes(claim) == case["expected"]


def test_step_says_the_share_and_carries_the_technical_part():
    claim, _ = priced({"lines": ["92235", "92250"], "locality": "10112-00"})
    (step,) = steps_of(claim, "multiple_ophthalmology")

    assert step.line == 2
    assert "80%" in step.because
    assert str(step.technical) in step.because
    assert [source.id for source in step.sources] == ["rvu-layout-multiple", "rvu25d"]


def test_total_is_that_of_the_rule_book():
    claim, _ = priced({"lines": ["92235", "92250"], "locality": "10112-00"})

    assert str(claim.total) == "165.35"  # RULES.md 4.3
