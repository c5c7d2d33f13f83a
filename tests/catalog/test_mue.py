"""The reader of the medically unlikely edits (MUE)."""

from datetime import date

import pytest

from catalog.errors import BadCell, BadRow, DamagedFile, EditionUnknown, LayoutChanged
from catalog.readers.mue import read as reader
from catalog.records import UnitLimit

NAME = "MCR_MUE_{}Services_Eff_04-01-2026.csv"
PRACTITIONER = NAME.format("Practitioner")
SETTINGS = {
    "mue_practitioner": PRACTITIONER,
    "mue_outpatient_hospital": NAME.format("OutpatientHospital"),
    "mue_dme_supplier": NAME.format("DMESupplier"),
}


def limits(records):
    return {limit.code: (limit.units, limit.adjudication) for limit in records}


def test_row_becomes_a_limit(read):
    knee = UnitLimit(code="27447", units=1, adjudication="2", rationale="CMS Policy")

    assert knee in read(reader, PRACTITIONER)


def test_limits_are_those_cms_published(read):
    found = limits(read(reader, PRACTITIONER))

    assert found["97110"] == (6, "3")
    assert found["11045"] == (12, "3")
    assert found["66984"] == (1, "2")
    assert found["A0425"] == (250, "1")


def test_hospital_limits_differ(read):
    found = limits(read(reader, SETTINGS["mue_outpatient_hospital"]))

    assert found["97110"] == (8, "3")


def test_supplier_limit_of_zero_is_a_limit(read):
    found = limits(read(reader, SETTINGS["mue_dme_supplier"]))

    assert found == {"J1100": (0, "3")}


@pytest.mark.parametrize(("dataset", "name"), SETTINGS.items())
def test_setting_is_told_by_the_heading_and_the_quarter_by_the_name(
    recognised, altered, dataset, name
):
    found = recognised(altered(name, to="Eff_04-01-2026.csv"))

    assert (found.dataset, found.edition.name) == (dataset, "2026Q2")
    assert found.edition.effective_from == date(2026, 4, 1)


def test_quarter_is_told_by_the_hint(recognised, altered):
    renamed = altered(PRACTITIONER, to="mue.csv")

    assert recognised(renamed, quarter=(2026, 3)).edition.name == "2026Q3"
    with pytest.raises(EditionUnknown, match="--quarter"):
        recognised(renamed)


@pytest.mark.parametrize("column", ["MUE Adjudication Indicator", "MUE Rationale"])
def test_renamed_column_stops_the_import(read, column):
    with pytest.raises(LayoutChanged):
        read(reader, PRACTITIONER, (column, "Reason"))


def test_setting_without_its_column_is_refused(read):
    with pytest.raises(BadCell, match="a table with one of Practitioner Services"):
        read(reader, PRACTITIONER, ("Practitioner Services MUE", "Clinic MUE"))


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("0075T,1,", "075T,1,", "HCPCS/ CPT Code"),
        ("0075T,1,", "0075T,n/a,", "Practitioner Services MUE Values"),
        ("0075T,1,", "0075T,-1,", "Practitioner Services MUE Values"),
        ("0075T,1,", "0075T,,", "Practitioner Services MUE Values"),
        ("1,2 Date of Service", "1,4 Date of Service", "MUE Adjudication Indicator"),
        ("1,2 Date of Service Edit: Policy", "1,", "MUE Adjudication Indicator"),
    ],
)
def test_bad_cell_is_named_by_file_line_and_column(read, old, new, column):
    with pytest.raises(BadCell) as caught:
        read(reader, PRACTITIONER, (old, new))

    error = caught.value
    assert (error.file, error.line, error.column) == (PRACTITIONER, 10, column)


@pytest.mark.parametrize("row", ["0075T,", "0075T,1,1,"])
def test_row_too_short_or_too_long_is_refused(read, row):
    with pytest.raises(BadRow, match="Is the file cut short"):
        read(reader, PRACTITIONER, ("0075T,1,", row))


def test_file_cut_within_its_notice_has_no_table(read, data):
    notice = (data / PRACTITIONER).read_bytes()[300:]

    with pytest.raises(LayoutChanged):
        read(reader, PRACTITIONER, (notice, b""))


def test_file_saved_in_another_encoding_is_refused(read):
    with pytest.raises(DamagedFile, match="is not utf-8 text"):
        read(reader, PRACTITIONER, encoding="utf-8")
