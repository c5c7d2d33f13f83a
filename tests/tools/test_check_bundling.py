"""Which lines are denied, by which edit, and what was looked at."""

import json
import re
from datetime import date

import pytest

from catalog.errors import UnknownCode
from server.edit_tables import is_visit
from server.errors import RequestError
from server.requests import LineIn
from server.tools import check_bundling

AUTUMN, SPRING, SUMMER = "2025-10-15", "2026-05-01", "2026-08-03"
ACTIVE = "ncci_ptp_practitioner_v32.2_2026Q3_active.tsv"


def pairs(answer):
    return [(p.column1, p.column2, str(p.verdict)) for p in answer.result.pairs]


@pytest.fixture(scope="module")
def partners(data):
    """Every pair of 77011, straight from CMS's table: column 1, column 2, indicator."""
    rows = [line.split("\t") for line in (data / ACTIVE).read_text().splitlines()[1:]]
    return [row for row in rows if "77011" in row[:2]]


# Pairs


@pytest.mark.parametrize("order", [("45385", "45380"), ("45380", "45385")])
def test_pair_is_found_in_either_order(check, order):
    answer = check(*order, on=SUMMER)
    (found,) = answer.result.pairs

    assert (found.column1, found.column2) == ("45385", "45380")
    assert order[found.column2_line - 1] == "45380"
    assert answer.result.verdict == "edits_apply"


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        (["45385", "45378"], "denied"),
        (["45385", "45378-59"], "denied"),
        (["45385", "45380"], "denied"),
        (["45385", "45380-59"], "bypassed"),
        (["45385-XS", "45380"], "bypassed"),
        (["20610", "99213-25"], "bypassed"),
        (["20610-25", "99213"], "denied"),
        (["20610", "99213-59"], "denied"),
        (["27447", "99213-57"], "bypassed"),
    ],
)
def test_verdict_of_a_pair_of_the_table(check, lines, verdict):
    answer = check(*lines, on=SUMMER)

    assert [str(pair.verdict) for pair in answer.result.pairs] == [verdict]


def test_bypassed_edits_leave_the_claim_clean(check):
    answer = check("45385", "45380-59", "99213-25", on=SUMMER)

    assert {str(pair.verdict) for pair in answer.result.pairs} == {"bypassed"}
    assert answer.result.verdict == "clean"


def test_every_two_lines_are_compared(check):
    found = pairs(check("45385", "70551", "80053", "45380", on=SUMMER))

    assert ("45385", "45380", "denied") in found


def test_99213_with_36415_has_no_edit(check):
    answer = check("99213", "36415", on=SUMMER)

    assert answer.result.pairs == []
    assert answer.result.verdict == "clean"


def test_amount_at_risk_is_what_column_2_pays(check):
    (found,) = check("45385", "45380", on=SUMMER).result.pairs

    # 14.37 x 33.4009 = 479.97, less the base endoscopy's 11.32 x 33.4009 = 378.10.
    assert str(found.amount_at_risk) == "101.87"


@pytest.mark.parametrize(
    ("where", "amount"),
    [
        ({"place_of_service": "22"}, "57.45"),  # 1.72 x 33.4009 = 57.449548
        ({"place_of_service": "11"}, "95.19"),  # 2.85 x 33.4009 = 95.192565
        # (1.30 + 1.46 x 0.875 + 0.09 x 0.566) x 33.4009 = 87.792...
        ({"locality": "10112-00"}, "87.79"),
        ({"zip_code": "35203"}, "87.79"),
    ],
)
def test_amount_at_risk_is_that_of_the_place_and_locality(check, where, amount):
    (found,) = check("20610", "99213", on=SUMMER, **where).result.pairs

    assert str(found.amount_at_risk) == amount


def test_amount_at_risk_of_a_line_paid_only_alone_is_nothing(check):
    (found,) = check("36591", "99213", on=SUMMER).result.pairs

    assert (found.column2, str(found.amount_at_risk)) == ("36591", "0.00")


def test_amount_at_risk_counts_the_units(check):
    (found,) = check("20610", "99213x2", on=SUMMER).result.pairs

    assert str(found.amount_at_risk) == "190.38"  # 2 x 95.19


def test_line_without_a_fee_has_no_amount_at_risk(check):
    (found,) = check("66984", "00142", on=SUMMER).result.pairs

    assert found.amount_at_risk is None


