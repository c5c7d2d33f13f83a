"""The reader of the clinical laboratory fee schedule (CLFS)."""

from datetime import date
from decimal import Decimal

import pytest

from catalog.errors import BadCell, BadRow, EditionUnknown, LayoutChanged
from catalog.readers.clinical_laboratory import read as reader
from catalog.records import LabFee

FEES = "PUF_CLFS_CY2026_Q2V1.csv"


def test_row_becomes_a_fee_in_dollars_and_cents(read):
    panel = LabFee(
        code="80053",
        modifier="",
        effective_from=date(2026, 1, 1),
        indicator="N",
        rate=Decimal("10.56"),
    )

    found = read(reader, FEES)
    assert (found[4], len(found)) == (panel, 8)
    assert str(found[4].rate) == "10.56"


def test_waived_test_has_a_row_of_its_own(read):
    waived = [fee for fee in read(reader, FEES) if fee.modifier == "QW"]

    assert [fee.code for fee in waived] == ["80048", "80053", "U0002"]


def test_zero_of_a_contractor_priced_test_is_no_price(read):
    local = read(reader, FEES)[0]

    assert (local.code, local.indicator, local.rate) == ("0526U", "L", None)


def test_contractor_priced_test_with_a_rate_keeps_it(read):
    local = read(reader, FEES, ("L,00000.00", "L,00012.50"))[0]

    assert local.rate == Decimal("12.50")


def test_quarter_is_told_by_the_name(recognised, altered):
    found = recognised(altered(FEES))

    assert (found.dataset, found.edition.name) == ("clinical_laboratory", "2026Q2")
    with pytest.raises(EditionUnknown, match="--quarter"):
        recognised(altered(FEES, to="fees.csv"))


@pytest.mark.parametrize("column", ["EFF_DATE", "INDICATOR", "RATE"])
def test_renamed_column_stops_the_import(read, column):
    with pytest.raises(LayoutChanged):
        read(reader, FEES, (column, "NEW"))


@pytest.mark.parametrize(
    ("old", "new", "line", "column"),
    [
        ("N,00009.34", "N,00000.00", 7, "RATE"),
        ("N,00009.34", "N,", 7, "RATE"),
        ("N,00009.34", "N,$9.34", 7, "RATE"),
        ("N,00009.34", "X,00009.34", 7, "INDICATOR"),
        ("36415,,20260101", "36415,,20261301", 7, "EFF_DATE"),
        ("2026,36415", "2026,3641", 7, "HCPCS"),
    ],
)
def test_bad_cell_is_named_by_file_line_and_column(read, old, new, line, column):
    with pytest.raises(BadCell) as caught:
        read(reader, FEES, (old, new))

    error = caught.value
    assert (error.file, error.line, error.column) == (FEES, line, column)


def test_row_too_short_is_refused(read):
    with pytest.raises(BadRow, match="Is the file cut short"):
        read(reader, FEES, ("N,00009.34,SYNTHETIC TEXT", "N,00009.34"))
