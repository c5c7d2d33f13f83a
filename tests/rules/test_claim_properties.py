"""What holds for every claim with modifiers, units, charges and practitioners."""

import dataclasses
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.opening import open_catalog
from server.places import Where, place_named, where
from server.pricing import Who, price_lines
from server.rules import MODIFIERS
from server.rules.claim import Line
from server.rules.settlement import settlement
from server.unmodelled import unmodelled

FEW = settings(max_examples=80, deadline=None)
CENT = Decimal("0.01")
SIDES = ("RT", "LT", "50")
CODES = (
    *("00142", "0075T", "11042", "11045", "15275", "20610", "27447", "36415", "36591"),
    *("45378", "45380", "45385", "50688", "64493", "66984", "70496", "70551", "77011"),
    *("80053", "93000", "93005", "93010", "97110", "99211", "99213", "99214", "J1100"),
    *("A0425", "G0105"),
)
MODELLED = sorted(MODIFIERS)
UNMODELLED = sorted({"SA", "SG", "PN", "PO", "Q5", "Q6"} - MODIFIERS)
PRACTITIONERS = (
    "physician", "NP", "PA", "CNS", "CNM", "CP", "CSW", "MFT", "MHC", "RD", "PT", "OT",
    "SLP", "AUD",
)  # fmt: skip

on_a_day = st.sampled_from([date(2025, 2, 3), date(2025, 10, 15), date(2026, 8, 3)])
in_a_place = st.sampled_from(["11", "21", "22", "24"])
somewhere = st.sampled_from([None, "10112-00", "02102-01", "01112-05"])
somebody = st.builds(Who, st.sampled_from(PRACTITIONERS), st.booleans())
dollars = st.decimals(min_value="0.01", max_value="3000", places=2)


def a_line(modifiers=MODELLED, charges=dollars, codes=CODES):
    return st.fixed_dictionaries({
        "code": st.sampled_from(codes),
        "modifiers": st.lists(
            st.sampled_from(modifiers), max_size=3, unique=True
        ).map(tuple),
        "units": st.integers(1, 8),
        "charge": st.none() | charges,
        "minutes": st.none() | st.integers(1, 600),
        "postoperative_days": st.none() | st.integers(0, 90),
    })  # fmt: skip


some_lines = st.lists(a_line(), min_size=1, max_size=7)
# Each code once, so that no two lines are equal, and no two are sides of each other:
# of equals, and of two sides, the first on the claim is paid in full.
lines_apart = st.lists(
    a_line([each for each in MODELLED if each not in SIDES]),
    min_size=2,
    max_size=7,
    unique_by=lambda line: "45378" if line["code"] == "G0105" else line["code"],
)


@pytest.fixture(scope="module")
def pay(catalog_path):
    """Price lines as the server does."""
    with open_catalog(catalog_path) as catalog:

        def price(asked, on, pos="11", locality=None, who=None, flat=False):
            lines = [
                Line(number=number, on=on, **each)
                for number, each in enumerate(asked, start=1)
            ]
            at = where(catalog, on, zip_code=None, locality=locality)
            if flat:
                at = Where(gpci=ones(catalog, on), held=catalog.held("gpci", on))
            place = place_named(catalog, pos, on)
            return price_lines(catalog, lines, place=place, at=at, who=who or Who())

        yield price


def ones(catalog, on):
    one = Decimal(1)
    return dataclasses.replace(catalog.gpcis(on)[0], work=one, pe=one, mp=one)


@given(
    asked=lines_apart,
    on=on_a_day,
    pos=in_a_place,
    at=somewhere,
    who=somebody,
    mix=st.randoms(),
)
@FEW
def test_order_of_lines_never_changes_the_total(pay, asked, on, pos, at, who, mix):
    shuffled = mix.sample(asked, len(asked))
    one, other = pay(asked, on, pos, at, who), pay(shuffled, on, pos, at, who)

    assert one.claim.total == other.claim.total
    assert amounts(one.claim) == amounts(other.claim)


def amounts(claim):
    return sorted((line.code, str(claim.amount(line))) for line in claim.lines)


@given(asked=some_lines, on=on_a_day, pos=in_a_place, at=somewhere, who=somebody)
@FEW
def test_amount_of_a_line_is_its_last_steps(pay, asked, on, pos, at, who):
    claim = pay(asked, on, pos, at, who).claim

    for line in claim.lines:
        steps = [step for step in claim.steps if step.line == line.number]
        assert claim.amount(line) == (steps[-1].amount if steps else None)
    unpriced = {each.line for each in claim.unpriced}
    stand = [line for line in claim.lines if line.number not in unpriced]
    assert (claim.total or 0) == sum(map(claim.standing, stand))