def test_rationale_is_cms_own(check):
    (found,) = check("45385", "45380", on=SUMMER).result.pairs

    assert found.rationale == "More extensive procedure"


def test_pair_is_of_its_own_date(check):
    later = LineIn(code="45380", date_of_service=date(2026, 8, 4))

    assert check("45385", later, on=SUMMER).result.pairs == []


def test_pair_that_ended_is_not_reported(check):
    # 55700's pairs have all ended; 55707, new in 2026, has none before.
    assert pairs(check("55700", "99213", on=SUMMER)) == []


def test_same_side_on_both_lines_lowers_the_confidence(check):
    answer = check("64493-LT", "20610-LT", on=SUMMER)

    assert [str(pair.verdict) for pair in answer.result.pairs] == ["bypassed"]
    assert any("LT" in reason for reason in answer.confidence.because)


# What was, and was not, looked at


def test_every_table_that_was_looked_at_is_listed(check):
    answer = check("45385", "45380", on=SUMMER)
    checked = {
        (each.what.split(",")[0], each.release) for each in answer.result.checked
    }

    assert {each.state for each in answer.result.checked} == {"checked"}
    assert ("NCCI procedure-to-procedure edits", "2026Q3") in checked
    assert ("Medically unlikely edits", "2026Q2") in checked
    assert ("Add-on code edits", "2026Q2") in checked
    assert ("Physician fee schedule relative values", "RVU26C") in checked
    assert {release for _, release in checked} <= {s.release for s in answer.sources}


def test_table_that_is_not_loaded_is_not_checked(check):
    answer = check("99213", "77011", on=AUTUMN)
    missing = [each for each in answer.result.checked if each.state == "not_checked"]

    assert answer.result.verdict == "not_checked"
    assert any("NCCI" in each.what for each in missing)
    assert all(each.release is None and each.because for each in missing)
    assert any("2025-10-15" in warning for warning in answer.warnings)
    assert answer.confidence.level == "medium"


def test_denial_is_said_even_where_a_table_is_missing(check):
    answer = check("45378", "99213", on=AUTUMN)

    assert answer.result.verdict == "edits_apply"
    assert [str(g.verdict) for g in answer.result.global_periods] == ["denied"]


def test_hospitals_claim_is_not_checked_with_the_practitioners_table(check):
    answer = check("45385", "45380", on=SUMMER, setting="outpatient_hospital")

    assert answer.result.pairs == []
    assert answer.result.verdict == "not_checked"
    assert any("outpatient hospital" in warning for warning in answer.warnings)


def test_release_that_is_not_in_force_lowers_the_confidence(check):
    answer = check("45385", "45380", on=SPRING)

    assert answer.confidence.level == "medium"
    assert any("2026Q2" in reason for reason in answer.confidence.because)


# Units, add-ons, global periods


def test_units_are_summed_over_the_day(check):
    (found,) = check("97110x4", "97110-59x4", on=SUMMER).result.units

    assert (found.units, found.mue, found.mai) == (8, 6, "3")
    assert (found.lines, str(found.verdict)) == ([1, 2], "denied")


def test_code_without_a_limit_is_unknown(check):
    answer = check("00142x500", on=SUMMER)
    (found,) = answer.result.units

    assert (found.mue, found.mai, str(found.verdict)) == (None, None, "unknown_limit")


def test_add_on_without_its_primary_is_denied(check):
    alone, beside = check("11045", on=SUMMER), check("11045", "11042", on=SUMMER)

    assert [str(each.verdict) for each in alone.result.add_ons] == ["denied"]
    assert "11042" in alone.result.add_ons[0].because
    assert [str(each.verdict) for each in beside.result.add_ons] == ["payable"]


def test_add_on_falls_with_its_denied_primary(check):
    answer = check("15275", "11042", "11045", on=SUMMER)

    assert ("15275", "11042", "denied") in pairs(answer)
    assert [str(each.verdict) for each in answer.result.add_ons] == ["denied"]


def test_add_on_that_the_contractor_decides_is_not_called_clean(contractors):
    lines = [LineIn(code="0075T"), LineIn(code="99213")]
    answer = check_bundling(contractors, lines, date(2026, 8, 3))

    assert [str(x.verdict) for x in answer.result.add_ons] == ["contractor_decides"]
    assert answer.result.verdict == "not_checked"
    assert any("0075T" in reason for reason in answer.confidence.because)


