"""NCCI procedure-to-procedure edits."""

from datetime import date

import pytest

from catalog.records import EditPair
from server.rules.ncci_edits import ncci_edits

SUMMER = date(2026, 8, 3)


def pair(column1, column2, indicator="1", first="", last=""):
    return EditPair(
        column1=column1,
        column2=column2,
        modifier_indicator=indicator,
        effective_from=date.fromisoformat(first) if first else None,
        deleted_on=date.fromisoformat(last) if last else None,
        rationale="",
    )


@pytest.fixture
def find(lines, edit_facts):
    """What the rule finds between lines, given the table's rows."""

    def run(rows, texts, on=SUMMER, **tables):
        pairs = [pair(*row) for row in rows]
        return list(ncci_edits(lines(texts, on), edit_facts(on, pairs=pairs, **tables)))

    return run


def test_golden_table(case, find):
    tables = {"global_days": case["days"]} if "days" in case else {}
    found = find(case["edits"], case["lines"], case["on"], **tables)

    assert [finding.verdict for finding in found] == case["expected"]


@pytest.mark.parametrize("order", [["45385", "45380"], ["45380", "45385"]])
def test_column_2_is_the_one_denied_in_either_order(find, order):
    (found,) = find([("45385", "45380")], order)

    assert (found.column1, found.column2) == ("45385", "45380")
    assert found.column2_line == order.index("45380") + 1
    assert found.column1_line == order.index("45385") + 1


def test_lines_of_two_days_are_no_pair(lines, edit_facts):
    first, second = lines(["45385"], SUMMER) + lines(["45380"], date(2026, 8, 4), 2)
    facts = edit_facts(SUMMER, pairs=[pair("45385", "45380")])

    assert list(ncci_edits([first, second], facts)) == []


def test_table_that_is_not_loaded_finds_nothing(lines, edit_facts):
    assert list(ncci_edits(lines(["45385", "45378"]), edit_facts(pairs=None))) == []


def test_indicator_0_says_that_no_modifier_helps(find):
    (found,) = find([("45385", "45378", "0")], ["45385", "45378-59"])

    assert found.modifier_indicator == "0"
    assert "59" not in found.because


def test_bypass_names_the_modifier_and_its_line(find):
    (found,) = find([("45385", "45380")], ["45380-59", "45385"])

    assert "59" in found.because
    assert "line 1" in found.because
    assert found.doubts == ()


def test_modifier_on_column_2_is_named_before_that_on_column_1(find):
    (found,) = find([("64493", "20610")], ["64493-59", "20610-XS"])

    assert "XS" in found.because


def test_same_side_on_both_lines_is_doubtful(find):
    (found,) = find([("64493", "20610")], ["64493-LT", "20610-LT"])

    assert [doubt.level for doubt in found.doubts] == ["medium"]
    assert "LT" in found.doubts[0].because


def test_different_sides_are_not_doubtful(find):
    (found,) = find([("64493", "20610")], ["64493-RT", "20610-LT"])

    assert found.doubts == ()


@pytest.mark.parametrize("modifier", ["58", "78", "79"])
def test_other_modifier_on_column_1_alone_is_doubtful(find, modifier):
    (found,) = find([("45385", "45380")], [f"45385-{modifier}", "45380"])

    assert found.verdict == "bypassed"
    assert [doubt.level for doubt in found.doubts] == ["medium"]


@pytest.mark.parametrize("modifier", ["58", "78", "79"])
@pytest.mark.parametrize("claim", ["45385-{} 45380", "45385 45380-{}"])
def test_modifier_of_a_later_procedure_is_not_verified_on_either_line(
    find, claim, modifier
):
    (found,) = find([("45385", "45380")], claim.format(modifier).split())

    assert found.verdict == "bypassed"
    assert [doubt.level for doubt in found.doubts] == ["medium"]
    assert modifier in found.doubts[0].because
    assert "not verified" in found.doubts[0].because


@pytest.mark.parametrize("claim", [["20610", "99213-24"], ["99213-24", "20610"]])
def test_24_on_the_day_of_the_procedure_is_doubtful(find, claim):
    (found,) = find([("20610", "99213")], claim)

    assert found.verdict == "bypassed"
    assert [doubt.level for doubt in found.doubts] == ["medium"]
    assert "24" in found.doubts[0].because


