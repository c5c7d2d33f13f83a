"""Several therapy units of one day."""

from tests.rules.claims import outcomes, priced, steps_of


def test_golden_table(case):
    claim, _ = priced(case)

    assert outcomes(claim) == case["expected"]


def test_step_says_how_many_units_are_reduced():
    claim, _ = priced({"lines": ["97110x3"], "locality": "10112-00"})
    (step,) = steps_of(claim, "multiple_therapies")

    assert "1 at 26.83, 2 with 50%" in step.because
    assert "20.79" in step.because
    assert [source.id for source in step.sources] == ["rvu-layout-multiple", "rvu25d"]


def test_costliest_unit_takes_no_step():
    claim, _ = priced({"lines": ["97530", "97110", "97140"]})

    assert [step.line for step in steps_of(claim, "multiple_therapies")] == [2, 3]


def test_total_is_that_of_the_rule_book():
    case = {"lines": ["97530", "97110x2", "97140"], "locality": "10112-00"}

    assert str(priced(case)[0].total) == "93.15"  # RULES.md 4.3
