"""The status code."""

from datetime import date
from decimal import Decimal

NONE = Decimal("0.00")


def test_golden_table(case, priced, repriced, outcome):
    status = case.get("status")
    if status:
        totals = ("total_nonfacility", "total_facility")
        row = dict.fromkeys(totals, NONE) if case.get("without_rvus") else {}
        claim = repriced(*case["lines"], rows={"": {"status": status, **row}})
    else:
        claim = priced(*case["lines"]).claim

    found = [outcome(claim, line, refused="0.00") for line in claim.lines]

    assert found == case["expected"]


def test_line_that_is_not_paid_names_its_status(repriced):
    (step,) = repriced("99213", rows={"": {"status": "B"}}).steps

    assert (step.rule, step.paid, step.amount) == ("status_indicator", False, 0)
    assert "B" in step.because


def test_contractors_price_lowers_the_confidence(priced):
    (reason,) = priced("0075T").claim.unpriced

    assert [doubt.level for doubt in reason.doubts] == ["low"]
    assert reason.sources[0].id == "rvu25d"


def test_other_schedule_that_prices_a_code_is_named_and_cited(priced):
    (reason,) = priced("80053", on=date(2026, 8, 3)).claim.unpriced

    assert "10.56" in reason.because
    assert [source.id for source in reason.sources] == ["rvu26c", "clfs-2026q2"]


def test_unlisted_code_that_no_schedule_prices_says_so(priced):
    (reason,) = priced("55707").claim.unpriced

    assert "55707" in reason.because
    assert [source.id for source in reason.sources] == ["rvu25d"]


def test_status_of_a_code_of_parts_only_is_that_of_its_rows(repriced):
    claim = repriced("77011-26", rows={"26": {"status": "N"}})

    assert [step.paid for step in claim.steps] == [False]
