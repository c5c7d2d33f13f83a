"""The fee schedule amount."""

from decimal import Decimal

from server.rules.physician_fee import physician_fee
from server.rules.physician_fee import priced as formula

ONLY_PARTS = {"26": {}, "TC": {}}
FACTOR = Decimal("32.3465")


def test_golden_table(case, priced, outcome):
    place = case["place_of_service"]
    found = priced(case["line"], on=case["on"], pos=place, locality=case["locality"])
    (line,) = found.claim.lines
    fee = [s for s in found.claim.steps if s.rule == "physician_fee"]

    assert all(step.paid for step in fee) or case["expected"] == "rejected"
    assert (str(fee[0].amount) if fee and fee[0].paid else outcome(found.claim, line)) \
        == case["expected"]  # fmt: skip


def test_amount_is_rounded_once_and_halves_go_up():
    half_a_cent = formula(Decimal("0.5"), Decimal(0), Decimal(0), None, Decimal("0.01"))

    assert half_a_cent == Decimal("0.01")


def test_whole_is_not_the_sum_of_its_rounded_parts(priced):
    # 71260 of RVU25D in Alabama: 147.04, where its parts are 50.54 and 96.51.
    gpci = priced("99213", locality="10112-00").facts.lines[1].gpci
    whole, reading = ("1.16", "3.85", "0.07"), ("1.16", "0.43", "0.05")
    rows = [whole, reading, ("0.00", "3.42", "0.02")]

    fees = [str(formula(*map(Decimal, row), gpci, FACTOR)) for row in rows]

    assert fees == ["147.04", "50.54", "96.51"]


def test_step_cites_the_fees_first_then_the_indices_and_the_place(priced):
    step = priced("99213", locality="10112-00").claim.steps[0]

    assert [source.id for source in step.sources] == [
        "rvu25d",
        "gpci2025",
        "pos",
        "rvu25d",
    ]
    assert "0.869" in step.because


def test_national_amount_cites_no_indices(priced):
    step = priced("99213").claim.steps[0]

    assert "gpci2025" not in [source.id for source in step.sources]


def test_contradiction_names_both_modifiers(priced):
    (reason,) = priced("77011-26-TC").claim.unpriced

    assert "26" in reason.because
    assert "TC" in reason.because


def test_discontinued_without_a_row_lowers_the_confidence(priced):
    (reason,) = priced("20610-53").claim.unpriced

    assert [doubt.level for doubt in reason.doubts] == ["low"]


def test_rejected_part_says_what_to_send(priced):
    (step,) = [s for s in priced("99213-26").claim.steps if not s.paid]

    assert step.amount == 0
    assert "without 26" in step.because


def test_code_of_parts_only_has_no_whole(repriced):
    claim = repriced("77011", rows=ONLY_PARTS)

    assert claim.total == 0
    assert "26 or TC" in claim.steps[-1].because


def test_code_of_parts_only_has_no_other_part(repriced):
    claim = repriced("77011-TC", rows={"26": {}})

    assert claim.total == 0
    assert "PC/TC" not in claim.steps[-1].because


def test_flag_counts_whatever_figure_stands_in_the_column(repriced):
    flagged = {"": {"na_nonfacility": True}}

    assert repriced("99213", rows=flagged).unpriced
    assert not repriced("99213", rows=flagged, pos="22").unpriced


def test_hospital_is_told_to_bill_the_reading_of_what_has_one(priced):
    (whole,) = priced("77011", pos="22").claim.unpriced
    (surgery,) = priced("66984", pos="11").claim.unpriced

    assert "26" in whole.because
    assert "26" not in surgery.because


def test_line_that_an_earlier_rule_closed_is_left_alone(priced):
    found = priced("36415")

    assert list(physician_fee(found.claim, found.facts)) == []
