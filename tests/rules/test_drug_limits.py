"""Part B drugs."""

from tests.rules.claims import outcomes, priced


def test_golden_table(case):
    claim, _ = priced(case)

    assert outcomes(claim) == case["expected"]


def test_step_cites_the_limits_and_says_the_billing_unit():
    drugs = {"J1100": ["0.105", "20.000", "1 MG", ""]}
    claim, _ = priced({"lines": ["J1100x4"], "drugs": drugs})
    (step,) = claim.steps

    assert [source.id for source in step.sources] == ["2026q1"]
    assert "4 x 0.105 per 1 MG" in step.because


def test_units_are_multiplied_once():
    drugs = {"J1100": ["0.105", "20.000", "1 MG", ""]}
    claim, _ = priced({"lines": ["J1100x4"], "drugs": drugs})

    assert [step.rule for step in claim.steps] == ["drug_limits"]


def test_formula_is_said_and_lowers_the_confidence():
    drugs = {"A9606": ["", "20.000", "1 microCurie", "microCurie 100% AWP"]}
    (reason,) = priced({"lines": ["A9606"], "drugs": drugs})[0].unpriced

    assert "100% AWP" in reason.because
    assert [doubt.level for doubt in reason.doubts] == ["low"]