@pytest.mark.parametrize("modifier", ["25", "57"])
def test_25_and_57_on_the_visit_in_column_2_are_not_doubtful(find, modifier):
    days = {"27447": "090"}
    (found,) = find(
        [("27447", "99213")], ["27447", f"99213-{modifier}"], global_days=days
    )

    assert (found.verdict, found.doubts) == ("bypassed", ())


@pytest.mark.parametrize("modifier", ["59", "XS"])
def test_modifier_that_counts_on_either_line_is_not_doubtful(find, modifier):
    (found,) = find([("45385", "45380")], [f"45385-{modifier}", "45380"])

    assert found.doubts == ()


def test_visit_is_advised_25_and_not_59(find):
    (found,) = find([("20610", "99213")], ["20610", "99213"], global_days={})

    assert "25" in found.because
    assert "59" not in found.because
    assert "57" not in found.because


def test_visit_beside_a_major_surgery_is_advised_57_too(find):
    days = {"27447": "090"}
    (found,) = find([("27447", "99213")], ["27447", "99213"], global_days=days)

    assert "57" in found.because


def test_two_procedures_are_advised_a_side_or_x_before_59(find):
    (found,) = find([("45385", "45380")], ["45385", "45380"])

    assert found.because.index("XS") < found.because.index("59")
    assert "25" not in found.because


def test_two_visits_are_not_advised_25_for_one_of_them(find):
    (found,) = find([("99214", "99213")], ["99214", "99213"])

    assert found.verdict == "denied"
    assert "57" not in found.because
    assert [each.line for each in found.suggestions] == [2]


def test_rationale_is_that_of_the_row(lines, edit_facts):
    row = EditPair(
        column1="45385",
        column2="45380",
        modifier_indicator="1",
        effective_from=None,
        deleted_on=None,
        rationale="More extensive procedure",
    )
    facts = edit_facts(SUMMER, pairs=[row])
    (found,) = ncci_edits(lines(["45385", "45380"], SUMMER), facts)

    assert found.rationale == "More extensive procedure"


# What bypasses, since when, and what is suggested


@pytest.mark.parametrize(
    ("texts", "by", "line", "since"),
    [
        (["45385", "45380-59"], "59", 2, date(1996, 1, 1)),
        (["45385", "45380-XS"], "XS", 2, date(2015, 1, 1)),
        (["45385-59", "45380"], "59", 1, date(2019, 7, 1)),
        (["45385-XS", "45380"], "XS", 1, date(2019, 7, 1)),
        (["45385-RT", "45380"], "RT", 1, date(1996, 1, 1)),
    ],
)
def test_bypass_says_by_what_where_and_since_when(find, texts, by, line, since):
    (found,) = find([("45385", "45380")], texts)

    assert found.verdict == "bypassed"
    assert (found.bypassed_by, found.bypassed_on_line) == (by, line)
    assert found.accepted_since == since
    assert found.suggestions == ()


def test_surest_modifier_bypasses_not_the_first(find):
    (found,) = find([("64493", "20610")], ["64493-LT", "20610-LT-59"])

    assert (found.bypassed_by, found.doubts) == ("59", ())


def test_side_of_a_procedure_does_not_show_that_a_visit_was_separate(find):
    (found,) = find([("20610", "99213")], ["20610-RT", "99213"])
    (sure,) = find([("20610", "99213")], ["20610-RT", "99213-25"])

    assert [doubt.level for doubt in found.doubts] == ["medium"]
    assert "99213" in found.doubts[0].because
    assert (sure.bypassed_by, sure.doubts) == ("25", ())


def test_modifier_that_does_not_count_is_named(find):
    (found,) = find([("45385", "45380")], ["45385", "45380-25"])
    (two,) = find([("20610", "99213")], ["20610-25", "99213-59"])

    assert "25 on line 2 does not count here" in found.because
    assert "59 on line 2 and 25 on line 1 do not count here" in two.because


def test_repeat_modifier_is_not_among_those_named(find):
    (found,) = find([("45385", "45380")], ["45385", "45380-76"])

    assert found.verdict == "denied"
    assert "not count" not in found.because


