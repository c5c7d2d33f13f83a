"""What holds for every claim: properties over lines of real codes."""

import dataclasses
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.edit_pairs import pairs_between
from server.editing import edit_lines
from server.money import cents
from server.places import NATIONAL, Where, place_named, where
from server.pricing import price_lines
from server.rules.claim import Line
from server.rules.findings import PairFinding, UnitFinding
from server.rules.ncci_edits import in_force

SUMMER = date(2026, 8, 3)
FEW = settings(max_examples=60, deadline=None)
DRUG, DRUG_LIMIT = "J1100", Decimal("0.105")
# Codes of which a further unit is paid less, by their multiple-procedure indicator.
SURGERIES = ("11042", "15275", "45378")  # 2, and no two units are both sides
RANKED = {
    *SURGERIES, "20610", "27447", "45380", "45385", "50688", "55700", "55707", "64493",
    "66984", "70496", "70551", "93000", "93005", "97110", "G0105",
}  # fmt: skip
UNITS_AS_LINES = (
    "11042",
    "15275",
    "45378",
    "93005",
    "93010",
    "97110",
    "99213",
    "80053",
)
ALONE = "36591"  # status T: paid only without another payable line
CODES = [
    *("00142", "0075T", "11042", "11045", "15275", "20610", "27447", "36415", "45378"),
    *("45380", "45385", "50688", "55700", "55707", "64493", "66984", "70496", "70551"),
    *("76145", "77011", "80053", "93000", "93005", "93010", "97110", "99211", "99213"),
    *("99214", "A0425", "G0105", "J1100"),
]
MODIFIERS = ("26", "TC", "53", "25", "57", "59", "XS", "RT", "LT", "76", "50", "51")
PLACES = (None, "10112-00", "13202-01", "02102-01", "01112-05", "01182-18", "15202-00")

on_a_day = st.sampled_from([date(2025, 2, 3), date(2025, 10, 15), SUMMER])
at_a_place = st.sampled_from(PLACES)
place_of_service = st.sampled_from(["11", "19", "21", "22", "24"])
a_line = st.tuples(
    st.sampled_from(CODES),
    st.lists(st.sampled_from(MODIFIERS), max_size=2, unique=True).map(tuple),
    st.integers(1, 9999),
)
some_lines = st.lists(a_line, min_size=1, max_size=6)
# Each code once; without G0105, which ranks exactly as 45378 does.
lines_apart = st.lists(a_line, min_size=1, max_size=8, unique_by=lambda x: x[0]).map(
    lambda asked: [each for each in asked if each[0] != "G0105"] or [("99213", (), 1)]
)
# Some codes on several lines that are alike.
lines_again = st.lists(
    st.tuples(a_line, st.integers(1, 3)),
    min_size=1,
    max_size=5,
    unique_by=lambda x: x[0][0],
).map(lambda asked: [line for line, times in asked for _ in range(times)])


def claim_of(asked, on):
    return [
        Line(number=number, code=code, modifiers=modifiers, units=units, on=on)
        for number, (code, modifiers, units) in enumerate(asked, start=1)
    ]


@pytest.fixture(scope="module")
def pay(small):
    """Price lines, given as code, modifiers and units."""

    def price(asked, on, pos="11", locality=None, gpci=None):
        at = where(small, on, zip_code=None, locality=locality) or NATIONAL
        at = Where(gpci=gpci, held=small.held("gpci", on)) if gpci else at
        place = place_named(small, pos, on)
        return price_lines(small, claim_of(asked, on), place=place, at=at).claim

    return price


@given(
    asked=lines_apart,
    on=on_a_day,
    pos=place_of_service,
    at=at_a_place,
    mix=st.randoms(),
)
@FEW
def test_order_of_lines_changes_no_amount(pay, asked, on, pos, at, mix):
    shuffled = mix.sample(asked, len(asked))
    one, other = pay(asked, on, pos, at), pay(shuffled, on, pos, at)

    assert one.total == other.total
    assert amounts(one, asked) == amounts(other, shuffled)


@given(
    asked=lines_again,
    on=on_a_day,
    pos=place_of_service,
    at=at_a_place,
    mix=st.randoms(),
)
@FEW
def test_order_of_lines_changes_no_total(pay, asked, on, pos, at, mix):
    shuffled = mix.sample(asked, len(asked))

    assert pay(asked, on, pos, at).total == pay(shuffled, on, pos, at).total


def amounts(claim, asked):
    found = zip(asked, claim.lines, strict=True)
    return Counter((what, claim.amount(line)) for what, line in found)


@given(asked=some_lines, on=on_a_day)
@FEW
def test_line_paid_only_alone_pays_nothing_wherever_it_stands(pay, asked, on):
    alone = (ALONE, (), 1)
    payable = pay([*asked, ("99213", (), 1)], on)

    for at in range(len(asked) + 1):
        claim = pay([*asked[:at], alone, *asked[at:], ("99213", (), 1)], on)
        assert claim.amount(claim.lines[at]) == 0
        assert claim.total == payable.total


@given(asked=some_lines, on=on_a_day, pos=place_of_service, at=at_a_place)
@FEW
def test_amount_is_that_of_the_last_step_and_never_negative(pay, asked, on, pos, at):
    claim = pay(asked, on, pos, at)

    for line in claim.lines:
        steps = [step for step in claim.steps if step.line == line.number]
        assert claim.amount(line) == (steps[-1].amount if steps else None)
        assert all(step.amount >= 0 for step in steps)


