"""What Medicare allows for a claim's lines."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest

from catalog.errors import NotLoaded, UnknownCode, UnknownPlace
from server.errors import RequestError
from server.requests import LineIn
from server.tools import estimate_payment
from server.tools.estimate_payment import Compare

WINTER, AUTUMN, SUMMER = "2025-02-03", "2025-10-15", "2026-08-03"
ALABAMA = "10112-00"


def allowed(answer):
    return [None if x.allowed is None else str(x.allowed) for x in answer.result.lines]


# The figures of the issue


def test_77011_nationally_on_3_february_2025(pay):
    answer = pay("77011", on=WINTER, place_of_service="11")
    (line,) = answer.result.lines

    assert (str(answer.result.total_allowed), str(line.rvu.total)) == ("211.55", "6.54")
    assert str(answer.result.conversion_factor) == "32.3465"
    assert (answer.sources[0].release, answer.confidence.level) == ("RVU25A", "high")


@pytest.mark.parametrize(
    ("line", "place", "amount"),
    [
        ("45378-53", "11", "147.33"),
        ("45378-53", "22", "82.11"),
        ("70551-26", "11", "64.07"),
        ("70496-TC", "11", "154.60"),
    ],
)
def test_rows_of_their_own_in_alabama(pay, line, place, amount):
    answer = pay(line, on=AUTUMN, locality=ALABAMA, place_of_service=place)

    assert allowed(answer) == [amount]
    assert answer.confidence.level == "high"
    assert answer.result.locality.id == ALABAMA


# Dates


@pytest.mark.parametrize(
    ("on", "release", "amount"),
    [
        (WINTER, "RVU25A", "88.95"),
        (AUTUMN, "RVU25D", "88.95"),
        (SUMMER, "RVU26C", "95.19"),
    ],
)
def test_release_in_force_answers(pay, on, release, amount):
    answer = pay("99213", on=on)

    assert allowed(answer) == [amount]
    assert release in [source.release for source in answer.sources]
    assert answer.confidence.level == "high"
    assert answer.warnings == []


@pytest.mark.parametrize("line", ["99213", "36415", "66984", "99213-26", "55707"])
def test_nearest_release_of_the_year_answers_with_less_confidence(pay, line):
    answer = pay(line, on="2025-08-01")

    assert answer.confidence.level == "medium"
    assert any("RVU25C" in reason for reason in answer.confidence.because)
    assert "RVU25D" in [source.release for source in answer.sources]


def test_year_without_a_release_is_not_loaded(pay):
    with pytest.raises(NotLoaded) as caught:
        pay("99213", on="2023-06-01")

    assert "2023-06-01" in str(caught.value)
    assert "catalog import" in str(caught.value)


def test_line_may_have_a_date_of_its_own(pay):
    later = LineIn(code="99213", date_of_service=date(2026, 8, 3))
    answer = pay("99213", later, on=AUTUMN)

    assert allowed(answer) == ["88.95", "95.19"]
    assert {"rvu25d", "rvu26c"} <= {source.id for source in answer.sources}


def test_missing_date_is_today_and_is_said(catalog, monkeypatch):
    class Today(date):
        @classmethod
        def today(cls):
            return cls(2026, 8, 3)

    monkeypatch.setattr("server.requests.date", Today)
    answer = estimate_payment(catalog, [LineIn(code="99213")])

    assert answer.confidence.level == "medium"
    assert any("2026-08-03" in warning for warning in answer.warnings)


# Where


def test_zip_code_finds_its_locality(pay):
    answer = pay("99213", on=AUTUMN, zip_code="35203")

    assert (answer.result.locality.id, allowed(answer)) == (ALABAMA, ["81.86"])
    assert answer.confidence.level == "high"
    assert "2025Q4" in [source.release for source in answer.sources]


def test_zip_code_with_its_four_digits_is_read(pay):
    assert pay("99213", on=AUTUMN, zip_code="35203-1234").result.locality.id == ALABAMA


def test_zip_code_that_crosses_a_border_asks_for_four_more_digits(pay):
    answer = pay("99213", on=AUTUMN, zip_code="36855")

    assert answer.confidence.level == "medium"
    assert "ZIP+4" in answer.warnings[0]
    assert "36855" in answer.warnings[0]


def test_zip_code_that_crosses_a_border_has_both_prices(border):
    lines = [LineIn(code="99213")]
    answer = estimate_payment(border, lines, date(2025, 10, 15), zip_code="36855")

    # Ohio: (1.30 + 1.35 x 0.911 + 0.10 x 1.033) x 32.3465 = 85.173...
    assert str(answer.result.total_allowed) == "81.86"
    assert [(x.locality, str(x.total_allowed)) for x in answer.result.alternatives] == [
        ("15202-00", "85.17")
    ]
    assert answer.confidence.level == "medium"


def test_plain_zip_code_has_no_alternatives(border):
    lines = [LineIn(code="99213")]
    answer = estimate_payment(border, lines, date(2025, 10, 15), zip_code="36830")

    assert answer.result.alternatives == []
    assert answer.confidence.level == "high"


def test_unknown_zip_code_is_refused_by_name(pay):
    with pytest.raises(UnknownPlace, match="99999"):
        pay("99213", on=AUTUMN, zip_code="99999")


@pytest.mark.parametrize("zip_code", ["3520", "352033", "birmingham"])
def test_text_that_is_no_zip_code_is_refused(pay, zip_code):
    with pytest.raises(RequestError, match=zip_code):
        pay("99213", on=AUTUMN, zip_code=zip_code)


def test_zip_codes_of_a_year_that_is_not_loaded_are_not_guessed(pay):
    with pytest.raises((RequestError, NotLoaded), match="2024"):
        pay("99213", on="2024-02-01", zip_code="35203")


def test_unknown_locality_names_those_of_its_carrier(pay):
    with pytest.raises(UnknownPlace, match="01112-05") as caught:
        pay("99213", on=AUTUMN, locality="01112-99")

    assert "01112-99" in str(caught.value)


def test_unknown_carrier_is_refused(pay):
    with pytest.raises(UnknownPlace, match="99999-99"):
        pay("99213", on=AUTUMN, locality="99999-99")


def test_text_that_is_no_locality_is_refused(pay):
    with pytest.raises(RequestError, match="10112-00"):
        pay("99213", on=AUTUMN, locality="Alabama")


def test_los_angeles_is_found_under_either_carrier_of_california(pay):
    own = pay("99213", on=AUTUMN, locality="01182-18")
    other = pay("99213", on=AUTUMN, locality="01112-18")

    # (1.30 x 1.042 + 1.35 x 1.194 + 0.10 x 0.69) x 32.3465 = 98.1878...
    assert allowed(own) == allowed(other) == ["98.19"]


def test_zip_code_and_locality_together_are_refused(pay):
    with pytest.raises(RequestError):
        pay("99213", on=AUTUMN, zip_code="35203", locality=ALABAMA)


@pytest.mark.parametrize(
    ("place", "amount"),
    [
        ("11", "88.95"),
        ("12", "88.95"),
        ("19", "63.72"),
        ("21", "63.72"),
        ("22", "63.72"),
    ],
)
def test_place_of_service_decides_facility_or_not(pay, place, amount):
    answer = pay("99213", on=AUTUMN, place_of_service=place)

    assert allowed(answer) == [amount]
    assert answer.result.place_of_service.code == place


@pytest.mark.parametrize("place", ["28", "00", "xx", "111"])
def test_unassigned_place_of_service_is_refused(pay, place):
    with pytest.raises(UnknownPlace, match=place):
        pay("99213", on=AUTUMN, place_of_service=place)


def test_place_of_service_may_lack_its_zero(pay):
    place = pay("99213", on=AUTUMN, place_of_service="9").result.place_of_service

    assert place.code == "09"


def test_place_with_a_rule_of_its_own_lowers_the_confidence(pay):
    answer = pay("99213", on=AUTUMN, place_of_service="05")

    assert answer.confidence.level == "medium"
    assert "05" in answer.confidence.because[0]


# Lines


def test_one_bad_line_leaves_the_other_answered(pay):
    answer = pay("ZZZZZ", "99213", on=AUTUMN)
    bad, good = answer.result.lines

    assert (bad.status, bad.allowed) == ("unpriced", None)
    assert "ZZZZZ" in bad.because
    assert (good.line, str(good.allowed)) == (2, "88.95")
    assert str(answer.result.total_allowed) == "88.95"
    assert answer.confidence.level == "medium"
    assert "ZZZZZ" in answer.warnings[0]


def test_no_good_line_is_refused_with_every_reason(pay):
    with pytest.raises((RequestError, UnknownCode)) as caught:
        pay("ZZZZZ", "99213-Q0", on=AUTUMN)

    assert "ZZZZZ" in str(caught.value)
    assert "Q0" in str(caught.value)


def test_deleted_code_is_priced_while_it_was_in_force(pay):
    # 7.21 x 32.3465 = 233.218...
    assert allowed(pay("55700", on=AUTUMN)) == ["233.22"]


def test_deleted_code_has_no_price_later(pay):
    answer = pay("55700", on=SUMMER)
    (line,) = answer.result.lines

    assert (line.status, line.allowed, line.rvu) == ("unpriced", None, None)
    assert "55700" in line.because
    assert answer.result.total_allowed is None


def test_letter_o_for_zero_names_the_right_code(pay):
    with pytest.raises(RequestError, match="77011"):
        pay("77O11", on=AUTUMN)


def test_lower_case_and_blanks_are_read(pay):
    line = LineIn(code=" j1100 ", modifiers=[" rt"])

    assert pay(line, on=AUTUMN).result.lines[0].code == "J1100"


def test_code_with_a_modifier_in_it_is_told_apart(pay):
    with pytest.raises(RequestError, match="99213"):
        pay(LineIn(code="99213-25"), on=AUTUMN)


def test_unknown_modifier_is_refused_by_name(pay):
    with pytest.raises(RequestError, match="Q0"):
        pay("99213-Q0", on=AUTUMN)


def test_line_that_is_not_paid_has_no_relative_values(pay):
    answer = pay("99213-26", on=AUTUMN)
    (line,) = answer.result.lines

    assert (line.status, str(line.allowed), line.rvu) == ("not_paid", "0.00", None)
    assert "26" in line.because


def test_relative_values_are_those_of_the_row_and_place(pay):
    (line,) = pay("77011-26", on=AUTUMN, place_of_service="22").result.lines

    assert [
        str(x) for x in (line.rvu.work, line.rvu.pe, line.rvu.mp, line.rvu.total)
    ] == [
        "1.21",
        "0.55",
        "0.07",
        "1.83",
    ]


def test_line_has_our_own_title(pay):
    (line,) = pay("77011", on=AUTUMN).result.lines

    assert line.title
    assert "SYNTHETIC" not in line.title


# Modifiers


@pytest.mark.parametrize("modifier", ["Q6"])
def test_modifier_without_a_rule_is_named_and_lowers_the_confidence(pay, modifier):
    answer = pay(f"20610-{modifier}", on=AUTUMN)

    assert allowed(answer) == ["63.40"]
    assert any(modifier in warning for warning in answer.warnings)
    assert answer.confidence.level == "medium"
    assert any(modifier in reason for reason in answer.confidence.because)


@pytest.mark.parametrize(
    ("modifier", "amount"),
    [
        ("50", "95.10"),  # 1.96 x 32.3465 = 63.40, at 150%
        ("51", "63.40"),
        ("LT", "63.40"),
        ("RT", "63.40"),
        ("62", "0.00"),  # co-surgeons 0: never
        ("80", "0.00"),  # assistant 1: never
        ("AS", "0.00"),
        ("GY", "0.00"),
    ],
)
def test_modifier_that_is_sure_leaves_no_doubt(pay, modifier, amount):
    answer = pay(f"20610-{modifier}", on=AUTUMN)

    assert allowed(answer) == [amount]
    assert answer.warnings == []
    assert answer.confidence.level == "high"


@pytest.mark.parametrize("modifier", ["22", "52", "GP", "QW", "KX"])
def test_modifier_that_is_assumed_to_change_nothing_is_doubted(pay, modifier):
    answer = pay(f"20610-{modifier}", on=AUTUMN)

    assert allowed(answer) == ["63.40"]
    assert answer.warnings == []
    assert answer.confidence.level == "medium"
    assert any(modifier in reason for reason in answer.confidence.because)


@pytest.mark.parametrize("modifier", ["25", "59", "XS", "76", "79"])
def test_modifier_with_a_rule_is_not(pay, modifier):
    answer = pay(f"93010-{modifier}", on=AUTUMN)

    assert answer.warnings == []
    assert answer.confidence.level == "high"


# The claim


@pytest.mark.parametrize(
    ("charge", "amount"), [("10.00", "10.00"), ("88.95", "88.95"), ("500", "88.95")]
)
def test_no_more_than_the_charge_is_allowed(pay, charge, amount):
    answer = pay(LineIn(code="99213", charge=Decimal(charge)), on=AUTUMN)

    assert allowed(answer) == [amount]
    assert (answer.confidence.level, answer.warnings) == ("high", [])


def test_minutes_are_said_to_be_left_out_of_account(pay):
    answer = pay(LineIn(code="99213", minutes=30), on=AUTUMN)

    assert allowed(answer) == ["88.95"]
    assert answer.confidence.level == "medium"
    assert any("minutes" in warning for warning in answer.warnings)


def test_anesthesia_takes_its_minutes(pay):
    line = LineIn(code="00142", modifiers=["AA"], minutes=30)
    answer = pay(line, on=AUTUMN, locality=ALABAMA)

    assert allowed(answer) == ["115.86"]  # (4 + 30 / 15) x 19.31
    assert answer.warnings == []


@pytest.mark.parametrize(
    ("asked", "amount"),
    [
        ({"participating": True}, "88.95"),
        ({"practitioner": "physician"}, "88.95"),
        ({"practitioner": "CP"}, "88.95"),
        ({"participating": False}, "84.50"),  # 95% of 88.95 = 84.5025
        ({"practitioner": "NP"}, "75.61"),  # 85% of 88.95 = 75.6075
        ({"practitioner": "CSW"}, "66.71"),  # 75% of 88.95 = 66.7125
    ],
)
def test_practitioner_has_a_share_of_the_fee(pay, asked, amount):
    answer = pay("99213", on=AUTUMN, **asked)

    assert allowed(answer) == [amount]
    assert answer.warnings == []
    assert answer.confidence.level == "high"


@pytest.mark.parametrize(
    ("asked", "charge"),
    [
        ({}, None),
        ({"participating": False}, "97.18"),  # 115% of 84.50 = 97.175
        ({"participating": False, "practitioner": "NP"}, None),
    ],
)
def test_limiting_charge_is_for_physicians_who_do_not_participate(pay, asked, charge):
    found = pay("99213", on=AUTUMN, **asked).result.limiting_charge

    assert (None if found is None else str(found)) == charge


@pytest.mark.parametrize(
    ("lines", "amounts"),
    [
        (("45378", "20610"), ["327.67", "31.70"]),  # half of 63.40
        # 13.46 and 12.82 x 32.3465 = 435.38 and 414.68, less 45378's 327.67.
        (("45385", "45380"), ["435.38", "87.01"]),
        # 70551: TC 3.90 and 26 2.08 x 32.3465 = 126.15 and 67.28, at 50% and 95%.
        (("70551", "70496"), ["127.00", "257.80"]),
        (("97110x2",), ["50.62"]),  # 28.79 + 0.675 x 32.3465 = 21.83
        (("93005", "93005-76"), ["6.15", "4.61"]),  # 0.19 x 32.3465 = 6.15, at 75%
    ],
)
def test_reduction_for_several_services_is_applied(pay, lines, amounts):
    answer = pay(*lines, on=AUTUMN)

    assert allowed(answer) == amounts
    assert (answer.confidence.level, answer.warnings) == ("high", [])


def test_reduction_of_a_test_sold_whole_is_named_and_not_applied(pay):
    answer = pay("93000", "93005", on=AUTUMN)

    # 0.43 and 0.19 x 32.3465
    assert allowed(answer) == ["13.91", "6.15"]
    assert answer.confidence.level == "medium"
    assert any("93000" in warning for warning in answer.warnings)


def test_services_of_different_kinds_are_not_reduced(pay):
    answer = pay("99213", "45378", "70551", on=AUTUMN)

    assert allowed(answer) == ["88.95", "327.67", "193.43"]
    assert answer.warnings == []


def test_services_of_two_days_are_not_reduced(pay):
    later = LineIn(code="45378", date_of_service=date(2025, 10, 16))
    answer = pay("20610", later, on=AUTUMN)

    assert allowed(answer) == ["63.40", "327.67"]
    assert answer.warnings == []


def test_two_units_of_a_surgery_are_taken_as_both_sides(pay):
    answer = pay("20610x2", on=AUTUMN)

    assert allowed(answer) == ["95.10"]  # 63.40 at 150%
    assert answer.confidence.level == "medium"
    assert any("both sides" in reason for reason in answer.confidence.because)


def test_line_paid_only_alone_is_paid_beside_another_day(pay):
    later = LineIn(code="99213", date_of_service=date(2025, 10, 16))

    assert allowed(pay("36591", later, on=AUTUMN)) == ["26.85", "88.95"]


def test_laboratory_tests_and_drugs_are_priced_by_their_own_schedules(pay):
    answer = pay("80053", "J1100x10", on=SUMMER)

    assert allowed(answer) == ["10.56", "1.05"]  # 10 x 0.105
    assert {"clfs-2026q2", "asp-2026-01"} <= {each.id for each in answer.sources}
    assert answer.confidence.level == "medium"  # both of another quarter


# Who pays


def test_allowed_amount_is_divided(pay):
    result = pay("99213", on=AUTUMN).result

    # 20% of 88.95 is 17.79; 2% of the 71.16 that are left is 1.42.
    assert (str(result.patient_pays), str(result.medicare_pays)) == ("17.79", "69.74")
    assert str(result.sequestration) == "1.42"
    assert (str(result.deductible), str(result.coinsurance)) == ("0.00", "17.79")


def test_deductible_comes_first(pay):
    result = pay("99213", on=AUTUMN, deductible_left=Decimal("50.00")).result

    # 50.00, then 20% of 38.95 = 7.79; 31.16 less 2% = 0.62
    assert (str(result.deductible), str(result.coinsurance)) == ("50.00", "7.79")
    assert (str(result.patient_pays), str(result.medicare_pays)) == ("57.79", "30.54")


def test_claim_without_an_amount_is_not_divided(pay):
    result = pay("0075T", on=AUTUMN).result

    assert result.total_allowed is None
    assert (result.medicare_pays, result.patient_pays) == (None, None)


# Compared


@pytest.mark.parametrize(
    ("compare", "total", "difference"),
    [
        ({"place_of_service": "22"}, "63.72", "-25.23"),
        ({"locality": ALABAMA}, "81.86", "-7.09"),
        ({"zip_code": "35203"}, "81.86", "-7.09"),
        ({"date_of_service": date(2026, 8, 3)}, "95.19", "6.24"),
        ({}, "88.95", "0.00"),
    ],
)
def test_claim_is_compared_with_itself_elsewhere(pay, compare, total, difference):
    answer = pay("99213", on=AUTUMN, compare=Compare(**compare))
    found = answer.result.comparison

    assert str(answer.result.total_allowed) == "88.95"
    assert (str(found.total_allowed), str(found.difference)) == (total, difference)


def test_no_difference_is_told_where_other_lines_have_a_price(pay):
    other = {"place_of_service": "22"}
    answer = pay("99213", "77011", on=AUTUMN, compare=Compare(**other))
    found = answer.result.comparison

    assert found.without_price == [2]  # 77011 is flagged NA in a facility
    assert found.total_allowed is not None
    assert found.difference is None


def test_claim_is_not_compared_unasked(pay):
    assert pay("99213", on=AUTUMN).result.comparison is None


def test_what_the_other_kind_of_place_would_change_is_said(pay):
    office, hospital = pay("99213", on=AUTUMN), pay(
        "99213", on=AUTUMN, place_of_service="22"
    )  # fmt: skip

    assert "$63.72: $25.23 less" in office.result.what_would_change_most
    assert "$88.95: $25.23 more" in hospital.result.what_would_change_most
    assert pay("93010", on=AUTUMN).result.what_would_change_most is None


def test_qualifying_participant_has_a_factor_of_their_own(pay):
    answer = pay("99213", on=SUMMER, qualifying_apm=True)

    # 2.85 x 33.5675 = 95.667375
    assert allowed(answer) == ["95.67"]
    assert answer.confidence.level == "medium"


def test_qualifying_participant_before_2026_is_refused(pay):
    with pytest.raises(RequestError, match="2026"):
        pay("99213", on=AUTUMN, qualifying_apm=True)


# The wire


def test_every_source_of_a_step_is_listed(pay):
    answer = pay(
        "70496-TCx2", "99213-25", "36415", "0075T", "66984", "99213-26",
        on=AUTUMN, locality=ALABAMA,
    )  # fmt: skip
    known = [source.id for source in answer.sources]

    assert {step.source for line in answer.result.lines for step in line.steps} <= {
        *known
    }
    assert len(known) == len(set(known))


def test_source_names_its_file_and_hash(pay):
    source = pay("77011", on=WINTER).sources[0]

    assert source.file == "PPRRVU25_JAN.csv"
    assert re.fullmatch("[0-9a-f]{64}", source.sha256)
    assert (source.effective_from, source.effective_to) == ("2025-01-01", "2025-03-31")
    assert source.url.startswith("https://www.cms.gov/")


def test_money_is_text_with_two_decimals_on_the_wire(pay):
    wire = json.loads(pay("97110x3", "99213-26", on=AUTUMN).model_dump_json())["result"]
    money = [wire["total_allowed"]]
    for line in wire["lines"]:
        money += [line["allowed"], *(step["amount"] for step in line["steps"])]

    assert all(re.fullmatch(r"\d+\.\d\d", amount) for amount in money)
    assert (wire["total_allowed"], wire["limiting_charge"]) == ("72.45", None)
    # 20% of 72.45 is 14.49; 2% of the 57.96 that are left is 1.16.
    assert (wire["medicare_pays"], wire["patient_pays"]) == ("56.80", "14.49")
    assert (wire["coinsurance"], wire["deductible"]) == ("14.49", "0.00")
    assert wire["sequestration"] == "1.16"


def test_allowed_is_the_amount_of_the_last_step(pay):
    for line in pay("70496-TCx2", "97110-GPx3", "99213-25", on=AUTUMN).result.lines:
        assert line.allowed == line.steps[-1].amount


def test_part_beside_its_whole_is_warned_of(pay):
    answer = pay("77011", "77011-26", on=AUTUMN)

    assert answer.confidence.level == "medium"
    assert any("stands whole on line 1" in each for each in answer.warnings)
