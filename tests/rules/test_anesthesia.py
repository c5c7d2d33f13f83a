"""Anesthesia."""

from datetime import date

import pytest

from server.rules.anesthesia import time_units
from tests.rules.claims import doubts, outcomes, priced

KNEE = {"locality": "10112-00", "base_units": {"01402": 7}}


def test_golden_table(case):
    claim, _ = priced(case)

    assert outcomes(claim) == case["expected"]


@pytest.mark.parametrize(
    ("minutes", "units"),
    [(17, "1.1"), (95, "6.3"), (129, "8.6"), (67, "4.5"), (15, "1.0"), (1, "0.1")],
)
def test_time_units_have_one_decimal(minutes, units):
    assert str(time_units(minutes)) == units  # oracle anes-time-units


def test_step_says_base_and_time_and_cites_both_files():
    claim, _ = priced({"lines": ["01402-AA 129 min"], **KNEE})
    (step,) = claim.steps

    assert "(7 base + 8.6 time units) x 19.31" in step.because
    assert [source.id for source in step.sources] == ["2022", "anes2025"]


def test_direction_is_said():
    claim, _ = priced({"lines": ["01402-QX 129 min"], **KNEE})

    assert "at half for medical direction" in claim.steps[0].because


def test_base_units_of_an_earlier_year_are_doubted():
    (said,) = doubts(priced({"lines": ["01402-AA 129 min"], **KNEE})[0])

    assert "the last that CMS published" in said


def test_base_units_of_their_year_are_not():
    case = {"lines": ["01402-AA 129 min"], **KNEE, "on": date(2022, 10, 3)}

    assert doubts(priced(case)[0]) == []


def test_line_that_says_nobody_is_doubted():
    found = doubts(priced({"lines": ["01402 129 min"], **KNEE})[0])

    assert "paid as if by AA" in found[-1]


def test_supervision_is_doubted_for_a_unit_more():
    found = doubts(priced({"lines": ["01402-AD"], **KNEE})[0])

    assert "at induction" in found[-1]


def test_line_without_minutes_is_told_to_send_them():
    (reason,) = priced({"lines": ["01402-AA"], **KNEE})[0].unpriced

    assert "send `minutes`" in reason.because


def test_year_without_a_factor_is_told():
    case = {"lines": ["01402-AA 129 min"], **KNEE, "anesthesia_factor": ""}
    (reason,) = priced(case)[0].unpriced

    assert "no anesthesia conversion factor" in reason.because


def test_lesser_procedure_is_told_of_the_other():
    units = {"01402": 7, "00142": 4}
    case = {"lines": ["01402-AA 60 min", "00142-AA 69 min"], "base_units": units}
    claim, _ = priced(case)

    assert "01402" in claim.steps[-1].because
    assert not claim.steps[-1].paid


def test_minutes_that_stand_on_one_line_of_several_are_doubted():
    units = {"01402": 7, "00142": 4}
    case = {"lines": ["01402-AA 129 min", "00142-AA"], "base_units": units}

    assert doubts(priced(case)[0])[-1] == (
        "line 2 has no minutes: those of line 1 were taken as all"
    )


def test_add_on_without_its_minutes_is_doubted():
    units = {"01967": 5, "01968": 2}
    case = {"lines": ["01967-AA 180 min", "01968-AA"], "base_units": units}
    found = doubts(priced(case)[0])

    assert any("line 2 has no minutes" in said for said in found)


def test_several_practitioners_on_one_claim_are_doubted():
    case = {"lines": ["01402-QK 129 min", "01402-QX 129 min"], **KNEE}
    found = doubts(priced(case)[0])

    assert sum("one practitioner's claim has one" in said for said in found) == 2


def test_procedure_whose_time_is_not_known_says_why():
    units = {"01402": 7, "00142": 4}
    case = {"lines": ["01402-AA", "00142-AA 69 min"], "base_units": units}
    first, second = priced(case)[0].unpriced

    assert "send `minutes`" in first.because
    assert "the time of 01402" in second.because
