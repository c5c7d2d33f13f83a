"""Which loaded release answers for a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.editions import quarter, quarter_of, rvu_name
from catalog.errors import NotLoaded
from catalog.holding import Loaded, choose, wanted_name
from catalog.records import FOREVER, Release


def release(name, first, last, dataset="physician_fees"):
    return Release(
        id=name.lower(),
        dataset=dataset,
        name=name,
        title=name,
        effective_from=first,
        effective_to=last,
        file="",
        sha256="",
        url="",
        rows=0,
    )


def loaded(*releases):
    ordered = sorted(releases, key=lambda each: (each.effective_from, each.id))
    return [Loaded(n, each, False) for n, each in enumerate(ordered, start=1)]


def fees(*quarters):
    editions = [quarter(*when, name=rvu_name(*when)) for when in quarters]
    return loaded(
        *(release(e.name, e.effective_from, e.effective_to) for e in editions)
    )


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 1, 1), "RVU25A"),
        (date(2025, 3, 31), "RVU25A"),
        (date(2025, 4, 1), "RVU25B"),
        (date(2025, 6, 30), "RVU25B"),
    ],
)
def test_release_holds_on_its_first_and_its_last_day(day, name):
    held = choose(fees((2025, 1), (2025, 2)), "physician_fees", day)

    assert (held.release.name, held.in_force, held.wanted) == (name, True, name)


@pytest.mark.parametrize(
    ("day", "name", "wanted"),
    [
        (date(2025, 4, 1), "RVU25A", "RVU25B"),
        (date(2025, 9, 30), "RVU25D", "RVU25C"),
        (date(2025, 7, 1), "RVU25A", "RVU25C"),
        (date(2025, 7, 2), "RVU25D", "RVU25C"),
    ],
)
def test_nearest_of_the_same_year_answers_and_says_what_was_wanted(day, name, wanted):
    held = choose(fees((2025, 1), (2025, 4)), "physician_fees", day)

    assert (held.release.name, held.in_force, held.wanted) == (name, False, wanted)


def test_of_two_equally_near_the_earlier_answers():
    first = release("A", date(2025, 1, 1), date(2025, 1, 10))
    second = release("B", date(2025, 1, 20), date(2025, 1, 31))

    held = choose(loaded(first, second), "physician_fees", date(2025, 1, 15))
    assert held.release == first


def test_of_two_in_force_the_one_that_began_later_answers():
    whole = release("A", date(2025, 1, 1), date(2025, 12, 31))
    correction = release("B", date(2025, 3, 1), date(2025, 12, 31))

    choices = loaded(whole, correction)
    assert choose(choices, "physician_fees", date(2025, 5, 1)).release == correction
    assert choose(choices, "physician_fees", date(2025, 2, 1)).release == whole


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2026, 1, 1)])
def test_another_year_never_answers(day):
    with pytest.raises(NotLoaded) as caught:
        choose(fees((2025, 1), (2025, 4)), "physician_fees", day)

    error = caught.value
    assert (error.on, error.loaded) == (day, ("RVU25A", "RVU25D"))
    assert "loaded are RVU25A, RVU25D" in str(error)
    assert "Not checked" in str(error)


def test_nothing_loaded_says_so_and_how_to_get_it():
    with pytest.raises(NotLoaded, match=r"none is loaded.*cleanclaim catalog import"):
        choose([], "gpci", date(2025, 1, 1))


def test_other_datasets_do_not_answer():
    gpci = release("GPCI2025", date(2025, 1, 1), date(2025, 12, 31), "gpci")

    with pytest.raises(NotLoaded):
        choose(loaded(gpci), "physician_fees", date(2025, 1, 1))
    assert choose(loaded(gpci), "gpci", date(2025, 1, 1)).release == gpci


def test_open_ended_release_answers_for_ever_but_not_before():
    places = release("POS", date(2024, 1, 1), FOREVER, "places_of_service")

    assert choose(loaded(places), "places_of_service", date(2099, 1, 1)).in_force
    with pytest.raises(NotLoaded):
        choose(loaded(places), "places_of_service", date(2023, 12, 31))


def test_wanted_release_is_named_as_cms_names_it():
    day = date(2026, 5, 1)

    assert wanted_name("physician_fees", day) == "RVU26B"
    assert wanted_name("physician_fees_qualifying", day) == "RVU26B"
    assert wanted_name("gpci", day) == "2026"
    assert wanted_name("ncci_practitioner", day) == "2026Q2"


QUARTERS = st.sets(st.tuples(st.integers(2023, 2027), st.integers(1, 4)), max_size=8)


@given(QUARTERS, st.dates(date(2023, 1, 1), date(2027, 12, 31)))
def test_answer_is_in_force_or_nearest_or_refused(quarters, day):
    same_year = [when for when in quarters if when[0] == day.year]
    if not same_year:
        with pytest.raises(NotLoaded):
            choose(fees(*quarters), "physician_fees", day)
        return
    held = choose(fees(*quarters), "physician_fees", day)
    assert held.in_force == (quarter_of(day) in quarters)
    assert held.release.effective_from.year == day.year
