"""Both sides of the body."""

from server.rules.bilateral import bilateral
from tests.rules.claims import doubts, outcomes, priced, steps_of


def test_golden_table(case):
    claim, _ = priced(case)

    assert outcomes(claim) == case["expected"]


def test_step_cites_the_layout_and_says_the_share():
    claim, _ = priced({"lines": ["20610-50"], "locality": "10112-00"})
    (step,) = steps_of(claim, "bilateral")

    assert [source.id for source in step.sources] == ["rvu-layout", "rvu25d"]
    assert "150%" in step.because
    assert "57.21" in step.because


def test_second_side_says_what_both_are_paid():
    claim, _ = priced({"lines": ["92235-RT", "92235-LT"]})
    (step,) = steps_of(claim, "bilateral")

    assert step.line == 2
    assert "second side" in step.because


def test_two_units_taken_as_both_sides_are_doubted():
    claim, _ = priced({"lines": ["20610x2"]})

    assert doubts(claim) == ["line 1: two units were taken as both sides"]


def test_units_beside_50_are_doubted():
    claim, _ = priced({"lines": ["20610-50x2"]})

    assert doubts(claim) == ["line 1: 50 is both sides already, its units count as one"]


def test_one_line_with_50_is_sure():
    claim, _ = priced({"lines": ["20610-50"]})

    assert doubts(claim) == []


def test_rejection_says_what_to_send():
    rows = [{"code": "X1111", "fee": "100", "bilateral": "9"}]
    claim, _ = priced({"lines": ["X1111-50"], "rows": rows})

    assert "Send it without" in claim.steps[-1].because


def test_code_without_a_row_has_no_sides():
    claim, facts = priced({"lines": ["Z9999-50"]})

    assert list(bilateral(claim, facts)) == []