@pytest.mark.parametrize(
    ("visit", "verdict"),
    [("99213", "denied"), ("99213-24", "denied"), ("99213-25", "bypassed")],
)
def test_what_answers_a_global_period_on_its_day(check, visit, verdict):
    answer = check("45378", visit, on=SUMMER)

    assert [str(g.verdict) for g in answer.result.global_periods] == [verdict]


def test_add_on_to_a_visit_is_no_visit_of_its_own(check, added_visit):
    lines = [LineIn(code="45378"), LineIn(code="99211")]
    added = check_bundling(added_visit, lines, date(2026, 8, 3)).result
    plain = check("45378", "99211", on=SUMMER).result

    assert [str(each.verdict) for each in plain.global_periods] == ["denied"]
    assert added.global_periods == []


@pytest.mark.parametrize(
    ("code", "visit"),
    [
        ("99213", True),
        ("92002", True),
        ("92014", True),
        ("99291", True),
        ("99495", True),
        ("99499", False),
        ("92015", False),
        ("99201", False),
        ("G0402", True),
        ("G0403", False),
        ("G0105", False),
        ("90837", False),
        ("98940", False),
    ],
)
def test_visit_is_told_by_its_number(code, visit):
    assert is_visit(code, date(2026, 8, 3)) is visit


def test_hospitals_claim_has_no_global_period_and_no_amount_at_risk(check):
    hospital = {"setting": "outpatient_hospital"}
    visit = check("45378", "99213", on=SUMMER, **hospital)
    (pair,) = check("45385", "45380", on="2024-08-15", **hospital).result.pairs

    assert visit.result.global_periods == []
    assert not any("Physician fee" in each.what for each in visit.result.checked)
    assert (pair.column2, pair.amount_at_risk) == ("45380", None)


def test_visit_of_the_day_is_part_of_the_procedure(check):
    (found,) = check("27447", "99213", on=SUMMER).result.global_periods

    assert (found.code, found.procedure, found.global_days) == (
        "99213",
        "27447",
        "090",
    )
    assert str(found.verdict) == "denied"


# Duplicates, contradictions, other days


def findings(answer, kind):
    return [(each.line, str(each.verdict)) for each in getattr(answer.result, kind)]


@pytest.mark.parametrize("lines", [("93010", "93010"), ("93010-59", "93010-59")])
def test_same_line_twice_on_a_day_is_denied_once(check, lines):
    answer = check(*lines, on=SUMMER)

    assert findings(answer, "duplicates") == [(2, "denied")]
    assert answer.result.verdict == "edits_apply"
    assert answer.result.duplicates[0].suggestions == [1]
    assert answer.result.suggestions[0].modifiers == ["76", "77"]


@pytest.mark.parametrize(
    "other", ["93010-76", LineIn(code="93010", date_of_service=date(2026, 8, 4))]
)
def test_same_code_told_apart_is_no_duplicate(check, other):
    answer = check("93010", other, on=SUMMER)

    assert answer.result.verdict == "clean"
    assert answer.warnings == []


def test_whole_beside_its_part_is_denied_in_part(check):
    # Of 70551 a day takes more than one: only the whole is in the way.
    answer = check("70551", "70551-26", on=SUMMER)

    assert findings(answer, "duplicates") == [(2, "denied")]


@pytest.mark.parametrize("lines", [("77011-26", "77011-TC"), ("77011",)])
def test_parts_without_their_whole_are_no_duplicates(check, lines):
    assert check(*lines, on=SUMMER).result.duplicates == []


def test_modifiers_that_exclude_one_another_are_denied(check):
    answer = check("27447-58-78", on=SUMMER, place_of_service="22")

    assert findings(answer, "modifiers") == [(1, "denied")]
    assert answer.result.modifiers[0].modifiers == ["58", "78"]


def test_50_that_pays_one_side_is_said_and_is_not_clean(check):
    answer = check("99213-50", on=SUMMER)

    assert findings(answer, "modifiers") == [(1, "contradicts")]
    assert answer.result.verdict == "edits_apply"
    assert [str(each.allowed) for each in answer.result.lines] == ["95.19"]


