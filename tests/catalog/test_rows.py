"""Every record survives being written as a row and read again."""

import dataclasses
import typing
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import records
from catalog.rows import columns, from_row, to_row
from catalog.tables import TABLES

KINDS = [
    kind
    for kind in vars(records).values()
    if dataclasses.is_dataclass(kind) and isinstance(kind, type)
]
CELLS = {
    str: st.text(),
    int: st.integers(),
    bool: st.booleans(),
    date: st.dates(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    Decimal | None: st.none() | st.decimals(allow_nan=False, allow_infinity=False),
    date | None: st.none() | st.dates(),
}


def any_of(kind):
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{name: CELLS[hint] for name, hint in hints.items()})


@given(st.one_of(*map(any_of, KINDS)))
def test_record_comes_back_from_its_row(record):
    again = from_row(type(record), to_row(record))

    assert again == record
    assert to_row(again) == to_row(record)


@given(st.one_of(*map(any_of, KINDS)))
def test_record_comes_back_from_its_row_as_text(record):
    assert from_row(type(record), [str(cell) for cell in to_row(record)]) == record


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_decimal_keeps_its_last_zeros(rate):
    fee = records.AnesthesiaFactor(mac="", locality="", name="", factor=rate)

    assert str(from_row(type(fee), to_row(fee)).factor) == str(rate)


def test_blank_stays_apart_from_zero():
    drug = records.DrugLimit(
        code="A9606", dosage="", payment_limit=None, coinsurance=Decimal(0), note=""
    )

    assert to_row(drug) == ("A9606", "", "", "0", "")
    assert from_row(records.DrugLimit, to_row(drug)) == drug


@pytest.mark.parametrize("cells", [("00142",), ("00142", 4, 5)])
def test_row_of_another_width_is_refused(cells):
    with pytest.raises(ValueError, match="zip"):
        from_row(records.AnesthesiaBase, cells)


def test_columns_of_every_table_are_the_fields_of_its_record(catalog):
    for kind, table in TABLES.items():
        names = catalog.connection.execute(f"PRAGMA table_info({table})").fetchall()

        assert tuple(name for _, name, *_ in names) == ("release", *columns(kind))
