"""An unplanned return to the operating room."""

from tests.rules.claims import doubts, outcomes, priced, steps_of


def test_golden_table(case):
    claim, _ = priced(case)

    assert outcomes(claim) == case["expected"]


def test_step_says_the_share():
    claim, _ = priced({"lines": ["27447-78"], "pos": "22"})
    (step,) = steps_of(claim, "return_to_operating_room")

    assert "69%" in step.because
    assert [source.id for source in step.sources] == ["rvu25d"]


def test_code_of_no_days_is_paid_in_full():
    claim, _ = priced({"lines": ["45378-78"], "pos": "22"})
    (step,) = steps_of(claim, "return_to_operating_room")

    assert "100%" in step.because


def test_office_has_no_operating_room():
    assert doubts(priced({"lines": ["11402-78"], "pos": "11"})[0]) == [
        "line 1: 78 needs an operating room, and POS 11 has none"
    ]
    assert doubts(priced({"lines": ["11402-78"], "pos": "22"})[0]) == []
