"""Several endoscopies of one family."""

from server.rules.multiple_endoscopies import families
from tests.rules.claims import doubts, outcomes, priced, steps_of

HOSPITAL = {"locality": "10112-00", "pos": "22"}


def test_golden_table(case):
    claim, _ = priced(case)

    assert outcomes(claim) == case["expected"]


def test_step_names_the_base_and_its_fee():
    claim, _ = priced({"lines": ["45385", "45380"], **HOSPITAL})
    (step,) = steps_of(claim, "multiple_endoscopies")

    assert step.line == 2
    assert "45378" in step.because
    assert "163.76" in step.because
    assert [source.id for source in step.sources] == ["rvu25d"]


def test_base_is_told_whose_part_it_is():
    claim, _ = priced({"lines": ["45378", "45380", "45385"], **HOSPITAL})
    first = steps_of(claim, "multiple_endoscopies")[-1]

    assert first.line == 1
    assert "part of 45385" in first.because


def test_total_of_two_families_is_that_of_the_rule_book():
    claim, _ = priced({"lines": ["45385", "45380", "43251", "43239"], **HOSPITAL})

    assert str(claim.total) == "333.23"  # RULES.md 4.3: 239.53 + 86.83 + 6.87


def test_families_are_told_by_their_base_and_day():
    lines = ["45385", "43251", "45378", "99213", "45380", "45381 @2025-10-16"]
    found = families(*priced({"lines": lines}))

    assert {
        (base, on.day): [line.code for line in own] for (base, on), own in found.items()
    } == {
        ("45378", 15): ["45385", "45380"],
        ("43235", 15): ["43251"],
        ("45378", 16): ["45381"],
    }


def test_member_that_costs_less_than_its_base_is_doubted():
    claim, _ = priced({"lines": ["31528", "31528-59"], **HOSPITAL})

    assert doubts(claim) == [
        "line 2: the base costs more than it, taken as nothing left"
    ]


def test_member_without_a_fee_stays_at_nothing():
    rows = [
        {"code": "X0000", "fee": "50", "multiple_procedure": "2"},
        {"code": "X1111", "fee": "80", "multiple_procedure": "3",
         "endoscopic_base": "X0000"},
        {"code": "X2222", "multiple_procedure": "3", "endoscopic_base": "X0000"},
    ]  # fmt: skip
    claim, _ = priced({"lines": ["X1111", "X2222"], "rows": rows, "factor": "1"})

    assert outcomes(claim) == ["80.00", "0.00"]
