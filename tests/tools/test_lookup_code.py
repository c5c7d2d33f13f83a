"""What a code is, and which code is meant."""

import dataclasses
import json
import re
from datetime import date, timedelta

import pytest

from catalog.records import PlainTitle
from server.code_record import code_record
from server.errors import RequestError
from server.standing import standing

WINTER, AUTUMN, SUMMER = "2025-02-03", "2025-10-15", "2026-08-03"


def test_code_is_whole(look_up):
    code = look_up("77011", SUMMER).result.code
    whole = code.parts[0]

    assert (code.code, code.in_force, code.status.value) == ("77011", True, "A")
    assert (str(whole.total_nonfacility), str(whole.work)) == ("6.63", "1.18")
    assert str(whole.national_nonfacility) == "221.45"  # 6.63 x 33.4009 = 221.447967
    assert whole.national_facility is None  # flagged NA
    assert [part.modifier for part in code.parts] == ["", "26", "TC"]
    assert str(code.conversion_factor) == "33.4009"


def test_indicators_have_their_meaning_in_words(look_up):
    code = look_up("45378", SUMMER).result.code
    values = {each.name: each.value for each in code.indicators}

    assert values["PC/TC"] == "0"
    assert values["global days"] == "000"
    assert values["both sides"] == "0"
    assert all(each.meaning for each in code.indicators)
    assert code.status.meaning


def test_price_is_of_both_settings(look_up):
    (whole,) = look_up("99213", AUTUMN).result.code.parts

    assert (str(whole.national_nonfacility), str(whole.national_facility)) == (
        "88.95",
        "63.72",
    )


def test_discontinued_row_stands_beside_the_whole(look_up):
    parts = look_up("45378", AUTUMN).result.code.parts

    # 10.13 and 5.07 x 32.3465 = 327.670045 and 163.996755
    assert [(p.modifier, str(p.national_nonfacility)) for p in parts] == [
        ("", "327.67"),
        ("53", "164.00"),
    ]


def test_unit_limits_are_of_each_setting(look_up):
    units = {each.setting: each for each in look_up("A0425", SUMMER).result.code.units}

    assert (units["practitioner"].units, units["practitioner"].mai) == (250, "1")


def test_code_without_a_limit_is_unknown_not_unlimited(look_up):
    code = look_up("00142", SUMMER).result.code

    assert code.units == []
    assert "not unlimited" in code.units_note


def test_add_on_lists_its_primaries(look_up):
    add_on = look_up("11045", SUMMER).result.code.add_on

    assert (add_on.kind, add_on.primaries) == ("1", ["11042"])


def test_code_that_is_no_add_on_has_none(look_up):
    assert look_up("99213", SUMMER).result.code.add_on is None


def test_category_and_releases_are_named(look_up):
    code = look_up("77011", SUMMER).result.code

    assert "Radiation" in code.category
    assert [each.release for each in code.releases] == ["RVU25A", "RVU25D", "RVU26C"]


def test_endoscopy_names_its_base(look_up):
    assert look_up("45385", SUMMER).result.code.endoscopic_base == "45378"


def test_laboratory_and_drug_prices_are_of_their_own_schedules(look_up):
    # CLFS holds for the second quarter, ASP for the first: both answer for the year.
    assert str(look_up("80053", SUMMER).result.code.lab_fee) == "10.56"
    assert "0.105" in look_up("J1100", SUMMER).result.code.drug_limit


def test_deleted_code_says_since_when_and_what_there_is_now(look_up):
    answer = look_up("55700", SUMMER)
    code = answer.result.code

    assert (code.in_force, code.successors) == (False, ["55707"])
    assert "2025-12-31" in code.standing
    assert (answer.result.matches[0].code, answer.result.matches[0].in_force) == (
        "55700",
        False,
    )
    assert {"rvu25d", "rvu26c"} <= {source.id for source in answer.sources}


def test_deleted_code_was_in_force_before(look_up):
    code = look_up("55700", AUTUMN).result.code

    assert code.in_force
    assert str(code.parts[0].national_nonfacility) == "233.22"


def test_new_code_is_not_in_force_before(look_up):
    code = look_up("55707", AUTUMN).result.code

    assert not code.in_force
    assert "RVU26C" in code.standing