def test_edit_whose_column_1_is_denied_itself_is_doubted(find):
    edit, claim = [("45385", "45380")], ["45385", "45380"]
    (found,) = find(edit, claim, denied=frozenset({1}))
    (other,) = find(edit, claim, denied=frozenset({2}))

    assert (found.verdict, other.verdict) == ("denied", "denied")
    assert [doubt.level for doubt in found.doubts] == ["medium"]
    assert "not published" in found.because
    assert other.doubts == ()


def test_edit_whose_column_1_has_to_be_put_right_is_not_decided(find):
    wrong = frozenset({1})
    (found,) = find(
        [("45385", "45380")], ["45385x2", "45380"], denied=wrong, correctable=wrong
    )

    assert found.verdict == "not_checked"
    assert "45385 is put right" in found.because
    assert found.suggestions


def test_edit_of_a_code_that_gives_way_itself_is_doubted(find):
    first, second = find(
        [("00100", "93318"), ("93318", "93010")], ["00100", "93318", "93010"]
    )

    assert (first.doubts, first.verdict) == ((), "denied")
    assert second.verdict == "denied"
    assert [doubt.level for doubt in second.doubts] == ["medium"]


def test_line_that_a_live_one_denies_is_not_doubted(find):
    edits = [("45385", "45380"), ("45385", "45378", "0"), ("45380", "45378", "0")]
    found = find(edits, ["45385", "45380", "45378"])

    assert [each.verdict for each in found] == ["denied"] * 3
    assert all(each.doubts == () for each in found)


def test_findings_are_in_the_order_of_the_lines(find):
    found = find(
        [("64493", "20610"), ("45385", "45380")],
        ["45385", "45380", "64493", "20610"],
    )

    assert [(f.column1_line, f.column2_line) for f in found] == [(1, 2), (3, 4)]


def test_doubt_of_a_bypass_is_said_with_it(find):
    (found,) = find([("64493", "20610")], ["64493-LT", "20610-LT"])

    assert "same part of the body" in found.because


@pytest.mark.parametrize("claim", [["20610", "99213-RT"], ["20610-RT", "99213"]])
def test_part_of_the_body_does_not_make_a_visit_separate(find, claim):
    (found,) = find([("20610", "99213")], claim)

    assert found.verdict == "bypassed"
    assert "99213 was separate" in found.doubts[0].because


def test_part_of_the_body_on_column_1_alone_is_doubted(find):
    (alone,) = find([("20611", "76942")], ["20611-RT", "76942"])
    (both,) = find([("20610", "20550")], ["20610-RT", "20550-LT"])

    assert "76942 was for another part" in alone.doubts[0].because
    assert both.doubts == ()


def test_two_visits_of_a_day_are_doubted(find):
    (found,) = find([("99214", "99213")], ["99214", "99213-25"])

    assert "could not have served both" in found.doubts[0].because


def test_new_patient_is_not_established_on_the_same_day(find):
    (found,) = find([("99203", "99213")], ["99203", "99213"])

    assert (found.verdict, found.suggestions) == ("denied", ())
    assert "not new and established" in found.because


def test_test_beside_a_visit_is_not_answered_by_25(find):
    (found,) = find([("99213", "71045")], ["99213", "71045-26"])

    assert found.suggestions[0].modifiers[0] == "XS"
    assert found.suggestions[0].line == 2


def test_57_is_doubted_where_no_global_days_are_known(find):
    (found,) = find([("27447", "99213")], ["27447", "99213-57"])

    assert "not known here" in found.doubts[0].because


def test_indicator_0_suggests_nothing(find):
    (found,) = find([("45385", "45378", "0")], ["45385", "45378"])

    assert found.suggestions == ()


def test_most_telling_modifier_is_suggested_first_on_column_2(find):
    (found,) = find([("45385", "45380")], ["45385", "45380"])

    assert found.suggestions[0].modifiers == ("XS", "XE", "XP", "XU", "59")
    assert found.suggestions[0].line == 2


def test_visit_is_suggested_25_and_57_only_where_the_surgery_is_major(find):
    edit = [("27447", "99213")]
    (major,) = find(edit, ["27447", "99213"], global_days={"27447": "090"})
    (minor,) = find(edit, ["27447", "99213"], global_days={"27447": "010"})

    assert [s.modifiers for s in major.suggestions] == [("25",), ("57",)]
    assert [s.modifiers for s in minor.suggestions] == [("25",)]
    assert {s.line for s in major.suggestions} == {2}
