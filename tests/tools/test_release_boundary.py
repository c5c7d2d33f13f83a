"""One pair on both sides of a release boundary, both of CMS's tables imported.

55700 was a code of 2024Q3's table, with pairs of its own; 2026Q3's has none of them.
"""

from datetime import date

import pytest

from server.requests import LineIn

BEFORE, AFTER = "2024-08-15", "2026-08-03"


def pairs(answer):
    return [(p.column1, p.column2, str(p.verdict)) for p in answer.result.pairs]


def release(answer):
    (found,) = [each.release for each in answer.result.checked if "NCCI" in each.what]
    return found


def test_both_tables_are_there(catalog):
    days = [date.fromisoformat(day) for day in (BEFORE, AFTER)]
    held = [catalog.held("ncci_practitioner", day).release.name for day in days]

    assert held == ["2024Q3", "2026Q3"]


@pytest.mark.parametrize("other", ["99213", "64493", "93010"])
def test_pair_that_ended_is_denied_before_and_unknown_after(check, other):
    before, after = check("55700", other, on=BEFORE), check("55700", other, on=AFTER)

    assert pairs(before) == [("55700", other, "denied")]
    assert pairs(after) == []
    assert (release(before), release(after)) == ("2024Q3", "2026Q3")


def test_pair_that_began_is_listed_after_and_not_before(check):
    before, after = (
        {each.code for each in check("77011", on=day, limit=100).result.edits.listed}
        for day in (BEFORE, AFTER)
    )

    assert "55881" in after - before
    assert "55700" not in after


def test_each_line_of_two_releases_is_edited_by_its_own(check):
    lines = [
        LineIn(code=code, date_of_service=date.fromisoformat(day))
        for day in (BEFORE, AFTER)
        for code in ("55700", "99213")
    ]
    answer = check(*lines, on=AFTER)

    assert [(p.column1_line, p.column2_line) for p in answer.result.pairs] == [(1, 2)]
    assert {e.release for e in answer.result.checked if "NCCI" in e.what} == {
        "2024Q3",
        "2026Q3",
    }
