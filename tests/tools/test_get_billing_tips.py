"""How to bill a code, and what each point is worth."""

import re

import pytest

from catalog.errors import NotLoaded, UnknownCode, UnknownPlace
from server.errors import RequestError

AUTUMN, SUMMER = "2025-10-15", "2026-08-03"


def impact(answer, kind):
    return [tip.impact for tip in answer.result.tips if tip.kind == kind]


def of_kind(answer, kind):
    return [tip.tip for tip in answer.result.tips if tip.kind == kind]


# What each kind is worth. The amounts of 2025-10-15 are national, worked by hand.


def test_parts_are_worth_their_own_rows(tips_for):
    (found,) = impact(tips_for("77011", AUTUMN), "pc_tc")

    # 6.54, 1.83 and 4.71 x 32.3465
    assert [text in found for text in ("$211.55", "$59.19", "$152.35")] == [True] * 3


def test_test_without_parts_says_not_to_add_them(tips_for):
    answer = tips_for("93010", AUTUMN)

    assert "26" in of_kind(answer, "pc_tc")[0]
    assert "$7.76" in impact(answer, "pc_tc")[0]  # 0.24 x 32.3465 = 7.76316


def test_service_that_is_no_test_has_no_tip_on_parts(tips_for):
    assert of_kind(tips_for("99213", AUTUMN), "pc_tc") == []


def test_place_flagged_na_is_named(tips_for):
    office, facility = tips_for("66984", AUTUMN), tips_for("77011", AUTUMN)

    assert "office" in of_kind(office, "place_of_service")[0]
    assert "facility" in of_kind(facility, "place_of_service")[0]
    assert "26" in of_kind(facility, "place_of_service")[0]


def test_code_priced_in_both_places_has_no_tip_on_the_place(tips_for):
    assert of_kind(tips_for("99213", AUTUMN), "place_of_service") == []


def test_second_side_is_worth_half(tips_for):
    # 1.96 x 32.3465 = 63.39914, half of 63.40
    assert "$31.70" in impact(tips_for("20610", AUTUMN), "bilateral")[0]


def test_second_side_of_a_code_without_a_price_there_is_in_words(tips_for):
    (found,) = impact(tips_for("66984", AUTUMN), "bilateral")

    assert "$" not in found


def test_global_days_name_the_days(tips_for):
    days = {
        code: of_kind(tips_for(code, AUTUMN), "global_days")
        for code in ("45378", "50688", "27447", "11045", "99213")
    }

    assert "same day" in days["45378"][0]
    assert "10 days" in days["50688"][0]
    assert "90 days" in days["27447"][0]
    assert "primary" in days["11045"][0]
    assert days["99213"] == []


def test_assistant_is_worth_a_share(tips_for):
    # 16% of 10.24 x 33.4009 = 342.025216 -> 342.03 x 0.16 = 54.7248
    assert "$54.72" in impact(tips_for("55707", SUMMER), "assistant")[0]
    # 16% of 38.88 x 32.3465 = 1257.63192 -> 1257.63 x 0.16 = 201.2208
    knee = tips_for("27447", AUTUMN, place_of_service="22")
    assert "$201.22" in impact(knee, "assistant")[0]


def test_assistant_who_is_never_paid_is_told_so(tips_for):
    assert "never" in of_kind(tips_for("45378", AUTUMN), "assistant")[0]


def test_code_to_which_no_assistant_applies_has_no_tip_on_one(tips_for):
    assert of_kind(tips_for("77011", AUTUMN), "assistant") == []


def test_cap_is_worth_the_difference(tips_for):
    # (1.75 + 6.11 + 0.11) x 32.3465 = 257.801605; 8.42 x 32.3465 = 272.35753
    (found,) = impact(tips_for("70496", AUTUMN), "opps_cap")

    assert found == "-$14.56"


def test_cap_in_a_locality_is_that_localitys(tips_for):
    answer = tips_for("70496", AUTUMN, modifiers=["TC"], locality="10112-00")

    assert answer.result.allowed == "154.60"
    assert impact(answer, "opps_cap") == ["-$12.64"]  # 167.24 - 154.60


def test_cap_that_does_not_bite_is_no_tip(tips_for):
    assert of_kind(tips_for("70551", AUTUMN), "opps_cap") == []


def test_unit_limit_is_worth_all_units(tips_for):
    answer = tips_for("97110", SUMMER)

    assert "6" in of_kind(answer, "unit_limit")[0]
    # 0.87 x 33.4009 = 29.058783; 6 x 29.06
    assert "$174.36" in impact(answer, "unit_limit")[0]


def test_add_on_names_its_primary(tips_for):
    answer = tips_for("11045", SUMMER)

    assert "11042" in of_kind(answer, "add_on")[0]
    assert "$41.75" in impact(answer, "add_on")[0]  # 1.25 x 33.4009 = 41.751125


