"""Which lines can change one another's pay, and so what hangs on an edit."""

from datetime import date

import pytest

from server.rules.ranking import companions

SUMMER = date(2026, 8, 3)


@pytest.mark.parametrize(
    ("texts", "about", "expected"),
    [
        # Surgeries and endoscopies rank together; a visit and a test do not.
        (["11042", "20610", "99213", "45378", "80053"], {1}, {1, 2, 4}),
        (["99213", "11042", "99214"], {1}, {1}),
        # Imaging services, therapies, tests of the heart: each among themselves.
        (["70551", "70496", "77011", "11042"], {1}, {1, 2}),
        (["97110", "97110-59", "11042"], {1}, {1, 2}),
        # One code: its sides, its parts of care.
        (["99213", "99213-25", "99214"], {1}, {1, 2}),
        # A line that is paid only alone (status T) hangs on every other.
        (["36591", "99213", "11042"], {2}, {1, 2, 3}),
        (["99213", "11042", "20610"], {1, 2}, {1, 2, 3}),
    ],
)
def test_lines_that_rank_together_are_companions(priced, texts, about, expected):
    found = priced(*texts, on=SUMMER, pos="22")
    mates = companions(found.claim, found.facts, about)

    assert {line.number for line in mates} == expected


def test_anesthesia_services_are_companions(priced):
    found = priced("00142-AA", "99213", "00142-QZ", on=SUMMER)

    assert {n.number for n in companions(found.claim, found.facts, {1})} == {1, 3}


def test_lines_of_another_day_are_none(priced):
    found = priced("11042", "20610 @2026-08-04", on=SUMMER)

    assert {n.number for n in companions(found.claim, found.facts, {1})} == {1}