def on_day(code, day, *modifiers):
    return LineIn(code=code, modifiers=list(modifiers), date_of_service=day)


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (on_day("99213", date(2026, 8, 10)), "denied"),
        (on_day("99213", date(2026, 8, 10), "24"), "bypassed"),
        (on_day("99213", date(2026, 8, 2)), "denied"),
        (on_day("99213", date(2026, 8, 2), "57"), "bypassed"),
        (on_day("20610", date(2026, 8, 10)), "denied"),
        (on_day("20610", date(2026, 8, 10), "79"), "bypassed"),
    ],
)
def test_service_within_the_days_of_a_procedure(check, line, verdict):
    answer = check("27447", line, on=SUMMER)
    (found,) = answer.result.global_periods

    assert (found.procedure, found.global_days, str(found.verdict)) == (
        "27447", "090", verdict
    )  # fmt: skip
    assert bool(found.suggestions) == (verdict == "denied")
    assert answer.result.verdict == ("edits_apply" if verdict == "denied" else "clean")


def test_lines_of_two_quarters_are_held_against_each_others_days(check):
    later = on_day("99213", date(2026, 10, 5))
    answer = check("27447", later, on=SUMMER)

    assert [str(g.verdict) for g in answer.result.global_periods] == ["denied"]


# The money


def test_claim_as_it_is_and_with_its_edits_answered(check):
    money = check("45385", "45380", "45378", on=SUMMER).result.money

    # 45385 is 14.97 x 33.4009 = 500.01; 45380 adds (14.37 - 11.32) x 33.4009 = 101.87.
    assert str(money.sent_as_it_is) == "500.01"
    assert str(money.resolved) == "601.88"
    assert str(money.resolved) == str(money.without_edits)
    assert money.resolved_if == [1]
    assert money.in_words.startswith("Sent as it is: $500.01. $")
    assert "payment" not in money.in_words


def test_amount_of_a_line_that_ranks_first_is_what_it_adds(check):
    answer = check("11042", "15275", on=SUMMER)
    (pair,) = answer.result.pairs
    money = answer.result.money

    assert pair.amount_at_risk == money.resolved - money.sent_as_it_is


def test_indicator_0_is_not_in_the_resolved_claim(check):
    answer = check("45385", "45378", on=SUMMER)

    assert answer.result.money.resolved_if == []
    assert answer.result.money.resolved == answer.result.money.sent_as_it_is


def test_units_over_a_daily_limit_are_not_resolved_by_a_smaller_number(check):
    money = check("97110x8", on=SUMMER).result.money

    assert str(money.sent_as_it_is) == str(money.resolved) == "0.00"


def test_two_sides_are_resolved_as_one_line_with_50(check):
    answer = check("64493-RT", "64493-LT", on=SUMMER, place_of_service="22")
    both = check("64493-50", on=SUMMER, place_of_service="22")

    assert str(answer.result.money.sent_as_it_is) == "0.00"
    assert answer.result.money.resolved == both.result.money.sent_as_it_is


def test_line_without_a_price_is_in_none_of_the_amounts(check):
    answer = check("45385", "0075T", on=SUMMER)

    assert answer.result.money.without_price == [2]
    assert "line 2" in answer.result.money.in_words


def test_hospital_has_no_money(check):
    answer = check("45385", "45380", on=SUMMER, setting="outpatient_hospital")

    assert answer.result.money is None


def test_zip_that_crosses_a_border_is_said_of_the_amounts(border):
    lines = [LineIn(code="99213")]
    answer = check_bundling(border, lines, date(2025, 10, 15), zip_code="36855")

    assert any("36855" in warning for warning in answer.warnings)
    assert answer.confidence.level == "medium"


# What becomes of each line


def test_each_line_has_its_verdict_and_what_denies_it(check):
    answer = check("15275", "11042", "11045", "99213-26", "55700", on=SUMMER)
    said = [(each.code, each.verdict, each.denied_by) for each in answer.result.lines]

    assert said == [
        ("15275", "passes", []),
        ("11042", "denied", ["ncci_edits"]),
        ("11045", "denied", ["ncci_edits", "add_on_codes"]),
        ("99213", "denied", ["physician_fee", "ncci_edits", "global_periods"]),
        ("55700", "invalid", []),
    ]


