"""Asking the catalog: each answer is that of the release of the day."""

from datetime import date
from decimal import Decimal

import pytest

from catalog.edit_pairs import pairs_between, pairs_of
from catalog.errors import NotLoaded
from catalog.queries import MOST_DAYS
from catalog.records import AddOnEdit

WINTER, AUTUMN = date(2025, 2, 1), date(2025, 11, 1)
SUMMER_2026, SPRING_2026 = date(2026, 8, 1), date(2026, 5, 1)
NCCI, HOSPITAL = "ncci_practitioner", "ncci_outpatient_hospital"


def test_releases_are_listed_oldest_first(catalog):
    names = [release.name for release in catalog.releases("physician_fees")]

    assert names == ["RVU25A", "RVU25D", "RVU26C"]
    assert {r.dataset for r in catalog.releases()} >= {"gpci", NCCI, HOSPITAL, "hcpcs"}
    assert catalog.releases("none") == []


def test_imported_releases_are_told_apart_from_shipped_ones(catalog):
    assert catalog.imported() == catalog.releases()


@pytest.mark.parametrize(
    ("day", "total"), [(WINTER, "6.54"), (AUTUMN, "6.54"), (SUMMER_2026, "6.63")]
)
def test_fees_of_a_code_are_those_of_the_day(catalog, day, total):
    rows = catalog.fees(["77011"], day)["77011"]

    assert str(rows[""].total_nonfacility) == total
    assert rows.keys() == {"", "26", "TC"}


def test_modifier_row_is_not_the_whole(catalog):
    rows = catalog.fees(["45378"], AUTUMN)["45378"]

    assert str(rows["53"].total_nonfacility) == "5.07"
    assert str(rows[""].total_nonfacility) == "10.13"


def test_code_without_rows_is_left_out(catalog):
    assert catalog.fees(["55707", "77011", "77011"], AUTUMN).keys() == {"77011"}
    assert catalog.fees([], AUTUMN) == {}


def test_nearest_release_of_the_year_answers_and_says_so(catalog):
    held = catalog.held("physician_fees", date(2025, 8, 1))

    assert (held.release.name, held.in_force, held.wanted) == (
        "RVU25D",
        False,
        "RVU25C",
    )
    assert catalog.held("physician_fees", date(2025, 8, 1)) is held


def test_many_days_asked_for_are_not_all_remembered(catalog):
    catalog._held.update(
        {("gpci", date.fromordinal(n)): None for n in range(1, MOST_DAYS + 2)}
    )

    assert catalog.held("gpci", WINTER).release.name == "GPCI2025"
    assert len(catalog._held) == 1


@pytest.mark.parametrize(
    "ask",
    [
        lambda c, day: c.fees(["77011"], day),
        lambda c, day: c.gpcis(day),
        lambda c, day: c.gpci("10112", "00", day),
        lambda c, day: c.zip_locality("35203", day),
        lambda c, day: c.localities_near("35203", day),
        lambda c, day: c.place_of_service("11", day),
        lambda c, day: pairs_between(c, ["77011"], NCCI, day),
        lambda c, day: pairs_of(c, "77011", NCCI, day),
        lambda c, day: c.unit_limit("77011", "mue_practitioner", day),
        lambda c, day: c.add_on_edits("11045", day),
        lambda c, day: c.hcpcs_code("J1100", day),
        lambda c, day: c.lab_fee("80053", day),
        lambda c, day: c.drug_limit("J1100", day),
        lambda c, day: c.anesthesia_base("00142", day),
        lambda c, day: c.category("77011", day),
    ],
)
def test_year_of_which_nothing_is_loaded_is_never_answered(catalog, ask):
    with pytest.raises(NotLoaded, match="Not checked"):
        ask(catalog, date(2013, 12, 31))


def test_history_of_a_code_is_each_release_that_lists_it(catalog):
    history = catalog.fee_history("55700")

    assert [release.name for release, _ in history] == ["RVU25A", "RVU25D"]
    totals = [str(fee.total_nonfacility) for _, fee in catalog.fee_history("77011")]
    assert totals == ["6.54", "6.54", "6.63"]
    assert catalog.fee_history("99999") == []


def test_new_codes_are_those_the_earlier_release_lacks(catalog):
    october = catalog.releases("physician_fees")[1]
    now = catalog.held("physician_fees", SUMMER_2026)

    assert catalog.new_codes(october, now, "557%") == ["55707"]
    assert catalog.new_codes(october, now, "770%") == []


def test_indices_are_those_of_one_locality_and_year(catalog):
    assert catalog.gpci("13202", "01", WINTER).mp == Decimal("1.656")
    assert catalog.gpci("13202", "01", SUMMER_2026).mp == Decimal("1.586")
    assert catalog.gpci("13202", "99", WINTER) is None
    assert len(catalog.gpcis(WINTER)) == 6


def test_zip_code_gives_its_carrier_and_locality(catalog):
    found = catalog.zip_locality("94103", AUTUMN)

    assert (found.carrier, found.locality, found.crosses) == ("01112", "05", False)
    assert catalog.zip_locality("36855", SPRING_2026).crosses
    assert catalog.zip_locality("00000", AUTUMN) is None