def test_release_of_another_quarter_lowers_the_confidence(look_up):
    answer = look_up("77011", "2025-08-01")

    assert answer.confidence.level == "medium"
    assert any("RVU25C" in reason for reason in answer.confidence.because)


def test_table_that_is_not_loaded_is_said(look_up):
    answer = look_up("77011", AUTUMN)

    assert any("unlikely" in text for text in answer.result.code.not_checked)
    assert answer.warnings


def test_code_within_words_is_named(look_up):
    answer = look_up("what is 77011?", SUMMER)

    assert answer.result.code.code == "77011"
    assert answer.result.matches[0].code == "77011"


@pytest.mark.parametrize("query", ["colonoscopy", "4538"])
def test_code_that_is_not_named_is_not_sure(look_up, query):
    answer = look_up(query, SUMMER)

    assert answer.confidence.level == "medium"
    assert any("words" in reason for reason in answer.confidence.because)


def test_code_that_is_named_is_sure(look_up):
    assert look_up("99213", AUTUMN).confidence.level == "high"


def test_code_is_neither_in_force_nor_gone_where_no_table_was_looked_at(look_up):
    answer = look_up("99213", "2023-06-01")

    assert answer.result.code.in_force is None
    assert "Not checked" in answer.result.code.standing
    assert answer.confidence.level == "medium"


def test_letters_for_digits_still_find_the_code(look_up):
    found = look_up("77O11", SUMMER).result.matches

    assert "77011" in [match.code for match in found]


def test_part_of_a_code_finds_those_that_begin_so(look_up):
    answer = look_up("4538", SUMMER)

    assert answer.result.code is None
    assert {"45380", "45385"} <= {match.code for match in answer.result.matches}


def test_words_find_our_own_titles(look_up):
    found = look_up("colonoscopy", SUMMER).result.matches

    assert {match.code for match in found} & {"45378", "45380", "45385", "G0105"}
    for there in (True, False):
        scores = [match.score for match in found if match.in_force == there]
        assert scores == sorted(scores, reverse=True)


def test_several_codes_are_matched_without_a_record(look_up):
    answer = look_up("45385 45380", SUMMER)

    assert answer.result.code is None
    assert {"45380", "45385"} <= {match.code for match in answer.result.matches}


def test_limit_is_kept(look_up):
    assert len(look_up("9", SUMMER, limit=2).result.matches) <= 2


def test_unknown_code_shows_what_is_near(look_up):
    answer = look_up("7701X", SUMMER)

    assert answer.result.code is None
    assert "7701X" in answer.warnings[0]
    assert answer.result.matches


def test_nothing_found_says_what_to_send(look_up):
    with pytest.raises(RequestError, match="99213"):
        look_up("qqqqqq zzzzzz", SUMMER)


def test_patient_data_is_refused_without_repeating_it(look_up):
    with pytest.raises(RequestError) as caught:
        look_up("visit for 123-45-6789", SUMMER)

    assert "123-45-6789" not in str(caught.value)


def test_no_synthetic_or_foreign_title_stands_for_our_own(look_up):
    code = look_up("77011", SUMMER).result.code

    assert code.title
    assert "SYNTHETIC" not in code.title


def test_figures_are_text_on_the_wire(look_up):
    code = json.loads(look_up("77011", SUMMER).model_dump_json())["result"]["code"]
    part = code["parts"][0]

    assert re.fullmatch(r"\d+\.\d\d", part["national_nonfacility"])
    assert isinstance(part["work"], str)
    assert isinstance(code["conversion_factor"], str)


def test_sources_are_listed_once_each(look_up):
    ids = [source.id for source in look_up("77011", SUMMER).sources]

    assert len(ids) == len(set(ids))
    assert "rvu26c" in ids


# Telling matches apart, and other kinds


def test_matches_say_what_sets_them_apart(look_up):
    first, second, *_ = look_up("colonoscopy", SUMMER).result.matches

    assert first.differs_by != second.differs_by
    assert all(word not in first.title.lower() for word in second.differs_by.split())


