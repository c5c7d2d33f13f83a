"""Several imaging services of one session."""

from tests.rules.claims import doubts, outcomes, priced, steps_of


def test_golden_table(case):
    claim, _ = priced(case)

    assert outcomes(claim) == case["expected"]


def test_step_says_both_parts_and_cites_both_shares():
    claim, _ = priced({"lines": ["70551", "72141"], "locality": "10112-00"})
    first, second = steps_of(claim, "multiple_imaging")

    assert "60.87 of 64.07" in first.because
    assert "52.05 of 104.09" in second.because
    assert [source.id for source in first.sources] == ["rvu-layout-multiple", "mm9647"]


def test_step_carries_the_technical_part():
    claim, _ = priced({"lines": ["70551", "72141"], "locality": "10112-00"})
    found = [step.technical for step in steps_of(claim, "multiple_imaging")]

    assert [str(amount) for amount in found] == ["109.44", "52.05"]


def test_total_is_that_of_the_rule_book():
    claim, _ = priced({"lines": ["70551", "72141"], "locality": "10112-00"})

    assert str(claim.total) == "286.71"  # RULES.md 4.3


def test_cap_is_of_the_part_that_is_left():
    claim, _ = priced({"lines": ["70496", "70551"], "locality": "10112-00"})
    (step,) = steps_of(claim, "opps_cap")

    assert step.line == 1
    assert str(step.amount) == "230.40"  # CMS's own, OPPSCAP_Oct.csv


def test_second_side_is_doubted_for_nothing_says_how_it_ranks():
    assert doubts(priced({"lines": ["73721-50"]})[0]) == [
        "line 1: its second side was reduced as another service is"
    ]
