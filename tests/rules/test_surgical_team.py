"""Others who operate."""

from tests.rules.claims import doubts, outcomes, priced, steps_of


def test_golden_table(case):
    claim, _ = priced(case)

    assert outcomes(claim) == case["expected"]


def test_step_cites_who_says_the_share():
    cited = {"80": "noridian-assistant", "AS": "cfr-414-56", "62": "fcso-62"}

    for modifier, source in cited.items():
        claim, _ = priced({"lines": [f"22554-{modifier}"], "pos": "22"})
        (step,) = steps_of(claim, "surgical_team")
        assert [each.id for each in step.sources] == [source, "rvu25d"]


def test_step_says_the_share():
    for modifier, share in (("80", "16%"), ("AS", "13.6%"), ("62", "62.5%")):
        claim, _ = priced({"lines": [f"22554-{modifier}"], "pos": "22"})
        assert share in steps_of(claim, "surgical_team")[0].because


def test_payment_that_wants_records_is_doubted():
    rows = [{"code": "X1111", "fee": "100", "assistant": "0", "cosurgeon": "1"}]

    for modifier in ("80", "AS", "62"):
        claim, _ = priced({"lines": [f"X1111-{modifier}"], "rows": rows})
        assert doubts(claim) == [
            f"X1111-{modifier} is paid only where records show the need"
        ]


def test_payment_that_needs_none_is_sure():
    claim, _ = priced({"lines": ["27447-80"], "pos": "22"})

    assert doubts(claim) == []


def test_team_lowers_the_confidence():
    rows = [{"code": "X1111", "fee": "100", "team": "1"}]
    (reason,) = priced({"lines": ["X1111-66"], "rows": rows})[0].unpriced

    assert [doubt.level for doubt in reason.doubts] == ["low"]


def test_refusal_names_the_indicator():
    claim, _ = priced({"lines": ["11402-80"]})

    assert "never paid for 11402 (indicator 1)" in claim.steps[-1].because


def test_physicians_modifier_beside_that_of_a_practitioner_is_doubted():
    (said,) = doubts(priced({"lines": ["27447-80-AS"], "pos": "22"})[0])

    assert "AS alone was priced" in said


def test_roles_that_contradict_one_another_are_named():
    (reason,) = priced({"lines": ["22554-62-80"], "pos": "22"})[0].unpriced

    assert "62 and 80" in reason.because
