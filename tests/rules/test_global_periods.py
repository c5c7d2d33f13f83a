"""The visit on the day of a procedure."""

from datetime import date

from server.rules.global_periods import global_periods


def test_golden_table(case, lines, edit_facts):
    days = {case["procedure"]: case["days"], "99213": "XXX", **case.get("others", {})}
    facts = edit_facts(global_days=days)
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

    assert (found.code, found.line, found.days_after) == ("99213", 3, 0)
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


def test_each_circumstance_has_its_modifier_and_what_to_document(lines, edit_facts):
    days = {"27447": "090", "20610": "000"}
    both = lines(["27447", "20610 @2025-10-22"])
    (found,) = global_periods(both, edit_facts(global_days=days))

    assert [each.modifiers for each in found.suggestions] == [("58",), ("78",), ("79",)]
    assert all(each.document and each.when for each in found.suggestions)
    assert {each.line for each in found.suggestions} == {2}
    assert found.days_after == 7


def test_whether_a_later_procedure_is_related_is_doubted(lines, edit_facts):
    days = {"27447": "090", "20610": "000"}
    texts = ["27447", "20610 @2025-10-22", "99213 @2025-10-23"]
    procedure, visit = global_periods(lines(texts), edit_facts(global_days=days))

    assert [doubt.level for doubt in procedure.doubts] == ["medium"]
    assert visit.doubts == ()


def test_procedure_that_is_denied_itself_makes_it_doubtful(lines, edit_facts):
    facts = edit_facts(global_days={"45378": "000"}, denied=frozenset({1}))
    (found,) = global_periods(lines(["45378", "99213"]), facts)

    assert found.verdict == "denied"
    assert "denied itself" in found.doubts[0].because


def test_days_are_told_apart_in_words(lines, edit_facts):
    texts = ["27447", "99213 @2025-10-14", "99213", "99213 @2025-10-16"]
    found = global_periods(lines(texts), edit_facts(global_days={"27447": "090"}))

    said = [each.because for each in found]
    assert "on the day before 27447" in said[0]
    assert "on the day of 27447" in said[1]
    assert "1 day after 27447" in said[2]


def test_procedure_that_has_to_be_put_right_decides_nothing_yet(lines, edit_facts):
    wrong = frozenset({1})
    facts = edit_facts(global_days={"45378": "000"}, denied=wrong, correctable=wrong)
    (found,) = global_periods(lines(["45378x2", "99213"]), facts)

    assert str(found.verdict) == "not_checked"
    assert "put it right" in found.because


def test_other_side_is_unrelated_first(lines, edit_facts):
    facts = edit_facts(global_days={"66984": "090"})
    (other,) = global_periods(lines(["66984-LT", "66984-RT @2025-10-29"]), facts)
    (same,) = global_periods(lines(["66984-LT", "66984-LT @2025-10-29"]), facts)

    assert other.suggestions[0].modifiers == ("79",)
    assert same.suggestions[0].modifiers == ("58",)


def test_answered_procedure_is_not_doubted(lines, edit_facts):
    days = {"27447": "090", "20610": "000"}
    both = lines(["27447", "20610-79 @2025-10-22"])
    (found,) = global_periods(both, edit_facts(global_days=days))

    assert found.doubts == ()
