"""Unit limits: per line, or over the day."""

from datetime import date

import pytest

from catalog.records import UnitLimit
from server.rules.unit_limits import unit_limits


def limits(code, units, adjudication):
    limit = UnitLimit(
        code=code, units=int(units), adjudication=adjudication, rationale=""
    )
    return {code: limit}


def test_golden_table(case, lines, edit_facts):
    facts = edit_facts(limits=limits(*case["limit"]))
    found = list(unit_limits(lines(case["lines"]), facts))

    assert [[str(f.units), f.verdict] for f in found] == case["expected"]


def test_limits_that_are_not_loaded_find_nothing(lines, edit_facts):
    assert list(unit_limits(lines(["97110x99"]), edit_facts(limits=None))) == []


def test_sum_names_every_line_of_the_code(lines, edit_facts):
    facts = edit_facts(limits=limits("97110", 6, "3"))
    (found, _) = unit_limits(lines(["97110x4", "99213", "97110x4"]), facts)

    assert (found.lines, found.mue, found.mai) == ((1, 3), 6, "3")
    assert "8 units" in found.because


def test_days_are_summed_apart(lines, edit_facts):
    both = lines(["97110x4"]) + lines(["97110x4"], date(2025, 10, 16), 2)
    found = list(unit_limits(both, edit_facts(limits=limits("97110", 6, "3"))))

    assert [(f.units, f.verdict) for f in found] == [(4, "within_limit")] * 2


def test_unknown_limit_is_none_and_is_not_permission(lines, edit_facts):
    (found,) = unit_limits(lines(["99999x9"]), edit_facts(limits={"99999": None}))

    assert (found.mue, found.mai) == (None, None)
    assert "not permission" in found.because


def test_advice_depends_on_the_adjudication(lines, edit_facts):
    said = {}
    for mai in ("1", "2", "3"):
        facts = edit_facts(limits=limits("97110", 6, mai))
        (found,) = unit_limits(lines(["97110x7"]), facts)
        said[mai] = found.because

    assert "76" in said["1"]
    assert "absolute" in said["2"]
    assert "appeal with records" in said["3"]


def test_two_units_with_50_are_told_of_one_unit(lines, edit_facts):
    facts = edit_facts(limits=limits("64493", 1, "2"))
    (found,) = unit_limits(lines(["64493-50x2"]), facts)
    (plain,) = unit_limits(lines(["64493x2"]), facts)

    assert "50" in found.because
    assert "50" not in plain.because


def test_limit_of_zero_is_not_answered_with_fewer_units(lines, edit_facts):
    (found,) = unit_limits(lines(["A0021"]), edit_facts(limits=limits("A0021", 0, "3")))

    assert "appeal" not in found.because
    assert "0" in found.because


@pytest.mark.parametrize(
    ("texts", "indicator", "suggested"),
    [
        (["64493-RT", "64493-LT"], "1", ["50"]),
        (["73560-RT", "73560-LT"], "3", ["50"]),
        (["64493-50x2"], "1", ["50"]),
        (["64493-RT", "64493-LT"], "0", []),  # paid once either way
        (["64493-RT", "64493-RT"], "1", []),
        (["64493-RTx2"], "1", []),
        (["64493x2"], "1", []),
        (["64493-RTx2", "64493-LT"], "1", []),
    ],
)
def test_both_sides_are_one_line_with_50_where_a_side_is_paid(
    lines, edit_facts, texts, indicator, suggested
):
    code = texts[0][:5]
    facts = edit_facts(limits=limits(code, 1, "2"), bilateral={code: indicator})
    (found,) = unit_limits(lines(texts), facts)

    assert [m for each in found.suggestions for m in each.modifiers] == suggested


def test_units_of_one_line_may_have_been_furnished_apart(lines, edit_facts):
    facts = edit_facts(limits=limits("88350", 4, "1"))
    (found,) = unit_limits(lines(["88350x8"]), facts)

    assert found.suggestions[0].modifiers == ("76", "77", "91", "59")


@pytest.mark.parametrize("mai", ["2", "3"])
def test_no_circumstance_makes_too_many_units_a_day_right(lines, edit_facts, mai):
    facts = edit_facts(limits=limits("97110", 6, mai))
    (found,) = unit_limits(lines(["97110x8"]), facts)

    assert found.suggestions == ()


@pytest.mark.parametrize("mai", ["1", "3"])
def test_limit_of_zero_has_no_circumstance(lines, edit_facts, mai):
    facts = edit_facts(limits=limits("A0021", 0, mai), bilateral={"A0021": "1"})
    (found,) = unit_limits(lines(["A0021-50x2"]), facts)

    assert found.suggestions == ()


@pytest.mark.parametrize(
    "texts", [["64493-RT-LT", "64493"], ["64493-50x3"], ["64493-50", "64493"]]
)
def test_what_is_not_a_right_and_a_left_line_is_not_two_sides(lines, edit_facts, texts):
    facts = edit_facts(limits=limits("64493", 1, "2"), bilateral={"64493": "1"})
    (found,) = unit_limits(lines(texts), facts)

    assert found.suggestions == ()


def test_refused_line_and_care_after_surgery_are_no_units(lines, edit_facts):
    facts = edit_facts(limits=limits("66984", 1, "2"), correctable=frozenset({1}))
    (found,) = unit_limits(lines(["66984-26", "66984-54", "66984-55"]), facts)

    assert (found.lines, found.units, str(found.verdict)) == ((2,), 1, "within_limit")