def test_line_of_a_date_without_tables_is_not_checked(check):
    answer = check("99213", "77011", on=AUTUMN)

    assert {each.verdict for each in answer.result.lines} == {"not_checked"}


# Lines that are no good


def test_deleted_code_is_invalid_on_its_date(check):
    answer = check("55700", "99213-25", on=SUMMER)
    (found,) = answer.result.invalid

    assert (found.line, found.code) == (1, "55700")
    assert answer.result.verdict == "edits_apply"


def test_line_that_cannot_be_read_is_not_called_clean(check):
    answer = check("ZZZZZ", "99213", on=SUMMER)

    assert [(each.line, each.code) for each in answer.result.invalid] == [(1, "ZZZZZ")]
    assert answer.result.verdict == "not_checked"


def test_code_is_not_called_gone_where_no_table_of_its_year_is_loaded(check):
    answer = check("45385", "45380-59", on="2024-08-15")

    assert answer.result.invalid == []
    assert answer.result.verdict == "not_checked"


@pytest.mark.parametrize("on", ["2014-06-01", "2019-06-01"])
def test_date_before_our_own_lists_is_answered(check, on):
    answer = check("45385", "45380", on=on)

    assert answer.result.verdict == "not_checked"
    assert not any("modifiers" in warning for warning in answer.warnings)


def test_unknown_code_leaves_the_others_answered(check):
    answer = check("ZZZZZ", "45385", "45380", on=SUMMER)

    assert [(each.line, each.code) for each in answer.result.invalid] == [(1, "ZZZZZ")]
    assert [(p.column1_line, p.column2_line) for p in answer.result.pairs] == [(2, 3)]


def test_claim_of_unknown_codes_alone_is_refused(check):
    with pytest.raises((RequestError, UnknownCode), match="ZZZZZ"):
        check("ZZZZZ", on=SUMMER)


# One code's edits


def test_single_code_lists_its_edits_counted(check, partners):
    edits = check("77011", on=SUMMER).result.edits

    assert edits.total == len(partners)
    assert edits.keeps_others_from_being_paid == sum(p[0] == "77011" for p in partners)
    assert edits.gives_way_to_others == sum(p[1] == "77011" for p in partners)
    assert edits.modifier_can_help == sum(p[2] == "1" for p in partners)
    assert sum(edits.by_rationale.values()) == edits.total


def test_pages_hold_every_edit_once(check, partners):
    found, cursor = [], None
    while True:
        page = check("77011", on=SUMMER, limit=7, cursor=cursor).result.edits
        found += page.listed
        assert len(page.listed) <= 7
        cursor = page.next_cursor
        if cursor is None:
            break

    wanted = {(p[0] if p[1] == "77011" else p[1]) for p in partners}
    assert len(found) == len(partners)
    assert {each.code for each in found} == wanted


def test_last_page_that_is_full_has_no_cursor(check, partners):
    half, odd = divmod(len(partners), 2)
    page = check("77011", on=SUMMER, limit=half, cursor=str(half)).result.edits

    assert odd == 0
    assert (len(page.listed), page.next_cursor) == (half, None)


def test_partner_says_which_column_the_code_is(check, partners):
    listed = check("77011", on=SUMMER, limit=100).result.edits.listed
    roles = {(each.code, each.this_code_is, each.modifier_indicator) for each in listed}

    assert roles == {
        (two, "column1", indicator) if one == "77011" else (one, "column2", indicator)
        for one, two, indicator in partners
    }


@pytest.mark.parametrize("cursor", ["-1", "38", "999999", "x", "", "²", "1.5"])
def test_cursor_of_no_page_is_refused(check, cursor):
    with pytest.raises(RequestError, match="cursor"):
        check("77011", on=SUMMER, cursor=cursor)


@pytest.mark.parametrize("lines", [("77011", "99213"), ("77011-26",), ("77011x2",)])
def test_claim_lists_no_edits(check, lines):
    assert check(*lines, on=SUMMER).result.edits is None


def test_single_code_without_a_table_lists_none_and_says_so(check):
    answer = check("77011", on=AUTUMN)

    assert answer.result.edits is None
    assert answer.result.verdict == "not_checked"
    assert any("procedure-to-procedure" in warning for warning in answer.warnings)


def test_code_without_edits_has_an_empty_list(check):
    edits = check("80053", on=SUMMER).result.edits

    assert (edits.total, edits.listed, edits.next_cursor) == (0, [], None)


