"""The cap on imaging."""

from decimal import Decimal

from server.rules.opps_cap import cap_amount


def test_golden_table(case, priced):
    claim = priced(case["line"], locality=case["locality"]).claim
    rules = [step.rule for step in claim.steps]

    assert str(claim.total) == case["expected"]
    assert ("opps_cap" in rules) == case["capped"]


def test_step_cites_the_statute_and_shows_both_amounts(priced):
    step = priced("70496-TC", locality="10112-00").claim.steps[-1]

    assert [source.id for source in step.sources] == ["rvu25d", "dra-2005-5102b"]
    assert "154.60" in step.because
    assert "167.24" in step.because


def test_row_without_figures_has_no_cap(priced):
    known = priced("77011").facts.lines[1]

    assert cap_amount(known.rows[""], known) is None


def test_malpractice_alone_makes_a_cap(repriced):
    zero, some = Decimal(0), Decimal("0.01")
    claim = repriced(
        "70496-TC", rows={"TC": {"opps_pe_nonfacility": zero, "opps_mp": some}}
    )

    assert str(claim.total) == "0.32"  # 0.01 x 32.3465


def test_cap_in_a_facility_uses_the_facility_columns(repriced):
    row = {
        "na_facility": False,
        "opps_pe_nonfacility": Decimal("9.00"),
        "opps_pe_facility": Decimal("1.00"),
    }

    # (1.00 + 0.03) x 32.3465 = 33.316895
    assert str(repriced("70496-TC", rows={"TC": row}, pos="22").total) == "33.32"


def test_equal_cap_takes_no_step(repriced):
    same = {"opps_pe_nonfacility": Decimal("5.93"), "opps_mp": Decimal("0.03")}

    claim = repriced("70496-TC", rows={"TC": same})

    assert [step.rule for step in claim.steps] == ["physician_fee"]
