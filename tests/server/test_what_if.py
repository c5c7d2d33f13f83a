"""What would change a claim's total most."""

from datetime import date
from decimal import Decimal

import pytest

from server.places import place_named, where
from server.pricing import Who, price_lines
from server.rules.claim import Line
from server.what_if import change_most, difference

AUTUMN = date(2025, 10, 15)  # RVU25D is in force


@pytest.fixture
def tell(catalog):
    """The sentence for a claim, given as codes with their modifiers."""

    def sentence(*asked, pos="11", locality=None, on=AUTUMN, who=None):
        lines = []
        for number, text in enumerate(asked, start=1):
            code, *modifiers = text.split("-")
            lines.append(
                Line(number=number, code=code, modifiers=tuple(modifiers), on=on)
            )
        at = where(catalog, on, zip_code=None, locality=locality)
        place = place_named(catalog, pos, on)

        def price(lines, place, at):
            return price_lines(catalog, lines, place=place, at=at, who=who or Who())

        return change_most(catalog, price(lines, place, at), on, at, price)

    return sentence


def test_office_is_compared_with_a_hospital(tell):
    said = tell("99213")

    # RULES.md 1.3: 88.95 and 63.72
    assert said == (
        "In a hospital (POS 22) the same claim is allowed $63.72: $25.23 less."
    )


def test_hospital_is_compared_with_an_office(tell):
    said = tell("99213", pos="22")

    assert (
        said == "In an office (POS 11) the same claim is allowed $88.95: $25.23 more."
    )


def test_every_facility_is_compared_with_an_office(tell):
    assert "an office" in tell("99213", pos="21")
    assert "an office" in tell("99213", pos="24")


def test_other_place_is_in_the_same_locality(tell):
    said = tell("99213", locality="10112-00")

    # RULES.md 1.3, Alabama: 81.86 and 59.93
    assert "$59.93: $21.93 less" in said


def test_other_place_has_the_same_practitioner(tell):
    said = tell("99213", locality="10112-00", who=Who("NP"))

    # 81.86 x 0.85 = 69.581; 59.93 x 0.85 = 50.9405
    assert "$50.94: $18.64 less" in said


def test_several_lines_are_compared_as_one_claim(tell):
    said = tell("45385", "45380", locality="10112-00", pos="22")

    # RULES.md 4.3: 239.53; in an office 392.39 + (370.97 - 294.47) = 468.89
    assert "$468.89: $229.36 more" in said


def test_reading_alone_is_told_of_a_whole_test(tell):
    said = tell("70551")

    # 2.08 x 32.3465 = 67.28; 5.98 x 32.3465 = 193.43. A hospital has no whole price.
    assert said == (
        "With 26 on line 1, where you only read the test, the same claim is allowed "
        "$67.28: $126.15 less."
    )


def test_several_tests_are_told_together(tell):
    said = tell("70551", "70496")

    assert "With 26 on lines 1, 2" in said


def test_greater_of_both_differences_is_told(tell):
    # 27447 has no price in an office, and its hospital price is the greater difference.
    said = tell("27447", "70551")

    assert said.startswith("In a hospital (POS 22)")


def test_part_that_was_asked_for_is_not_told_again(tell):
    assert tell("70551-26") is None
    assert "With 26" not in tell("70551-TC", "93010")


def test_line_without_a_price_here_is_said_to_have_one_there(tell):
    said = tell("66984", "99213")

    # 521.75 + 63.72 = 585.47, where the office pays 88.95 for the visit alone
    assert "$585.47: $496.52 more (line 1 has a price there)" in said


def test_line_without_a_price_there_is_said_to_have_none(tell):
    said = tell("66984", "99213", pos="22")

    assert "(line 1 has no price there)" in said


def test_claim_without_a_price_is_told_where_it_has_one(tell):
    said = tell("66984")

    assert said == (
        "In a hospital (POS 22) the same claim is allowed $521.75; as it was sent "
        "nothing on it has a price."
    )


def test_nothing_is_told_of_what_no_place_changes(tell):
    assert tell("80053", on=date(2026, 8, 3)) is None
    assert tell("93010") is None


def test_nothing_is_told_of_therapy_which_has_one_rate(tell):
    assert tell("97110") is None
    assert tell("97110", pos="22") is None


def test_nothing_is_told_where_nothing_has_a_price_anywhere(tell):
    assert tell("A0425") is None


def test_nothing_is_told_of_a_line_that_is_refused_anyway(tell):
    assert tell("99213-GZ") is None


@pytest.mark.parametrize(
    ("there", "here", "expected"),
    [
        ("63.72", "88.95", "-25.23"),
        ("88.95", "63.72", "25.23"),
        ("88.95", "88.95", "0.00"),
        (None, "88.95", None),
        ("88.95", None, None),
        (None, None, None),
    ],
)
def test_difference_is_from_the_claim_as_asked(there, here, expected):
    amounts = [None if each is None else Decimal(each) for each in (there, here)]
    found = difference(*amounts)

    assert (None if found is None else str(found)) == expected
