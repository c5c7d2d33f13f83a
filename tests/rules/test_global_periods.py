"""The visit on the day of a procedure."""

from datetime import date

from server.rules.global_periods import global_periods


def test_golden_table(case, lines, edit_facts):
    facts = edit_facts(global_days={case["procedure"]: case["days"], "99213": "XXX"})
    found = list(global_periods(lines(case["lines"]), facts))

    assert [finding.verdict for finding in found] == case["expected"]


def test_fees_that_are_not_loaded_find_nothing(lines, edit_facts):
    facts = edit_facts(global_days=None)

    assert list(global_periods(lines(["45378", "99213"]), facts)) == []


def test_visit_of_another_day_is_free(lines, edit_facts):
    both = lines(["45378"]) + lines(["99213"], date(2025, 10, 16), 2)

    assert list(global_periods(both, edit_facts(global_days={"45378": "000"}))) == []


def test_finding_names_both_lines(lines, edit_facts):
    facts = edit_facts(global_days={"27447": "090"})
    (found,) = global_periods(lines(["20610", "27447", "99213"]), facts)

    assert (found.visit, found.visit_line) == ("99213", 3)
    assert (found.procedure, found.procedure_line) == ("27447", 2)
    assert found.global_days == "090"


def test_57_is_advised_for_a_major_surgery_only(lines, edit_facts):
    said = {}
    for code, days in (("27447", "090"), ("45378", "000")):
        facts = edit_facts(global_days={code: days})
        (found,) = global_periods(lines([code, "99213"]), facts)
        said[days] = found.because

    assert "57" in said["090"]
    assert "57" not in said["000"]
    assert "25" in said["000"]


def test_bypass_names_the_modifier(lines, edit_facts):
    facts = edit_facts(global_days={"27447": "090"})
    (found,) = global_periods(lines(["27447", "99213-57"]), facts)

    assert "57" in found.because
