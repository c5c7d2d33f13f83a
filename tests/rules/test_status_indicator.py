"""The status code."""

from datetime import date
from decimal import Decimal

AUTUMN, SUMMER = date(2025, 10, 15), date(2026, 8, 3)
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


def test_line_that_another_schedule_has_priced_is_left_alone(priced):
    claim = priced("80053", "J1100", on=SUMMER).claim

    assert [step.rule for step in claim.steps] == ["clinical_laboratory", "drug_limits"]
    assert claim.unpriced == ()


def test_schedule_that_prices_a_code_is_named_where_it_is_not_loaded(priced):
    laboratory, drug = priced("80053", "J1100", on=AUTUMN).claim.unpriced

    assert (laboratory.rule, drug.rule) == ("status_indicator",) * 2
    assert "laboratory schedule" in laboratory.because
    assert "rugs" in drug.because
    for reason in (laboratory, drug):
        assert "Not checked" in reason.because
        assert {doubt.level for doubt in reason.doubts} == {"medium"}
        assert [source.id for source in reason.sources] == ["rvu25d"]


def test_reading_is_priced_though_its_whole_is_the_contractors(repriced):
    # RVU25D: 70170 is C and 70170-26 A.
    rows = {"": {"status": "C"}, "26": {"status": "A"}, "TC": {"status": "C"}}
    amounts = {
        line: repriced(line, rows=rows).total
        for line in ("70551", "70551-26", "70551-TC")
    }

    # 2.08 x 32.3465 = 67.28072
    assert amounts == {
        "70551": None,
        "70551-26": Decimal("67.28"),
        "70551-TC": None,
    }


def test_unlisted_code_that_no_schedule_prices_says_so(priced):
    (reason,) = priced("55707").claim.unpriced

    assert "55707" in reason.because
    assert [source.id for source in reason.sources] == ["rvu25d"]


def test_status_of_a_code_of_parts_only_is_that_of_its_rows(repriced):
    claim = repriced("77011-26", rows={"26": {"status": "N"}})

    assert [step.paid for step in claim.steps] == [False]