def test_bundling_partners_are_counted_by_what_helps(tips_for):
    # 45385 gives way to no code of the table; 45378 to 45380 and 45385, never bypassed.
    whole, minor = tips_for("45385", SUMMER), tips_for("45378", SUMMER)

    assert len(of_kind(whole, "bundling")) == 1
    assert "45380" in of_kind(minor, "bundling")[0]
    assert "45385" in of_kind(minor, "bundling")[0]
    assert "$378.10" in impact(minor, "bundling")[0]  # 11.32 x 33.4009 = 378.098188


def test_editorial_tip_is_marked_and_lowers_the_confidence(tips_for):
    answer = tips_for("45378", SUMMER)
    editorial = [tip for tip in answer.result.tips if tip.kind == "editorial"]

    assert editorial
    assert {tip.confidence for tip in editorial} == {"low"}
    assert answer.confidence.level == "low"


# Every tip


@pytest.mark.parametrize(
    "code", ["77011", "20610", "11045", "70496", "66984", "45378", "36415", "99213"]
)
@pytest.mark.parametrize("on", [AUTUMN, SUMMER])
def test_tip_says_what_it_is_worth_and_cites_a_listed_source(tips_for, code, on):
    answer = tips_for(code, on)
    known = {source.id for source in answer.sources}

    assert all(tip.impact and tip.tip for tip in answer.result.tips)
    assert {tip.source for tip in answer.result.tips} <= known


def test_impact_in_dollars_has_two_decimals(tips_for):
    for code in ("77011", "20610", "11045", "70496", "45378"):
        for tip in tips_for(code, SUMMER).result.tips:
            for amount in re.findall(r"\$[\d.,]*\d", tip.impact):
                assert re.fullmatch(r"\$\d+\.\d\d", amount)


def test_tip_from_a_release_that_is_not_in_force_is_medium(tips_for):
    answer = tips_for("93010", SUMMER)
    limit = next(tip for tip in answer.result.tips if tip.kind == "unit_limit")
    parts = next(tip for tip in answer.result.tips if tip.kind == "pc_tc")

    assert (limit.confidence, parts.confidence) == ("medium", "high")


def test_tips_of_a_day_without_pair_edits_say_so(tips_for):
    answer = tips_for("45378", AUTUMN)

    assert of_kind(answer, "bundling") == []
    assert any("bundling" in warning for warning in answer.warnings)


# The request


def test_part_asked_for_is_the_part_that_is_paid(tips_for):
    whole, reading = (
        tips_for("77011", AUTUMN),
        tips_for("77011", AUTUMN, modifiers=["26"]),
    )

    assert (whole.result.allowed, reading.result.allowed) == ("211.55", "59.19")


def test_place_and_locality_decide_the_amounts(tips_for):
    answer = tips_for(
        "99213", AUTUMN, place_of_service="22", locality="10112-00"
    )  # fmt: skip

    assert answer.result.allowed == "59.93"


def test_zip_code_decides_the_locality(tips_for):
    assert tips_for("99213", AUTUMN, zip_code="35203").result.allowed == "81.86"


def test_deleted_code_has_no_tips_and_says_since_when(tips_for):
    answer = tips_for("55700", SUMMER)

    assert answer.result.tips == []
    assert "2025-12-31" in answer.result.standing
    assert "55707" in answer.result.standing
    assert {"rvu25d", "rvu26c"} <= {source.id for source in answer.sources}


def test_unknown_code_is_refused(tips_for):
    with pytest.raises(UnknownCode, match="ZZZZZ"):
        tips_for("ZZZZZ", AUTUMN)


def test_letter_for_a_digit_names_the_code(tips_for):
    with pytest.raises(RequestError, match="77011"):
        tips_for("77OLI", AUTUMN)


def test_unassigned_place_is_refused(tips_for):
    with pytest.raises(UnknownPlace, match="28"):
        tips_for("99213", AUTUMN, place_of_service="28")


def test_unknown_modifier_is_refused(tips_for):
    with pytest.raises(RequestError, match="Q0"):
        tips_for("99213", AUTUMN, modifiers=["Q0"])


def test_year_that_is_not_loaded_is_refused(tips_for):
    with pytest.raises(NotLoaded, match="2023"):
        tips_for("99213", "2023-05-01")


# With modifiers


@pytest.mark.parametrize(
    ("modifier", "amount"),
    [("50", "95.10"), ("LT", "63.40"), ("AS", None), ("54", None)],
)
def test_amount_is_that_with_the_modifier(tips_for, modifier, amount):
    # 1.96 x 32.3465 = 63.40, both sides at 150%
    answer = tips_for("20610", AUTUMN, modifiers=[modifier])

    assert answer.result.allowed == amount


@pytest.mark.parametrize("modifier", ["AS", "54", "Q6"])
def test_modifier_that_is_not_priced_is_named(tips_for, modifier):
    answer = tips_for("20610", AUTUMN, modifiers=[modifier])

    assert any(modifier in warning for warning in answer.warnings)
    assert answer.confidence.level != "high"


def test_reading_and_technical_part_together_choose_neither(tips_for):
    answer = tips_for("77011", AUTUMN, modifiers=["26", "TC"])

    assert answer.result.allowed is None
    assert any("26 and TC" in warning for warning in answer.warnings)