# Lines that are not paid by themselves


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("99213-26", "physician_fee"),  # PC/TC indicator 0
        ("99213-GZ", "refused_modifiers"),
        ("45385-80", "surgical_team"),  # assistant indicator 1
    ],
)
def test_line_that_pricing_does_not_pay_is_no_clean_claim(check, line, rule):
    answer = check(line, on=SUMMER, place_of_service="22")
    (found,) = answer.result.not_paid

    assert (found.line, found.code, found.rule) == (1, line[:5], rule)
    assert answer.result.verdict == "edits_apply"


def test_bundled_status_is_denied_beside_another_line(check):
    answer = check("36591", "99213", on=AUTUMN)

    assert [(e.code, e.rule) for e in answer.result.not_paid] == [
        ("36591", "status_indicator")
    ]


def test_hospital_lines_are_not_priced(check):
    answer = check("99213-26", on=SUMMER, setting="outpatient_hospital")

    assert answer.result.not_paid == []


# The wire


def test_money_is_text_with_two_decimals_on_the_wire(check):
    wire = json.loads(check("45385", "45380", "99213", on=SUMMER).model_dump_json())
    money = [pair["amount_at_risk"] for pair in wire["result"]["pairs"]]

    assert money
    assert all(re.fullmatch(r"\d+\.\d\d", amount) for amount in money)


def test_every_table_and_every_finding_has_its_source(check):
    answer = check("45385", "45380", "99213-26", "93010", "93010", on=SUMMER)
    ids = {source.id for source in answer.sources}
    result = answer.result
    found = [*result.pairs, *result.units, *result.global_periods, *result.duplicates]

    assert {each.source for each in [*found, *result.not_paid]} <= ids
    assert {each.release for each in result.checked} <= {
        source.release for source in answer.sources
    }


def test_table_is_listed_with_its_period(check):
    checked = {each.release: each for each in check("99213", on=SUMMER).result.checked}

    assert checked["2026Q3"].effective_from == date(2026, 7, 1)
    assert checked["2026Q3"].effective_to == date(2026, 9, 30)


# One code with another


@pytest.mark.parametrize(
    ("code", "other", "gives_way", "indicator"),
    [
        ("77011", "36591", "36591", "0"),
        ("45385", "45380", "45380", "1"),
        ("45380", "45385", "45380", "1"),
    ],
)
def test_code_with_another_has_the_one_answer(check, code, other, gives_way, indicator):
    found = check(code, on=SUMMER, with_=other).result.edits.with_code

    assert (found.code, found.state) == (other, "edit")
    assert found.edit.modifier_indicator == indicator
    assert found.edit.this_code_is == ("column2" if gives_way == code else "column1")
    assert found.in_words.startswith(f"{gives_way} gives way to ")


def test_code_without_an_edit_with_another_says_so_of_the_release(check):
    found = check("77011", on=SUMMER, with_="99213").result.edits.with_code

    assert (found.state, found.edit) == ("no_edit", None)
    assert "loaded release" in found.in_words


def test_code_with_another_is_a_claim_of_two_lines(check):
    alone = check("45385", on=SUMMER, with_="45380")
    both = check("45385", "45380", on=SUMMER)

    assert pairs(alone) == pairs(both) == [("45385", "45380", "denied")]
    assert alone.result.verdict == "edits_apply"
    assert (alone.result.edits.listed, alone.result.edits.next_cursor) == ([], None)


def test_code_with_one_that_does_not_exist_is_no_clean_claim(check):
    answer = check("77011", on=SUMMER, with_="ZZZZZ")

    assert answer.result.verdict == "not_checked"
    assert [each.line for each in answer.result.invalid] == [2]


def test_code_with_another_is_not_checked_without_a_table(check):
    answer = check("77011", on=AUTUMN, with_="99213")

    assert answer.result.edits is None
    assert answer.result.verdict == "not_checked"


@pytest.mark.parametrize(
    ("lines", "other", "said"),
    [
        (("77011", "99213"), "45385", "one bare code"),
        (("77011-26",), "45385", "one bare code"),
        (("77011",), "77011", "duplicates"),
        (("77011",), "7701", "five letters"),
    ],
)
def test_other_code_that_cannot_be_asked_for_is_refused(check, lines, other, said):
    with pytest.raises((RequestError, UnknownCode), match=said):
        check(*lines, on=SUMMER, with_=other)