def test_code_by_itself_is_compared_with_nothing(look_up):
    (match,) = look_up("77011", SUMMER).result.matches

    assert match.differs_by is None


@pytest.mark.parametrize(
    ("kind", "query", "code"),
    [
        ("modifier", "modifier 25", "25"),
        ("place", "22", "22"),
        ("denial", "CO-97", "97"),
    ],
)
def test_other_kinds_are_looked_up_in_our_own_words(look_up, kind, query, code):
    answer = look_up(query, SUMMER, kind=kind)
    (match,) = answer.result.matches

    assert (match.code, match.title_is_own) == (code, True)
    assert answer.result.code is None
    assert answer.confidence.level == "low"


def test_kind_that_finds_nothing_says_what_to_send(look_up):
    with pytest.raises(RequestError, match="No modifier matches"):
        look_up("xyzzy", SUMMER, kind="modifier")


def test_code_that_is_gone_stands_behind_and_says_what_came_since(look_up):
    found = look_up("prostate needle biopsy", SUMMER).result.matches
    codes = [match.code for match in found]
    gone = found[codes.index("55700")]

    assert codes.index("55707") < codes.index("55700")
    assert (gone.in_force, gone.successors) == (False, ["55707"])
    assert "No longer in force" in gone.standing
    assert found[0].standing is None


def test_code_that_is_gone_is_first_before_it_went(look_up):
    found = look_up("prostate needle biopsy", WINTER).result.matches

    assert found[0].code == "55700"
    assert found[0].in_force


def test_little_more_than_a_guess_is_said_to_be_one(look_up):
    answer = look_up("unicycle repair for my goldfish", SUMMER)

    assert answer.confidence.level == "low"
    assert "other words" in answer.confidence.because[0]


@pytest.mark.parametrize(
    ("query", "code", "differs"),
    [
        ("knee mri", "73721", "no contrast dye"),
        ("knee mri", "73722", "contrast dye"),
        ("knee mri", "73723", "with and without contrast dye"),
    ],
)
def test_with_and_without_are_what_tells_apart(look_up, query, code, differs):
    found = {each.code: each for each in look_up(query, SUMMER).result.matches}

    assert found[code].differs_by == differs


def test_title_that_says_nothing_of_its_own_is_told_by_what_it_lacks(look_up):
    found = look_up("mri brain w wo", SUMMER).result.matches
    (with_dye,) = (each for each in found if each.code == "70552")

    assert found[0].code == "70553"
    assert with_dye.differs_by == "not with and without"


def test_level_ii_codes_alone_are_found_if_asked_for(look_up):
    every = look_up("screening colonoscopy", SUMMER).result.matches
    level_ii = look_up("screening colonoscopy", SUMMER, kind="hcpcs").result.matches

    assert not all(match.code[0].isalpha() for match in every)
    assert {"G0105", "G0121"} <= {match.code for match in level_ii}
    assert all(match.code[0].isalpha() for match in level_ii)


@pytest.mark.parametrize("query", ["45378", "4537"])
def test_code_of_another_kind_is_not_found(look_up, query):
    with pytest.raises(RequestError, match="Nothing matches"):
        look_up(query, SUMMER, kind="hcpcs")


def test_several_codes_that_are_named_are_sure(look_up):
    answer = look_up("45385 45380", SUMMER)

    assert [each.code for each in answer.result.matches[:2]] == ["45385", "45380"]
    assert answer.confidence.level == "high"


def test_more_codes_than_are_wanted_are_said(look_up):
    answer = look_up("45385 45380", SUMMER, limit=1)

    assert "2 codes were named; the first 1 are here." in answer.warnings


def test_date_without_tables_leaves_it_open_what_is_in_force(look_up):
    answer = look_up("knee injection", "1990-01-01")

    assert {each.in_force for each in answer.result.matches} == {None}
    assert any("Physician fee schedule" in warning for warning in answer.warnings)


def test_tables_that_say_what_is_in_force_are_cited(look_up):
    answer = look_up("knee injection", SUMMER)

    assert {"rvu26c", "hcpcs-2026q1"} <= {each.id for each in answer.sources}


def test_gone_code_gives_way_before_the_list_is_cut(look_up):
    (best,) = look_up("prostate biopsy", SUMMER, limit=1).result.matches

    assert best.in_force


