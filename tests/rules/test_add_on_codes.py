"""Add-on codes and their primaries."""

import dataclasses
from datetime import date

from catalog.records import AddOnEdit
from server.rules.add_on_codes import add_on_codes


def edits(rows):
    by_code = {}
    for kind, add_on, primary in rows:
        edit = AddOnEdit(
            kind=kind,
            add_on=add_on,
            add_on_deleted=None,
            primary_code=primary,
            primary_deleted=None,
            effective_from=date(2013, 4, 1),
            deleted_on=None,
            note="",
        )
        by_code.setdefault(add_on, []).append(edit)
    return by_code


def test_golden_table(case, lines, edit_facts):
    denied = frozenset(case.get("denied", ()))
    facts = edit_facts(add_ons=edits(case["edits"]), denied=denied)
    found = list(add_on_codes(lines(case["lines"]), facts))

    assert [finding.verdict for finding in found] == case["expected"]


def test_table_that_is_not_loaded_finds_nothing(lines, edit_facts):
    assert list(add_on_codes(lines(["11045"]), edit_facts(add_ons=None))) == []


def test_primary_of_another_day_does_not_count(lines, edit_facts):
    both = lines(["11045"]) + lines(["11042"], date(2025, 10, 16), 2)
    facts = edit_facts(add_ons=edits([("1", "11045", "11042")]))
    (found,) = add_on_codes(both, facts)

    assert found.verdict == "denied"


def test_denial_names_the_primaries_to_bill(lines, edit_facts):
    facts = edit_facts(add_ons=edits([("1", "11045", "11042")]))
    (found,) = add_on_codes(lines(["99213", "11045"]), facts)

    assert (found.line, found.primaries) == (2, ("11042",))
    assert "11042" in found.because


def test_many_primaries_are_counted_not_listed(lines, edit_facts):
    rows = [("1", "G2211", f"9920{n}") for n in range(9)]
    (found,) = add_on_codes(lines(["G2211"]), edit_facts(add_ons=edits(rows)))

    assert len(found.primaries) == 9
    assert "99208" not in found.because
    assert "1 more" in found.because


def test_mark_for_the_contractors_own_is_no_primary(lines, edit_facts):
    rows = [("3", "0984T", "CCCCC"), ("3", "0984T", "36221")]
    (found,) = add_on_codes(lines(["0984T"]), edit_facts(add_ons=edits(rows)))

    assert found.primaries == ("36221",)
    assert "36221" in found.because


def test_contractor_alone_is_said_without_a_list(lines, edit_facts):
    rows = [("2", "0054T", "CCCCC")]
    (found,) = add_on_codes(lines(["0054T"]), edit_facts(add_ons=edits(rows)))

    assert found.primaries == ()
    assert "CCCCC" not in found.because


def test_add_on_that_falls_with_its_primary_says_so(lines, edit_facts):
    facts = edit_facts(add_ons=edits([("1", "11045", "11042")]), denied=frozenset({1}))
    (found,) = add_on_codes(lines(["11042", "11045"]), facts)

    assert "denied with its primary 11042" in found.because
    assert "leave it off" not in found.because


def test_further_critical_care_may_stand_beside_a_colleagues_first_hour(
    lines, edit_facts
):
    rows = [("1", "99292", "99291"), ("1", "11045", "11042")]
    alone, other = add_on_codes(
        lines(["99292", "11045"]), edit_facts(add_ons=edits(rows))
    )

    assert (alone.verdict, other.verdict) == ("denied", "denied")
    assert "group" in alone.because
    assert "group" not in other.because


def test_add_on_to_an_add_on_falls_with_its_own_primary(lines, edit_facts):
    rows = [("1", "64494", "64493"), ("1", "64495", "64494")]
    alone = add_on_codes(lines(["64495", "64494"]), edit_facts(add_ons=edits(rows)))
    beside = add_on_codes(
        lines(["64495", "64494", "64493"]), edit_facts(add_ons=edits(rows))
    )

    assert [each.verdict for each in alone] == ["denied", "denied"]
    assert [each.verdict for each in beside] == ["payable", "payable"]


def test_add_on_is_no_primary_of_its_own_line(lines, edit_facts):
    rows = [("1", "64494", "64494")]
    (found,) = add_on_codes(lines(["64494"]), edit_facts(add_ons=edits(rows)))

    assert found.verdict == "denied"


def test_contractor_may_know_another_primary_where_the_listed_one_is_denied(
    lines, edit_facts
):
    rows = [("3", "0984T", "CCCCC"), ("3", "0984T", "36221")]
    facts = edit_facts(add_ons=edits(rows), denied=frozenset({1}))
    (alone,) = add_on_codes(lines(["36221", "0984T"]), facts)
    (other,) = add_on_codes(lines(["36221", "0984T", "99213"]), facts)

    assert alone.verdict == "denied"
    assert other.verdict == "contractor_decides"


def test_add_on_by_its_days_that_cms_names_no_primary_for_is_the_contractors(
    lines, edit_facts
):
    days = {"G2213": "ZZZ", "Q4101": "ZZZ", "99213": "XXX"}
    facts = edit_facts(add_ons={}, global_days=days)
    (found,) = add_on_codes(lines(["99213", "G2213", "Q4101"]), facts)

    assert (found.line, str(found.verdict)) == (2, "contractor_decides")
    assert "names no primary" in found.because


def test_primary_of_practitioners_is_none_of_a_hospitals(lines, edit_facts):
    rows = edits([("1", "96366", "96360"), ("1", "96366", "96365")])
    noted = {
        "96366": [
            dataclasses.replace(each, note="96360 (Practitioner Only)")
            if each.primary_code == "96360"
            else each
            for each in rows["96366"]
        ]
    }
    claim = lines(["96360", "96366"])
    (own,) = add_on_codes(claim, edit_facts(add_ons=noted))
    (hospitals,) = add_on_codes(claim, edit_facts(add_ons=noted, hospital=True))

    assert (str(own.verdict), str(hospitals.verdict)) == ("payable", "denied")


def test_add_on_of_a_claim_that_was_not_read_whole_is_not_decided(lines, edit_facts):
    facts = edit_facts(add_ons=edits([("1", "11045", "11042")]), incomplete=True)
    (found,) = add_on_codes(lines(["11045"]), facts)

    assert str(found.verdict) == "not_checked"


def test_kinds_of_one_add_on_are_the_contractors_together(lines, edit_facts):
    rows = [("1", "0075T", "36221"), ("3", "0075T", "36222")]
    (found,) = add_on_codes(lines(["0075T", "99213"]), edit_facts(add_ons=edits(rows)))

    assert str(found.verdict) == "contractor_decides"
