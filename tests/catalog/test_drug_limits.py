"""The reader of the Part B drug payment limits (ASP)."""

from datetime import date
from decimal import Decimal

import pytest

from catalog.errors import BadCell, BadRow, EditionUnknown, LayoutChanged
from catalog.readers.drug_limits import read as reader
from catalog.records import DrugLimit

LIMITS = "Medicare_Part_B_Payment_Limit_January_2026.csv"


def test_row_becomes_a_limit_per_billing_unit(read):
    dexamethasone = DrugLimit(
        code="J1100",
        dosage="1 MG",
        payment_limit=Decimal("0.105"),
        coinsurance=Decimal("20.000"),
        note="",
    )

    found = read(reader, LIMITS)
    assert (found[2], len(found)) == (dexamethasone, 4)


def test_drug_priced_by_formula_has_no_limit_but_its_note(read):
    radium = read(reader, LIMITS)[1]

    assert (radium.code, radium.payment_limit) == ("A9606", None)
    assert radium.note == (
        "microCurie 100% AWP = $202.82 microCurie 100% WAC = $169.02"
    )


def test_blank_coinsurance_is_not_zero(read):
    assert read(reader, LIMITS, ("0.105,20.000", "0.105,"))[2].coinsurance is None


def test_period_is_told_by_the_notices(recognised, altered):
    found = recognised(altered(LIMITS, to="limits.csv"))

    assert (found.dataset, found.edition.name) == ("drug_limits", "ASP 2026-01")
    assert found.edition.effective_from == date(2026, 1, 1)
    assert found.edition.effective_to == date(2026, 3, 31)


def test_file_without_its_period_is_refused(recognised, altered):
    with pytest.raises(EditionUnknown, match="which days"):
        recognised(altered(LIMITS, ("Effective January", "January")))


def test_renamed_column_stops_the_import(read):
    with pytest.raises(LayoutChanged):
        read(reader, LIMITS, ("Co-insurance", "Coinsurance"))


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("0.105,20.000", ",20.000", "Payment Limit"),
        ("0.105,20.000", "NA,20.000", "Payment Limit"),
        ("0.105,20.000", "0.105,20%", "Co-insurance Percentage"),
        ("J1100", "J110", "HCPCS Code"),
    ],
)
def test_bad_cell_is_named_by_file_line_and_column(read, old, new, column):
    with pytest.raises(BadCell) as caught:
        read(reader, LIMITS, (old, new))

    error = caught.value
    assert (error.file, error.line, error.column) == (LIMITS, 13, column)


def test_row_too_short_is_refused(read):
    with pytest.raises(BadRow, match="Is the file cut short"):
        read(reader, LIMITS, ("0.105,20.000,,", "0.105,20.000,"))
