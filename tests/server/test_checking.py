"""A file of claims, edited claim by claim, and what the edits cost in all."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from server.checking import RESULT, check_claims, label
from server.editing import edit_lines
from server.errors import RequestError
from server.rules.claim import Line

HEADER = "claim,date_of_service,code,modifiers,units,place_of_service\n"
DAY = "2026-08-03"


@pytest.fixture
def run(catalog, tmp_path):
    """Check a text; what was said of its rows, what was refused, and the summary."""

    def check_text(text, setting="practitioner", header=HEADER):
        source, checked, refused = (
            tmp_path / name for name in ("in.csv", "out.csv", "refused.csv")
        )
        source.write_text(header + text, "utf-8")
        ticks = []
        summary = check_claims(catalog, source, checked, refused, setting, ticks.append)
        assert ticks[-1:] == [summary.rows][: len(ticks)]
        return read(checked), read(refused), summary

    return check_text


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows(*texts):
    """Rows as claim, code, modifiers, units, all of one day in an office."""
    cells = [text.split(",") for text in texts]
    return "".join(f"{c},{DAY},{code},{m},{u},11\n" for c, code, m, u in cells)


def test_each_row_has_its_verdict_its_edit_and_what_hangs_on_it(run):
    checked, refused, _ = run(rows("1,45385,,1", "1,45380,,1"))
    kept, denied = checked

    assert refused == []
    assert (kept["verdict"], denied["verdict"]) == ("passes", "denied")
    assert denied["denied_by"] == "ncci_edits"
    assert "45380 gives way to 45385" in denied["because"]
    assert denied["answer"].startswith("XS/XE/XP/XU/59 on line 2")
    assert denied["at_risk"] == "101.87"  # (14.37 - 11.32) x 33.4009
    assert (kept["allowed"], denied["allowed"]) == ("500.01", "0.00")
    assert {row["claim_verdict"] for row in checked} == {"edits_apply"}


def test_result_columns_stand_after_those_of_the_file(run, tmp_path):
    run(rows("1,99213,,1"))

    header = (tmp_path / "out.csv").read_text("utf-8").splitlines()[0]
    assert header == HEADER.strip() + "," + ",".join(RESULT)


def test_claims_are_edited_apart(run):
    _, _, summary = run(rows("1,45385,,1", "2,45380,,1"))

    assert summary.claims == {"clean": 2}
    assert summary.by_rule == summary.by_edit == {}


def test_summary_counts_each_edit_and_what_it_costs(run):
    _, _, summary = run(
        rows("1,45385,,1", "1,45380,,1", "2,45385,,1", "2,45380,,1", "3,99213,,1")
    )
    (name,) = summary.by_edit

    assert summary.claims == {"edits_apply": 2, "clean": 1}
    assert name == "45380 gives way to 45385 (indicator 1)"
    assert summary.by_edit[name].times == 2
    assert summary.by_edit[name].worth == Decimal("203.74")  # twice 101.87
    assert summary.sent == Decimal("1095.21")  # twice 500.01, and 95.19
    assert summary.resolved == Decimal("1298.95")  # and twice 101.87


def test_line_that_two_edits_deny_counts_for_the_first(run):
    _, _, summary = run(rows("1,97110,,4", "1,97110,,4"))

    # Eight units are over the limit of six, and the lines are alike.
    assert {name: cost.times for name, cost in summary.by_rule.items()} == {
        "unit_limits": 1
    }


def test_line_not_paid_by_itself_is_counted_by_its_rule(run):
    (row,), _, summary = run(rows("1,99213,26,1"))

    assert (row["verdict"], row["denied_by"]) == ("denied", "physician_fee")
    assert summary.by_rule["physician_fee"].times == 1


def test_row_that_cannot_be_read_leaves_the_others_answered(run):
    checked, refused, summary = run(
        rows("1,45385,,1", "1,NOPE1,,1", "1,45380,,1", "2,99213,,0")
    )

    assert [row["code"] for row in checked] == ["45385", "45380"]
    assert checked[1]["line"] == "2"
    assert [row["row"] for row in refused] == ["3", "5"]
    assert (summary.rows, summary.refused) == (4, 2)


def test_date_without_prices_is_edited_all_the_same(run):
    text = "".join(f"1,2024-08-15,{code},,1,11\n" for code in ("45385", "45380"))
    checked, refused, summary = run(text)

    assert refused == []
    assert checked[1]["verdict"] == "denied"
    assert {row["allowed"] for row in checked} == {""}
    assert checked[1]["at_risk"] == ""
    assert checked[0]["verdict"] == "not_checked"
    assert summary.sent == 0


def test_hospitals_file_is_edited_by_its_own_tables(run):
    checked, _, summary = run(rows("1,45385,,1", "1,45380,,1"), "outpatient_hospital")

    assert summary.claims == {"not_checked": 1}
    assert {row["verdict"] for row in checked} == {"not_checked"}


def test_confidence_says_why_it_is_not_high(run):
    (row,), _, _ = run(rows("1,99213,,1"))

    assert row["confidence"] == "medium"
    assert "2026Q2 answers" in row["doubts"]


def test_column_of_patient_data_is_not_passed_on(run):
    with pytest.raises(RequestError, match="not read"):
        run("1,2026-08-03,99213,Smith\n", header="claim,date_of_service,code,name\n")


@pytest.mark.parametrize(
    ("claim", "name"),
    [
        (("45385", "45380"), "45380 gives way to 45385 (indicator 1)"),
        (("97110x8",), "97110: more than 6 (MAI 3)"),
        (("11045",), "11045: an add-on without its primary"),
        (("93010", "93010"), "93010: a line like another"),
        (("50688", "99213"), "99213 in the 010 days of 50688"),
    ],
)
def test_edit_has_one_name_for_every_claim_that_meets_it(catalog, claim, name):
    lines = [
        Line(number=n, code=text[:5], units=int(text[6:] or 1), on=date(2026, 8, 3))
        for n, text in enumerate(claim, start=1)
    ]
    found = edit_lines(catalog, lines, place=None)

    assert name in {label(each) for each in found.findings}


def test_claim_with_a_refused_row_is_not_clean(run):
    (row,), _, summary = run(rows("1,99213,,1", "1,20610,ZZ,1"))

    assert row["claim_verdict"] == "not_checked"
    assert "1 of this claim's rows could not be read" in row["doubts"]
    assert summary.claims == {"not_checked": 1}


def test_row_of_a_code_that_is_gone_says_so_and_is_counted(run):
    (row,), _, summary = run(rows("1,55700,,1"))

    assert (row["verdict"], row["denied_by"]) == ("invalid", "")
    assert "lists 55700" in row["because"]
    assert summary.by_rule["not a code on that date"].times == 1


def test_passing_row_has_nothing_to_say(run):
    (row,), _, _ = run(rows("1,99213,,1"))

    assert (row["because"], row["answer"], row["document"], row["at_risk"]) == (
        "", "", "", ""
    )  # fmt: skip


def test_what_nothing_answers_is_not_in_the_resolved_claims(run):
    _, _, summary = run(rows("1,45385,,1", "1,36591,,1", "1,97110,,8"))

    assert summary.resolved == summary.sent
    assert summary.by_rule["unit_limits"].answerable == 0
    assert summary.by_rule["unit_limits"].worth > 0


def test_lines_without_a_price_are_counted(run):
    _, _, summary = run(rows("1,99213,,1"), "outpatient_hospital")

    assert (summary.unpriced, summary.sent) == (1, 0)


def test_doubts_of_the_amounts_are_said(run):
    (row,), _, _ = run(rows("1,99213,SA,1"))

    assert "not modelled" in row["doubts"]


def test_dates_as_spreadsheets_write_them_are_read(run):
    checked, refused, _ = run("1,8/3/2026,99213,,1,11\n1,08/03/2026,93010,,1,11\n")

    assert refused == []
    assert {row["verdict"] for row in checked} == {"passes"}


def test_result_must_not_be_the_source(catalog, tmp_path):
    source = tmp_path / "in.csv"
    source.write_text(HEADER, "utf-8")

    for checked, refused in ((source, tmp_path / "r"), (tmp_path / "c", source)):
        with pytest.raises(RequestError, match="another name"):
            check_claims(catalog, source, checked, refused, "practitioner", print)