def test_misspelt_words_are_said_as_they_were_read(look_up):
    assert (
        "Read 'colonascopy' as 'colonoscopy'."
        in look_up("colonascopy", SUMMER).warnings
    )
    assert not any("Read" in each for each in look_up("colonoscopy", SUMMER).warnings)


@pytest.mark.parametrize(
    ("query", "kind", "code"),
    [
        ("modifier 25", "modifier", "25"),
        ("what is co-97", "denial", "97"),
        ("POS 22", "place", "22"),
        ("N130", "denial", "N130"),
    ],
)
def test_code_of_a_kind_that_is_named_is_looked_up_there(look_up, query, kind, code):
    answer = look_up(query, SUMMER)

    assert [each.code for each in answer.result.matches] == [code]
    assert answer.warnings == [f"Looked up as kind {kind!r}, which the query names."]


@pytest.mark.parametrize("query", ["99213", "wrist modifier", "place 3 stents"])
def test_other_queries_stay_with_codes(look_up, query):
    assert not any("as kind" in each for each in look_up(query, SUMMER).warnings)


def test_what_is_no_code_and_near_none_is_not_found(look_up):
    with pytest.raises(RequestError, match="Nothing matches 'ZZ999'"):
        look_up("ZZ999", SUMMER)


def test_wide_digits_and_accents_are_read(look_up):
    assert look_up("\uff17\uff17\uff10\uff11\uff11", SUMMER).result.code.code == "77011"
    plain, accents = (look_up(q, SUMMER).result.matches for q in ("knee", "kn\u00e9e"))
    assert [each.code for each in plain] == [each.code for each in accents]


def test_last_day_of_a_code_is_still_in_force(look_up, catalog):
    ended = catalog.hcpcs_code("A4397", date(2026, 2, 1)).ended_on

    assert look_up("A4397", str(ended)).result.code.in_force is not False
    after = code_record(catalog, "A4397", date(2026, 2, 1))
    assert standing(catalog, after).sentence.startswith(f"Ended on {ended}")
    assert ended + timedelta(days=1) <= after.on


def test_codes_that_our_description_names_are_its_successors(catalog):
    record = code_record(catalog, "55700", date(2026, 8, 3))
    text = "Replaced by 45378 and 00000."
    title = PlainTitle(code="55700", title="x", synonyms="", description=text)

    found = standing(catalog, dataclasses.replace(record, title=title))
    assert found.successors == ("45378",)
    assert len(standing(catalog, record).successors) > 0  # those of its section


def test_table_of_another_quarter_lowers_what_words_find(look_up):
    held, late = (look_up("knee injection", day) for day in (SUMMER, "2026-11-03"))

    assert not any("RVU26D" in each for each in held.confidence.because)
    assert any("RVU26D" in each for each in late.confidence.because)


def test_what_to_do_about_a_denial_is_said(look_up):
    (match,) = look_up("CO-97", SUMMER).result.matches

    assert match.description


def test_code_beside_words_stands_once(look_up):
    answer = look_up("45378 colonoscopy", SUMMER)

    codes = [each.code for each in answer.result.matches]
    assert codes[0] == "45378"
    assert len(set(codes)) == len(codes)


def test_unknown_code_beside_a_known_one_is_said(look_up):
    warnings = look_up("45378 99999", SUMMER).warnings

    assert "No loaded release has a code '99999'." in warnings


def test_word_of_a_codes_form_is_not_said_to_be_none(look_up):
    assert not any("No loaded" in each for each in look_up("hba1c", SUMMER).warnings)


@pytest.mark.parametrize(
    ("query", "kind", "code"),
    [
        ("denied for timely filing", "denial", "29"),
        ("CARC 29 timely filing", "denial", "29"),
        ("modifier for both sides", "modifier", "50"),
        ("place of service urgent care", "place", "20"),
        ("modifier 25?", "modifier", "25"),
    ],
)
def test_kind_that_a_query_begins_with_is_searched(look_up, query, kind, code):
    answer = look_up(query, SUMMER)

    assert answer.result.matches[0].code == code
    assert f"kind {kind!r}" in answer.warnings[0]
