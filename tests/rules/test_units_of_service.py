"""Units of service."""


def test_golden_table(case, priced):
    claim = priced(case["line"], on=case["on"]).claim
    steps = [step for step in claim.steps if step.rule == "units_of_service"]

    assert str(claim.total) == case["expected"]
    assert len(steps) == case["steps"]


def test_line_that_is_not_paid_has_no_units_to_multiply(priced):
    claim = priced("99213-26x2").claim

    assert [step.rule for step in claim.steps] == ["physician_fee"]


def test_unpriced_line_has_no_units_to_multiply(priced):
    assert priced("36415x2").claim.steps == ()
