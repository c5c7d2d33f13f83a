"""Who pays what is allowed."""

from decimal import Decimal

from server.rules.settlement import settlement
from tests.rules.claims import priced


def settled(case):
    left = Decimal(case.get("deductible_left", "0.00"))
    return settlement(*priced(case), left)


def test_golden_table(case):
    found = settled(case)
    parts = (
        found.deductible,
        found.coinsurance,
        found.sequestration,
        found.medicare_pays,
        found.patient_pays,
    )

    assert [f"{part:.2f}" for part in parts] == case["expected"]


def test_parts_add_up_to_what_is_allowed():
    case = {"lines": ["99214", "20610", "12032"], "deductible_left": "100.00"}
    claim, facts = priced(case)
    found = settlement(claim, facts, Decimal("100.00"))

    assert claim.total == (
        found.patient_pays + found.medicare_pays + found.sequestration
    )


def test_sources_are_cited_once():
    case = {"lines": ["99214", "99213", "97110-CQ"], "deductible_left": "10.00"}

    assert [source.id for source in settled(case).sources] == [
        "ssa-1833",
        "bca-2011",
        "ssa-1834-v",
    ]


def test_screening_cites_its_own_share():
    assert [source.id for source in settled({"lines": ["45378-PT"]}).sources] == [
        "mm12656",
        "bca-2011",
    ]


def test_claim_without_an_amount_is_nobodys():
    found = settled({"lines": ["Z9999"], "deductible_left": "10.00"})

    assert found.patient_pays == found.medicare_pays == 0
    assert found.sources == ()