@given(asked=some_lines, on=on_a_day, pos=place_of_service, at=at_a_place)
@FEW
def test_every_line_has_an_outcome_with_a_reason_and_a_source(pay, asked, on, pos, at):
    claim = pay(asked, on, pos, at)
    outcomes = [*claim.steps, *claim.unpriced]

    assert {each.line for each in outcomes} == {line.number for line in claim.lines}
    assert all(each.because and each.sources for each in outcomes)


@given(asked=some_lines, on=on_a_day, pos=place_of_service, at=at_a_place)
@FEW
def test_every_amount_is_in_whole_cents(pay, asked, on, pos, at):
    claim = pay(asked, on, pos, at)

    assert all(step.amount.as_tuple().exponent == -2 for step in claim.steps)
    assert claim.total is None or claim.total.as_tuple().exponent == -2


@given(line=a_line, on=on_a_day, pos=place_of_service, at=at_a_place)
@FEW
def test_units_multiply(pay, line, on, pos, at):
    code, modifiers, units = line
    one, many = pay([(code, modifiers, 1)], on, pos, at), pay([line], on, pos, at)

    if code == DRUG and one.total:  # not with 26 or TC, of which it has none
        assert many.total == cents(DRUG_LIMIT * units)  # three decimals, rounded once
    elif one.on_schedule and (code in RANKED or "50" in modifiers):
        assert Decimal(0) <= many.total <= one.total * units
    else:
        assert many.total == (None if one.total is None else one.total * units)


@given(
    code=st.sampled_from(SURGERIES), units=st.integers(3, 9999), pos=place_of_service
)
@FEW
def test_further_units_of_a_surgery_are_paid_half(pay, code, units, pos):
    one, many = pay([(code, (), 1)], SUMMER, pos), pay([(code, (), units)], SUMMER, pos)

    further = None if one.total is None else cents(one.total / 2) * (units - 1)
    assert many.total == (None if one.total is None else one.total + further)


@given(
    code=st.sampled_from(UNITS_AS_LINES),
    units=st.integers(1, 6),
    on=on_a_day,
    pos=place_of_service,
    at=at_a_place,
)
@FEW
def test_units_are_paid_as_lines_of_one_unit_each(pay, code, units, on, pos, at):
    on_one_line = pay([(code, (), units)], on, pos, at)
    on_several = pay([(code, (), 1)] * units, on, pos, at)

    assert on_one_line.total == on_several.total


@given(asked=some_lines, on=on_a_day, pos=place_of_service)
@FEW
def test_national_equals_a_locality_whose_indices_are_one(small, pay, asked, on, pos):
    one = Decimal(1)
    flat = dataclasses.replace(small.gpcis(on)[0], work=one, pe=one, mp=one)

    assert pay(asked, on, pos).total == pay(asked, on, pos, gpci=flat).total


@given(line=a_line, on=on_a_day, pos=place_of_service)
@FEW
def test_dearer_locality_never_pays_less(small, pay, line, on, pos):
    some = small.gpcis(on)[0]
    dearer = dataclasses.replace(
        some, work=some.work + 1, pe=some.pe + 1, mp=some.mp + 1
    )

    here = pay([line], on, pos, gpci=some).total
    there = pay([line], on, pos, gpci=dearer).total

    assert here == there if here is None else there >= here


@given(asked=some_lines, mix=st.randoms())
@FEW
def test_order_of_lines_changes_no_pairs_verdict(small, asked, mix):
    shuffled = mix.sample(asked, len(asked))

    assert verdicts(small, asked) == verdicts(small, shuffled)


def edited(catalog, asked, on=SUMMER):
    place = place_named(catalog, "11", on)
    return edit_lines(catalog, claim_of(asked, on), place=place).findings


def verdicts(catalog, asked):
    found = edited(catalog, asked)
    return Counter(
        (pair.column1, asked[pair.column1_line - 1], pair.column2,
         asked[pair.column2_line - 1], pair.verdict)
        for pair in found if isinstance(pair, PairFinding)
    )  # fmt: skip


@given(asked=some_lines)
@FEW
def test_pair_without_an_edit_in_force_is_never_reported(small, asked):
    codes = {code for code, _, _ in asked}
    rows = pairs_between(small, sorted(codes), "ncci_practitioner", SUMMER)
    known = {(row.column1, row.column2) for row in rows if in_force(row, SUMMER)}
    found = [each for each in edited(small, asked) if isinstance(each, PairFinding)]

    assert {(p.column1, p.column2) for p in found} <= known


@given(
    code=st.sampled_from([code for code in CODES if code != "A0425"]),
    parts=st.lists(st.integers(1, 300), min_size=1, max_size=6),
)
@FEW
def test_splitting_units_over_lines_never_escapes_a_daily_limit(small, code, parts):
    whole = edited(small, [(code, (), sum(parts))])
    split = edited(small, [(code, ("76",), units) for units in parts])
    (one,), (other,) = (
        [each for each in found if isinstance(each, UnitFinding)]
        for found in (whole, split)
    )

    assert (one.units, one.verdict) == (other.units, other.verdict)


@given(units=st.integers(1, 9999), more=st.integers(1, 9999))
@FEW
def test_more_units_never_turn_a_denial_into_a_pass(small, units, more):
    def denied(n):
        (found,) = edited(small, [("97110", (), n)])
        return found.verdict == "denied"

    assert denied(units + more) or not denied(units)
