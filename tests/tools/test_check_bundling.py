"""Which lines are denied, by which edit, and what was looked at."""

import json
import re
from datetime import date

import pytest

from catalog.errors import UnknownCode
from server.bundling import is_visit
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
    assert len(answer.sources) == len(checked)


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

    assert (found.visit, found.procedure, found.global_days) == (
        "99213",
        "27447",
        "090",
    )
    assert str(found.verdict) == "denied"


# What no rule looks at yet


@pytest.mark.parametrize("lines", [("93010", "93010"), ("93010-59", "93010-59")])
def test_same_line_twice_on_a_day_is_not_called_clean(check, lines):
    answer = check(*lines, on=SUMMER)

    assert answer.result.verdict == "not_checked"
    assert any("93010" in warning for warning in answer.warnings)
    assert any("93010" in each.what for each in answer.result.checked if each.because)


@pytest.mark.parametrize(
    "other", ["93010-76", LineIn(code="93010", date_of_service=date(2026, 8, 4))]
)
def test_same_code_told_apart_is_no_duplicate(check, other):
    answer = check("93010", other, on=SUMMER)

    assert answer.result.verdict == "clean"
    assert answer.warnings == []


def test_visit_of_another_day_within_the_global_period_is_not_called_clean(check):
    later = LineIn(code="99213", date_of_service=date(2026, 8, 10))
    answer = check("27447", later, on=SUMMER)

    assert answer.result.global_periods == []
    assert answer.result.verdict == "not_checked"
    assert any("27447" in warning for warning in answer.warnings)


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


def unchecked(answer):
    return {each.what for each in answer.result.checked if each.state == "not_checked"}


def test_whole_beside_its_part_is_not_clean(check):
    answer = check("77011", "77011-26", on=SUMMER)

    assert "77011 whole and in part" in unchecked(answer)


@pytest.mark.parametrize("lines", [("77011-26", "77011-TC"), ("77011",)])
def test_parts_without_their_whole_may_stand(check, lines):
    assert not unchecked(check(*lines, on=SUMMER))


# The wire


def test_money_is_text_with_two_decimals_on_the_wire(check):
    wire = json.loads(check("45385", "45380", "99213", on=SUMMER).model_dump_json())
    money = [pair["amount_at_risk"] for pair in wire["result"]["pairs"]]

    assert money
    assert all(re.fullmatch(r"\d+\.\d\d", amount) for amount in money)


def test_tables_that_were_checked_are_the_sources(check):
    answer = check("45385", "45380", on=SUMMER)
    releases = {each.release for each in answer.result.checked}

    assert {source.release for source in answer.sources} == releases
