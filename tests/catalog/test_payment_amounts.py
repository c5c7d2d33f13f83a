"""The reader of CMS's own payment amounts (PFALL, PFREV)."""

from datetime import date
from decimal import Decimal

import pytest

from catalog.errors import BadCell, BadRow, NotRecognised
from catalog.readers.payment_amounts import read as reader
from catalog.records import PaymentAmount

AMOUNTS = "PFREV4.txt"


def test_row_becomes_an_amount(read):
    los_angeles = PaymentAmount(
        year=2025,
        carrier="01182",
        locality="18",
        code="50688",
        modifier="",
        nonfacility=Decimal("82.74"),
        facility=Decimal("82.74"),
    )

    assert read(reader, AMOUNTS)[0] == los_angeles


def test_trailers_and_blank_lines_are_no_amounts(read):
    assert len(read(reader, AMOUNTS)) == 24
    assert len(read(reader, AMOUNTS, ('"TRL- CPT', '\r\n"TRL- CPT'))) == 24


def test_modifier_of_two_blanks_or_one_is_none(read):
    found = {(each.code, each.modifier) for each in read(reader, AMOUNTS)}

    assert found == {("50688", ""), ("76145", "")}


def test_year_is_told_by_the_rows(recognised, altered):
    found = recognised(altered(AMOUNTS, to="amounts.txt"))

    assert (found.dataset, found.edition.name) == ("payment_amounts", "PF2025")
    assert found.edition.effective_from == date(2025, 1, 1)


def test_other_lines_are_not_recognised(recognised, altered):
    with pytest.raises(NotRecognised):
        recognised(altered(AMOUNTS, ('"  "', '"ZZ"')))


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ('"2025"', '"20x5"', "year"),
        ('"01182"', '"ABCDE"', "carrier"),
        ('"18"', '"LA"', "locality"),
        ('"50688"', '"5068"', "HCPCS"),
        ('"  "', '"27"', "mod"),
        ('"0000082.74"', '""', "non-facility amount"),
        ('"0000082.74","0', '"0000082.74","?', "facility amount"),
    ],
)
def test_bad_field_is_named_by_file_line_and_column(read, old, new, column):
    with pytest.raises(BadCell) as caught:
        read(reader, AMOUNTS, (old, new))

    error = caught.value
    assert (error.file, error.line, error.column) == (AMOUNTS, 1, column)


@pytest.mark.parametrize("fields", ['"18"', '"18","18","18"'])
def test_row_too_short_or_too_long_is_refused(read, fields):
    with pytest.raises(BadRow, match="expected 16"):
        read(reader, AMOUNTS, ('"18","50688"', fields))
