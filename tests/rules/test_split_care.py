"""The parts of a surgery's global payment."""

from tests.rules.claims import doubts, outcomes, priced, steps_of

HOSPITAL = {"locality": "10112-00", "pos": "22"}


def test_golden_table(case):
    claim, _ = priced(case)

    assert outcomes(claim) == case["expected"]


def test_step_says_the_shares_and_the_fee():
    claim, _ = priced({"lines": ["66984-54"], **HOSPITAL})
    (step,) = steps_of(claim, "split_care")

    assert "80%" in step.because
    assert "479.31" in step.because
    assert [source.id for source in step.sources] == ["rvu25d"]


def test_days_are_said():
    claim, _ = priced({"lines": ["66984-55 70 days"], **HOSPITAL})

    assert "70 of 90 days" in steps_of(claim, "split_care")[0].because


def test_days_that_were_not_given_are_doubted():
    claim, _ = priced({"lines": ["66984-55"], **HOSPITAL})

    assert doubts(claim) == ["66984-55: all post-operative days assumed"]


def test_days_that_were_given_are_not():
    claim, _ = priced({"lines": ["66984-55 70 days", "66984-54"], **HOSPITAL})

    assert doubts(claim) == []


def test_care_before_is_doubted_for_the_surgeon_is_paid_it():
    claim, _ = priced({"lines": ["66984-56"], **HOSPITAL})

    assert doubts(claim) == [
        "56: the surgeon's 54 pays this already; expect no separate payment"
    ]


def test_reason_names_the_global_days():
    claim, _ = priced({"lines": ["20610-54"]})
    (reason,) = claim.unpriced

    assert reason.rule == "split_care"
    assert "global days 000" in reason.because


def test_too_many_days_are_named():
    (reason,) = priced({"lines": ["11402-55 20 days"]})[0].unpriced

    assert "postoperative_days is 20" in reason.because
    assert "11402 has 10" in reason.because


def test_return_to_the_operating_room_stands_on_a_line_of_its_own():
    (reason,) = priced({"lines": ["66984-54-78"], **HOSPITAL})[0].unpriced

    assert "78 and 54" in reason.because
