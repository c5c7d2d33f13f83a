"""Several surgeries of one day."""

from tests.rules.claims import doubts, outcomes, priced, steps_of

ALABAMA = {"locality": "10112-00"}


def test_golden_table(case):
    claim, _ = priced(case)

    assert outcomes(claim) == case["expected"]


def six(count):
    rows = [
        {"code": f"X{n}{n}{n}{n}", "fee": str(200 - n), "multiple_procedure": "2"}
        for n in range(count)
    ]
    return {"lines": [row["code"] for row in rows], "rows": rows, "factor": "1"}


def test_sixth_procedure_is_doubted():
    claim, _ = priced(six(6))

    assert doubts(claim) == [
        "line 6 is the sixth procedure or later: CMS wants a report"
    ]


def test_fifth_procedure_is_not():
    claim, _ = priced(six(5))

    assert doubts(claim) == []


def test_unit_from_the_sixth_on_is_doubted():
    claim, _ = priced({"lines": ["11402x6"]})

    assert len(doubts(claim)) == 1


def test_costliest_takes_no_step_and_the_others_say_their_rank():
    claim, _ = priced({"lines": ["12032", "11403", "11402"]})
    steps = steps_of(claim, "multiple_surgeries")

    assert [step.line for step in steps] == [2, 3]
    assert "50% (rank 2)" in steps[0].because
    assert "50% (rank 3)" in steps[1].because


def test_step_cites_the_indicator():
    claim, _ = priced({"lines": ["12032", "11403"]})
    (step,) = steps_of(claim, "multiple_surgeries")

    assert step.sources[0].id == "rvu-layout-multiple"


def test_totals_are_those_of_the_rule_book():
    places = {"locality": "10112-00", "pos": "22"}
    endoscopies, _ = priced({"lines": ["49505", "45385", "45380"], **places})
    surgeries, _ = priced({"lines": ["12032", "11403", "11402"], **ALABAMA})

    assert str(endoscopies.total) == "582.63"  # RULES.md 4.3
    assert str(surgeries.total) == "424.65"
