"""What holds for every edited claim: properties over lines of real codes."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from catalog.edit_pairs import pairs_of
from catalog.errors import NotLoaded
from server.at_risk import amounts_at_risk, at_risk
from server.bundling_card import verdict_of
from server.edit_tables import is_visit
from server.editing import edit_lines
from server.places import place_named
from server.pricing import price_lines
from server.requests import LineIn
from server.rules.claim import Line
from server.rules.findings import PairFinding
from server.tools import check_bundling, estimate_payment

SUMMER = date(2026, 8, 3)
FEW = settings(max_examples=80, deadline=None)
CODES = (
    "00142", "0075T", "11042", "11045", "15275", "20610", "27447", "36415", "45378",
    "45380", "45385", "50688", "55700", "55707", "64493", "66984", "70496", "70551",
    "77011", "80053", "93000", "93005", "93010", "97110", "99211", "99213", "99214",
    "A0425", "G0105", "J1100",
)  # fmt: skip
MODIFIERS = ("24", "25", "57", "58", "59", "XS", "RT", "LT", "76", "50", "26", "79")
COUNTED = ("59", "XS", "RT", "LT", "76")  # that keep a line of any code alive
DAYS = st.integers(-1, 20)
a_line = st.tuples(
    st.sampled_from(CODES),
    st.lists(st.sampled_from(MODIFIERS), max_size=2, unique=True).map(tuple),
    st.integers(1, 4),
    DAYS,
)
some_lines = st.lists(a_line, min_size=1, max_size=6)
UNRELATED = ("A0425", "J1100", "00142", "80053", "70496", "93005", "76145")
SETTINGS = ("practitioner", "outpatient_hospital")


def claim_of(asked):
    return [
        Line(number=number, code=code, modifiers=modifiers, units=units,
             on=SUMMER + timedelta(days=days))
        for number, (code, modifiers, units, days) in enumerate(asked, start=1)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def edit(small):
    def run(asked, setting="practitioner", pos="11"):
        place = place_named(small, pos, SUMMER)
        return edit_lines(small, claim_of(asked), setting, place=place)

    return run


def said(edited, asked):
    """Every finding, told by what its lines are and not by where they stand."""
    return Counter(
        (each.rule, str(each.verdict), each.because.split(" on line ")[0][:12],
         tuple(sorted(str(asked[number - 1]) for number in each.about)),
         str(asked[each.column1_line - 1]) if isinstance(each, PairFinding) else "")
        for each in edited.findings
    )  # fmt: skip


def denied(edited, asked):
    return Counter(str(asked[number - 1]) for number in edited.denied)


@given(asked=some_lines, mix=st.randoms(), setting=st.sampled_from(SETTINGS))
@FEW
def test_order_of_lines_changes_no_verdict(edit, asked, mix, setting):
    shuffled = mix.sample(asked, len(asked))
    one, other = edit(asked, setting), edit(shuffled, setting)

    assert denied(one, asked) == denied(other, shuffled)
    assert said(one, asked) == said(other, shuffled)
    assert verdict_of(one) == verdict_of(other)


@given(asked=some_lines, mix=st.randoms())
@FEW
def test_order_of_lines_changes_no_total(edit, asked, mix):
    shuffled = mix.sample(asked, len(asked))
    one, other = at_risk(edit(asked)), at_risk(edit(shuffled))

    assert (one.sent_as_it_is, one.resolved) == (other.sent_as_it_is, other.resolved)


def related(catalog, code, others):
    """Whether a table has anything to say of a code beside the others."""
    rows = pairs_of(catalog, code, "ncci_practitioner", SUMMER)
    partners = {row.column1 for row in rows} | {row.column2 for row in rows}
    primaries = {
        edit.primary_code
        for each in others
        for edit in catalog.add_on_edits(each, SUMMER)
    }
    return bool(partners & set(others)) or code in others or code in primaries


@given(asked=some_lines, code=st.sampled_from(UNRELATED))
@FEW
def test_unrelated_line_changes_nothing_of_the_others(small, edit, asked, code):
    others = [each for each, _, _, _ in asked]
    assume(not related(small, code, others) and not is_visit(code, SUMMER))
    more = [*asked, (code, (), 1, 0)]
    alone, beside = edit(asked), edit(more)

    def of_the_others(edited):
        return [each for each in edited.findings if len(more) not in each.about]

    assert of_the_others(beside) == list(alone.findings)
    assert beside.denied.keys() - {len(more)} == alone.denied.keys()


@given(
    code=st.sampled_from([code for code in CODES if code != "A0425"]),
    parts=st.lists(st.integers(1, 300), min_size=1, max_size=6),
    modifiers=st.lists(st.sampled_from(COUNTED), min_size=6, max_size=6),
)
@FEW
def test_splitting_units_never_escapes_a_daily_limit(edit, code, parts, modifiers):
    whole = edit([(code, (), sum(parts), 0)])
    split = edit([(code, (m,), n, 0) for n, m in zip(parts, modifiers, strict=False)])
    over = [each for each in whole.findings if each.rule == "unit_limits"]
    again = [each for each in split.findings if each.rule == "unit_limits"]

    assert [(e.units, e.verdict) for e in over] == [(e.units, e.verdict) for e in again]


@given(
    asked=some_lines,
    on=st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    setting=st.sampled_from(SETTINGS),
)
@FEW
def test_claim_is_clean_only_if_every_table_was_looked_at(small, asked, on, setting):
    lines = [
        LineIn(code=code, modifiers=list(modifiers), units=units)
        for code, modifiers, units, _ in asked
    ]
    found = check_bundling(small, lines, on, setting).result
    wanted = [f"ncci_{setting}", f"mue_{setting}", "add_on_codes"]
    wanted += ["physician_fees"] if setting == "practitioner" else []
    missing = [name for name in wanted if not loaded(small, name, on)]

    assert bool(missing) <= (found.verdict != "clean")
    assert len([e for e in found.checked if e.state == "not_checked"]) >= len(missing)
    if found.verdict == "clean":
        assert {each.state for each in found.checked} == {"checked"}
        assert {each.verdict for each in found.lines} == {"passes"}


def loaded(catalog, dataset, on):
    try:
        catalog.held(dataset, on)
    except NotLoaded:
        return False
    return True


@given(asked=some_lines, pos=st.sampled_from(["11", "22"]))
@FEW
def test_both_tools_agree(small, asked, pos):
    lines = [
        LineIn(code=code, modifiers=list(modifiers), units=units,
               date_of_service=SUMMER + timedelta(days=days))
        for code, modifiers, units, days in asked
    ]  # fmt: skip
    found = check_bundling(small, lines, SUMMER, place_of_service=pos).result
    paid = estimate_payment(
        small, lines, SUMMER, place_of_service=pos, apply_edits=True
    ).result

    assert paid.edits.denied == [each.line for each in found.lines if each.denied_by]
    assert paid.total_allowed == found.money.sent_as_it_is
    assert paid.edits.verdict == found.verdict


@given(asked=some_lines, pos=st.sampled_from(["11", "22"]))
@FEW
def test_amount_at_risk_is_what_the_whole_claim_loses(small, edit, asked, pos):
    edited = edit(asked, pos=pos)
    amounts = amounts_at_risk(edited, edited.findings)

    for each, amount in zip(edited.findings, amounts, strict=True):
        if amount is None:
            continue
        about = set(each.about)
        others = {n for n in edited.denied if n not in about}
        with_it = total(small, edited, pos, without=others)
        assert amount == with_it - total(small, edited, pos, without=others | about)


def total(catalog, edited, pos, *, without):
    """The whole claim priced anew with some of its lines left off."""
    kept = [line for line in edited.lines if line.number not in without]
    if not kept:
        return 0
    place = place_named(catalog, pos, SUMMER)
    return price_lines(catalog, kept, place=place).claim.total or 0


@given(asked=some_lines)
@FEW
def test_resolved_claim_is_never_worth_less_and_never_more_than_without_edits(
    edit, asked
):
    risk = at_risk(edit(asked))
    zero = 0

    assert (risk.sent_as_it_is or zero) <= (risk.resolved or zero)
    assert (risk.resolved or zero) <= (risk.without_edits or zero)
