"""The price of a claim after its edits: one engine for both tools."""

from datetime import date

import pytest

from server.requests import LineIn
from server.tools import check_bundling, estimate_payment
from server.tools.estimate_payment import Compare

AUTUMN, SUMMER = "2025-10-15", "2026-08-03"
CLAIMS = [
    ("45385", "45380", "45378"),
    ("45385", "45380-59", "99213-25"),
    ("15275", "11042", "11045"),
    ("97110x8", "99213"),
    ("64493-RT", "64493-LT", "20610"),
    ("93010", "93010"),
    ("77011", "77011-26"),
    ("99213-26", "45378"),
    ("36591", "99213"),
    ("20610-RT-LT", "99213-50"),
    ("27447", LineIn(code="99213", date_of_service=date(2026, 8, 10)), "20610"),
    ("55700", "99213"),
    ("80053", "J1100x4", "0075T"),
]


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("pos", ["11", "22"])
def test_both_tools_say_the_same(pay, check, claim, pos):
    paid = pay(*claim, on=SUMMER, apply_edits=True, place_of_service=pos).result
    found = check(*claim, on=SUMMER, place_of_service=pos).result

    denied = [each.line for each in found.lines if each.denied_by]
    assert paid.edits.denied == denied
    assert paid.edits.verdict == found.verdict
    assert paid.total_allowed == found.money.sent_as_it_is
    assert [each.allowed for each in paid.lines] == [e.allowed for e in found.lines]


def test_denied_line_has_the_edit_as_its_step(pay):
    answer = pay("45385", "45378", on=SUMMER, apply_edits=True)
    _, denied = answer.result.lines
    (step,) = denied.steps

    assert (denied.status, str(denied.allowed)) == ("not_paid", "0.00")
    assert (step.rule, step.source) == ("ncci_edits", "ncci-practitioner-2026q3")
    assert denied.because == step.because
    assert step.source in {source.id for source in answer.sources}


def test_denied_line_takes_no_rank(pay):
    # Of 15275 and 11042 the one that stays is paid in full, whichever costs more.
    together = pay("15275", "11042", on=SUMMER).result
    after = pay("15275", "11042", on=SUMMER, apply_edits=True).result
    alone = pay("15275", on=SUMMER).result

    assert after.total_allowed == alone.total_allowed
    assert together.total_allowed > after.total_allowed


def test_line_not_paid_by_itself_says_so_before_any_edit(pay):
    _, line = pay("45378", "99213-26", on=SUMMER, apply_edits=True).result.lines

    assert [step.rule for step in line.steps] == ["physician_fee"]


def test_line_paid_only_alone_is_paid_where_the_other_is_denied(pay):
    # Nothing else is payable once 97110 is over its limit: 36591 (status T) is then.
    first, second = pay("36591", "97110x8", on=SUMMER, apply_edits=True).result.lines
    before, _ = pay("36591", "97110x6", on=SUMMER, apply_edits=True).result.lines

    assert [step.rule for step in second.steps] == ["unit_limits"]
    assert [step.rule for step in first.steps] == ["physician_fee"]
    assert [step.rule for step in before.steps] == ["status_indicator"]


def test_edits_are_not_applied_unasked(pay):
    answer = pay("45385", "45378", on=SUMMER)

    assert answer.result.edits is None
    assert {line.status for line in answer.result.lines} == {"priced"}


def test_table_that_is_not_loaded_is_said_and_lowers_the_confidence(pay):
    answer = pay("99213", "77011", on=AUTUMN, apply_edits=True)

    assert answer.result.edits.verdict == "not_checked"
    assert any("NCCI" in each for each in answer.result.edits.not_checked)
    assert any("2025-10-15" in warning for warning in answer.warnings)
    assert answer.confidence.level == "medium"


def test_comparison_is_of_the_claim_after_its_edits(pay):
    asked = Compare(place_of_service="22")
    both = pay("45385", "45380", on=SUMMER, apply_edits=True, compare=asked)
    there = pay("45385", "45380", on=SUMMER, apply_edits=True, place_of_service="22")

    assert both.result.comparison.total_allowed == there.result.total_allowed


def test_what_would_change_most_is_of_the_claim_after_its_edits(pay):
    said = pay("45385", "45380", on=SUMMER, apply_edits=True).result
    there = pay("45385", "45380", on=SUMMER, apply_edits=True, place_of_service="22")

    assert f"${there.result.total_allowed}" in said.what_would_change_most


def test_other_localities_are_after_the_edits_too(border):
    lines, on = [LineIn(code="45378"), LineIn(code="99213")], date(2025, 10, 15)
    found = estimate_payment(border, lines, on, zip_code="36855", apply_edits=True)
    other = found.result.alternatives[0]
    there = estimate_payment(border, lines[:1], on, locality=other.locality).result

    assert other.total_allowed == there.total_allowed


def test_unread_line_leaves_the_verdict_open(catalog):
    lines = [LineIn(code="99213"), LineIn(code="ZZZZZ")]
    day = date(2026, 8, 3)
    paid = estimate_payment(catalog, lines, day, apply_edits=True).result
    found = check_bundling(catalog, lines, day).result

    assert paid.edits.verdict == found.verdict == "not_checked"


def test_line_of_a_year_without_prices_is_edited_all_the_same(pay, check):
    # 27447 on 2026-12-20 reaches into 2027, of which no schedule is loaded.
    later = LineIn(code="99213", date_of_service=date(2027, 1, 5))
    paid = pay("27447", later, on="2026-12-20", apply_edits=True).result
    found = check("27447", later, on="2026-12-20").result

    assert paid.edits.denied == [2]
    assert [each.line for each in found.lines if each.denied_by] == [2]
    assert paid.edits.verdict == found.verdict == "edits_apply"
    assert len(paid.edits.not_checked) == len(
        [each for each in found.checked if each.state == "not_checked"]
    )


def test_comparison_says_what_was_not_checked_there(pay):
    asked = Compare(date_of_service=date(2025, 10, 15))
    answer = pay("45385", "45380", on=SUMMER, apply_edits=True, compare=asked)
    other = answer.result.comparison

    assert any("NCCI" in each for each in other.not_checked)
    assert other.difference is None
    assert any(b.startswith("compared: not checked") for b in answer.confidence.because)


def test_tables_that_were_looked_at_are_sources(pay):
    sources = {each.id for each in pay("99213", on=SUMMER, apply_edits=True).sources}

    assert {"mue-practitioner-2026q2", "ncci-practitioner-2026q3"} <= sources
