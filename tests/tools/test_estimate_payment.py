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


# What no rule models yet


@pytest.mark.parametrize(
    "modifier", ["22", "50", "51", "52", "62", "80", "AS", "LT", "RT", "GP", "QW", "KX"]
)
def test_modifier_without_a_rule_is_named_and_lowers_the_confidence(pay, modifier):
    answer = pay(f"20610-{modifier}", on=AUTUMN)

    assert any(modifier in warning for warning in answer.warnings)
    assert answer.confidence.level == "medium"
    assert any(modifier in reason for reason in answer.confidence.because)


@pytest.mark.parametrize("modifier", ["25", "59", "XS", "76", "79"])
def test_modifier_with_a_rule_is_not(pay, modifier):
    answer = pay(f"93010-{modifier}", on=AUTUMN)

    assert answer.warnings == []
    assert answer.confidence.level == "high"


def test_charge_is_said_to_be_left_out_of_account(pay):
    answer = pay(LineIn(code="99213", charge=Decimal("10.00")), on=AUTUMN)

    assert answer.confidence.level == "medium"
    assert "charge" in answer.warnings[0]


@pytest.mark.parametrize(
    "asked", [{"participating": False}, {"practitioner": "nurse practitioner"}]
)
def test_practitioner_without_a_rule_lowers_the_confidence(pay, asked):
    answer = pay("99213", on=AUTUMN, **asked)

    assert answer.confidence.level == "medium"
    assert answer.warnings


@pytest.mark.parametrize("asked", [{"participating": True}, {"practitioner": "MD"}])
def test_participating_physician_is_the_rule(pay, asked):
    assert pay("99213", on=AUTUMN, **asked).confidence.level == "high"


@pytest.mark.parametrize(
    "lines",
    [
        ("45378", "20610"),
        ("45385", "45380"),
        ("70551", "70496"),
        ("93000", "93005"),
        ("97110x2",),
    ],
)
def test_reduction_for_several_services_is_named(pay, lines):
    answer = pay(*lines, on=AUTUMN)

    assert answer.confidence.level == "medium"
    assert answer.warnings


def test_services_of_different_kinds_are_not_reduced(pay):
    assert pay("99213", "45378", "70551", on=AUTUMN).warnings == []


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
    assert (wire["medicare_pays"], wire["patient_pays"]) == (None, None)


def test_allowed_is_the_amount_of_the_last_step(pay):
    for line in pay("70496-TCx2", "97110-GPx3", "99213-25", on=AUTUMN).result.lines:
        assert line.allowed == line.steps[-1].amount
