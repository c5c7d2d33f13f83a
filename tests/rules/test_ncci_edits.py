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


@pytest.mark.parametrize("modifier", ["58", "78", "79", "91"])
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


@pytest.mark.parametrize("modifier", ["59", "XS", "LT"])
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
    assert "second" in found.because
    assert "57" not in found.because
    assert "99213" in found.because.partition("denied unless")[0]


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