@given(asked=some_lines, on=on_a_day, pos=in_a_place, at=somewhere, who=somebody)
@FEW
def test_every_amount_is_in_whole_cents_and_never_negative(
    pay, asked, on, pos, at, who
):
    claim = pay(asked, on, pos, at, who).claim

    assert all(step.amount >= 0 for step in claim.steps)
    assert all(step.amount.as_tuple().exponent == -2 for step in claim.steps)
    assert all(step.technical is None or 0 <= step.technical <= step.amount
               for step in claim.steps)  # fmt: skip


@given(asked=some_lines, on=on_a_day, pos=in_a_place, at=somewhere, who=somebody)
@FEW
def test_no_line_is_allowed_more_than_its_charge(pay, asked, on, pos, at, who):
    claim = pay(asked, on, pos, at, who).claim

    for line in claim.priced:
        if line.charge is not None and not _sides(line):
            assert claim.standing(line) <= line.charge


def _sides(line):
    """Both sides on two lines are held against the sum of their charges."""
    return {"RT", "LT"} & set(line.modifiers)


@given(asked=some_lines, on=on_a_day, pos=in_a_place, at=somewhere, who=somebody)
@FEW
def test_total_is_never_above_its_lines_priced_alone(pay, asked, on, pos, at, who):
    together = pay(asked, on, pos, at, who).claim.total
    alone = [pay([each], on, pos, at, who).claim.total for each in asked]
    units = sum(each["units"] for each in asked)

    if together is not None:
        # A whole that is split is paid by its parts, which may be a cent more a unit.
        assert together <= sum(each or 0 for each in alone) + CENT * units


@given(asked=some_lines, on=on_a_day, pos=in_a_place, at=somewhere, who=somebody)
@FEW
def test_every_step_and_reason_cites_a_source(pay, asked, on, pos, at, who):
    claim = pay(asked, on, pos, at, who).claim
    outcomes = [*claim.steps, *claim.unpriced]

    assert {each.line for each in outcomes} == {line.number for line in claim.lines}
    assert all(each.because and each.sources for each in outcomes)
    assert all(source.id and source.title for each in outcomes
               for source in each.sources)  # fmt: skip


@given(asked=some_lines, on=on_a_day, pos=in_a_place, who=somebody)
@FEW
def test_national_equals_a_locality_whose_indices_are_one(pay, asked, on, pos, who):
    # Anesthesia aside: its locality's factor is in a file of its own.
    asked = [each for each in asked if each["code"] != "00142"]
    if asked:
        national = pay(asked, on, pos, None, who).claim.total
        assert national == pay(asked, on, pos, None, who, flat=True).claim.total


@given(
    asked=some_lines,
    strange=st.sampled_from(UNMODELLED),
    at=st.integers(0, 6),
    on=on_a_day,
)
@FEW
def test_modifier_without_a_rule_is_always_warned_of(pay, asked, strange, at, on):
    line = asked[at % len(asked)]
    line["modifiers"] = (*line["modifiers"], strange)
    said = [text for text in unmodelled(pay(asked, on)) if strange in text]

    assert len(said) == 1
    assert said[0].startswith(f"Line {at % len(asked) + 1}:")


@given(asked=some_lines, on=on_a_day)
@FEW
def test_modifier_with_a_rule_is_never_said_to_have_none(pay, asked, on):
    said = [text for text in unmodelled(pay(asked, on)) if "modifier" in text]

    assert not [text for text in said if "is not modelled" in text]


@given(asked=some_lines, strange=st.sampled_from(UNMODELLED), on=on_a_day)
@FEW
def test_modifier_without_a_rule_changes_no_amount(pay, asked, strange, on):
    odd = [{**each, "modifiers": (*each["modifiers"], strange)} for each in asked]

    assert pay(asked, on).claim.total == pay(odd, on).claim.total


@given(
    asked=some_lines, left=st.decimals("0", "300", places=2), on=on_a_day, who=somebody
)
@FEW
def test_allowed_amount_is_divided_and_nothing_made(pay, asked, left, on, who):
    priced = pay(asked, on, who=who)
    found = settlement(priced.claim, priced.facts, left)
    paid = found.medicare_pays + found.sequestration + found.patient_pays
    assisted = any({"CQ", "CO"} & set(each["modifiers"]) for each in asked)

    assert found.deductible <= left
    assert min(found.medicare_pays, found.coinsurance, found.sequestration) >= 0
    assert paid <= (priced.claim.total or 0)
    assert assisted or paid == (priced.claim.total or 0)