def test_edits_are_grouped_by_rationale_and_category(check, partners):
    edits = check("77011", on=SUMMER).result.edits

    assert sum(group.total for group in edits.groups) == len(partners)
    assert [g.total for g in edits.groups] == sorted(
        (g.total for g in edits.groups), reverse=True
    )
    assert {g.rationale for g in edits.groups} == set(edits.by_rationale)


def test_nearest_codes_of_rbcs_are_listed_first(check, catalog):
    on = date(2026, 8, 3)
    listed = check("45380", on=SUMMER, limit=100).result.edits.listed
    own = catalog.category("45380", on)
    near = [
        (each := catalog.category(partner.code, on)) is not None
        and each.family == own.family
        for partner in listed
    ]

    assert any(near)
    assert near == sorted(near, reverse=True)


# What fresh eyes found


def test_one_line_that_is_left_of_a_claim_is_no_bare_code(check):
    answer = check("20610", "ZZZZZ", on=SUMMER)

    assert answer.result.edits is None
    assert answer.result.in_words == "None of 2 lines denied; 1 could not be read."


def test_add_on_whose_primary_may_be_the_unread_line_is_not_decided(check):
    answer = check("11045", "ZZZZZ", on=SUMMER)

    assert [str(each.verdict) for each in answer.result.add_ons] == ["not_checked"]


def test_line_that_its_own_modifier_refuses_is_no_unit(check):
    answer = check("45378-26", "45378", on=SUMMER)
    (found,) = answer.result.units

    assert (found.lines, found.units) == ([2], 1)


def test_care_after_surgery_is_no_unit_of_it(check):
    answer = check("66984-54-RT", "66984-55-RT", on=SUMMER, place_of_service="24")

    assert answer.result.verdict == "clean"
    assert [each.units for each in answer.result.units] == [1]


def test_suggestion_is_not_made_for_a_line_that_is_not_paid_anyway(check):
    answer = check("45385", "45380-GZ", on=SUMMER)

    assert answer.result.suggestions == []
    assert "denied whatever the record shows" in answer.result.pairs[0].because


def test_same_circumstance_is_one_suggestion(check):
    answer = check("20610", "99213", on=SUMMER)

    assert [(s.modifiers, s.line) for s in answer.result.suggestions] == [(["25"], 2)]
    assert answer.result.money.resolved_if == [1]


def test_claim_whose_edits_are_all_answered_is_worth_what_it_is_without(check):
    answer = check("15275", "11042", "11045", on=SUMMER)

    assert answer.result.money.resolved == answer.result.money.without_edits


def test_add_on_alone_is_in_no_resolved_claim(check):
    money = check("11045", on=SUMMER).result.money

    assert str(money.sent_as_it_is) == str(money.resolved) == "0.00"


def test_bypassed_edit_has_what_hangs_on_it(check):
    (found,) = check("45385", "45380-59", on=SUMMER).result.pairs

    assert (str(found.verdict), str(found.amount_at_risk)) == ("bypassed", "101.87")


def test_several_units_of_an_unknown_limit_are_not_clean(check):
    one, several = check("00142", on=SUMMER), check("00142x5", on=SUMMER)

    assert one.result.verdict == "clean"
    assert several.result.verdict == "not_checked"
    assert any("no published unit limit" in b for b in one.confidence.because)


def test_line_without_a_price_says_why(check):
    (line,) = check("27447", on=SUMMER).result.lines

    assert line.allowed is None
    assert "NA" in line.no_price


def test_modifier_without_a_rule_lowers_the_confidence_of_the_amounts(check):
    answer = check("99213-SA", on=SUMMER)

    assert any("not modelled" in each for each in answer.confidence.because)


def test_hospitals_partners_are_of_its_own_table(check):
    hospital = {"setting": "outpatient_hospital"}
    found = check("77011", on="2024-08-15", **hospital).result.edits
    own = check("77011", on="2024-08-15").result.edits

    assert found.total != own.total


def test_verdict_is_in_words(check):
    said = check("45385", "45380", "99213-25", on=SUMMER).result.in_words

    assert said.startswith("1 of 3 lines denied; 4 edits answered by a modifier")
