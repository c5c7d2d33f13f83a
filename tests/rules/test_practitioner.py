"""Who furnished the service."""

from datetime import date

from tests.rules.claims import doubts, outcomes, priced, steps_of


def test_golden_table(case):
    claim, _ = priced(case)

    assert outcomes(claim) == case["expected"]


def test_step_cites_the_regulation():
    for who, source in (
        ("NP", "cfr-414-56"),
        ("CSW", "cfr-414-62"),
        ("RD", "cfr-414-64"),
    ):
        claim, _ = priced({"lines": ["99214"], "practitioner": who})
        (step,) = steps_of(claim, "practitioner")
        assert [each.id for each in step.sources] == [source]
        assert step.because.startswith(f"{who}: ")


def test_practitioners_paid_in_full_take_no_step():
    for who in ("physician", "CP", "CNM"):
        claim, _ = priced({"lines": ["99214"], "practitioner": who})
        assert steps_of(claim, "practitioner") == []


def test_reason_names_the_date():
    case = {"lines": ["99214"], "practitioner": "MHC", "on": date(2023, 12, 31)}
    (reason,) = priced(case)[0].unpriced

    assert "MHC" in reason.because
    assert "2023-12-31" in reason.because


def test_full_amount_that_nobody_verified_is_doubted():
    for who in ("PT", "OT", "SLP", "AUD"):
        (said,) = doubts(priced({"lines": ["99214"], "practitioner": who})[0])
        assert said.startswith(f"{who}: ")


def test_share_that_is_cited_is_sure():
    for who in ("NP", "CSW", "RD", "CNM"):
        assert doubts(priced({"lines": ["99214"], "practitioner": who})[0]) == []