def test_localities_near_a_zip_code_are_those_of_its_first_three_digits(catalog):
    assert catalog.localities_near("36855", AUTUMN) == [("10112", "00")]
    assert catalog.localities_near("00000", AUTUMN) == []


@pytest.mark.parametrize(
    ("code", "rate"), [("11", "nonfacility"), ("22", "facility"), ("98", "unassigned")]
)
def test_place_of_service_gives_the_rate_paid_there(catalog, code, rate):
    assert catalog.place_of_service(code, WINTER).rate == rate
    assert catalog.place_of_service("00", WINTER) is None


def test_pairs_between_codes_are_found_in_the_order_cms_gives_them(catalog):
    pairs = pairs_between(catalog, ["36591", "77011"], NCCI, SUMMER_2026)

    assert [(p.column1, p.column2) for p in pairs] == [("77011", "36591")]
    assert pairs[0].rationale == "CPT Manual or CMS manual coding instruction"
    assert pairs == pairs_between(catalog, ["77011", "36591"], NCCI, SUMMER_2026)


def test_pairs_need_both_of_their_codes(catalog):
    assert pairs_between(catalog, ["77011"], NCCI, SUMMER_2026) == []
    assert pairs_between(catalog, [], NCCI, SUMMER_2026) == []


def test_visit_and_blood_draw_have_no_edit(catalog):
    assert pairs_between(catalog, ["99213", "36415"], NCCI, SUMMER_2026) == []


def test_pairs_of_a_code_have_it_in_either_column_also_when_deleted(catalog):
    pairs = pairs_of(catalog, "77011", NCCI, SUMMER_2026)

    assert sum(pair.deleted_on is None for pair in pairs) == 38
    assert {p.column1 == "77011" for p in pairs} == {True, False}
    assert any(pair.deleted_on for pair in pairs)


def test_settings_have_pairs_of_their_own(catalog):
    day = date(2024, 8, 1)

    # 55 and 46 lines of CMS's 2024Q3 tables have 77011.
    assert len(pairs_of(catalog, "77011", NCCI, day)) == 55
    assert len(pairs_of(catalog, "77011", HOSPITAL, day)) == 46


@pytest.mark.parametrize(
    ("code", "dataset", "units"),
    [
        ("97110", "mue_practitioner", 6),
        ("97110", "mue_outpatient_hospital", 8),
        ("J1100", "mue_dme_supplier", 0),
    ],
)
def test_unit_limit_is_that_of_the_setting(catalog, code, dataset, units):
    assert catalog.unit_limit(code, dataset, SPRING_2026).units == units
    assert catalog.unit_limit("99999", dataset, SPRING_2026) is None


def test_add_on_edits_are_those_in_force(catalog):
    visits = catalog.add_on_edits("G2211", SPRING_2026)
    primaries = [edit.primary_code for edit in visits]

    # The rows that were deleted on their first day never ran.
    assert primaries.count("99213") == 1
    assert "99341" in primaries
    assert catalog.add_on_edits("0079T", SPRING_2026) == []
    assert catalog.add_on_edits("77011", SPRING_2026) == []


def test_add_on_edit_ends_with_the_first_of_its_three_deletions(catalog, monkeypatch):
    first, last = date(2026, 4, 1), date(2026, 5, 1)
    kept = {"kind": "1", "add_on": "15276", "primary_code": "15275", "note": ""}
    gone = {"add_on_deleted": None, "primary_deleted": None, "deleted_on": None}
    for column in gone:
        edit = AddOnEdit(**kept, effective_from=first, **{**gone, column: last})
        monkeypatch.setattr(catalog, "_add_ons", lambda *_, edit=edit: [edit])

        assert catalog.add_on_edits("15276", last) == [edit]
        assert catalog.add_on_edits("15276", date(2026, 5, 2)) == []
        assert catalog.add_on_edits("15276", date(2026, 3, 31)) == []


def test_other_schedules_answer_by_code(catalog):
    day = date(2026, 3, 1)

    assert catalog.hcpcs_code("A4397", day).ended_on == date(2021, 12, 31)
    assert catalog.lab_fee("80053", SPRING_2026).rate == Decimal("10.56")
    assert catalog.lab_fee("0526U", SPRING_2026).rate is None
    assert catalog.drug_limit("A9606", day).payment_limit is None
    assert catalog.anesthesia_base("00142", day).units == 4


@pytest.mark.parametrize(
    "name", ["hcpcs_code", "lab_fee", "drug_limit", "anesthesia_base"]
)
def test_other_schedules_do_not_know_other_codes(catalog, name):
    assert getattr(catalog, name)("99999", date(2026, 3, 31)) is None


def test_modifiers_are_those_of_every_hcpcs_release(catalog):
    assert {"XS", "LT", "AA", "TC"} <= set(catalog.hcpcs_modifiers)


def test_category_is_the_latest_placement_by_that_day(catalog):
    found = catalog.category("76145", date(2017, 1, 1))

    assert found.family == "Radiation Treatment Planning"
    assert catalog.category("76145", date(2016, 12, 31)) is None
    assert catalog.category("99999", WINTER) is None


def test_title_is_empty_for_a_code_we_did_not_describe_and_none_for_no_code(catalog):
    assert catalog.title("99213").title
    assert catalog.title("90371").code == "90371"
    assert catalog.title("77O11") is None
