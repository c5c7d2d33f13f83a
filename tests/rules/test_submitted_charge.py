"""The charge."""

from tests.rules.claims import doubts, outcomes, priced, steps_of


def test_golden_table(case):
    claim, _ = priced(case)

    assert outcomes(claim) == case["expected"]


def test_step_cites_the_act_and_says_both_amounts():
    claim, _ = priced({"lines": ["99213 $50.00"], "locality": "10112-00"})
    (step,) = steps_of(claim, "submitted_charge")

    assert [source.id for source in step.sources] == ["ssa-1848-a-1"]
    assert "50.00 is below 81.86" in step.because


def test_higher_charge_takes_no_step():
    claim, _ = priced({"lines": ["99213 $500.00"]})

    assert steps_of(claim, "submitted_charge") == []


def test_equal_charge_takes_no_step():
    claim, _ = priced({"lines": ["99213 $81.86"], "locality": "10112-00"})

    assert steps_of(claim, "submitted_charge") == []


def test_reduced_service_is_doubted():
    said = ["line 1: 52 has no share; the charge decides"]

    assert doubts(priced({"lines": ["12032-52"]})[0]) == said
    assert doubts(priced({"lines": ["12032-52 $10.00"]})[0]) == said


def test_unusual_service_is_doubted():
    claim, _ = priced({"lines": ["12032-22"]})

    assert doubts(claim) == ["line 1: 22 may be paid more after review"]
    assert "unless the charge is lower" in claim.steps[-1].because


def test_side_without_a_charge_keeps_its_amount():
    rows = [{"code": "X1111", "fee": "125", "bilateral": "1"}]
    lines = ["X1111-RT $10.00", "X1111-LT"]
    claim, _ = priced({"lines": lines, "rows": rows, "factor": "1"})

    assert str(claim.standing(claim.lines[1])) == "125.00"
    assert str(claim.standing(claim.lines[0])) == "10.00"  # below 125 x 0.5
