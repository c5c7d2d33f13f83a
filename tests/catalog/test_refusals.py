"""Files that are not what they say: each is refused, never half read."""

import contextlib
import gzip
import io
import sqlite3
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.build import import_files
from catalog.cells import Row
from catalog.editions import Head, Hints, day_in_name
from catalog.errors import (
    BadCell,
    BadRow,
    CatalogError,
    CatalogUnavailable,
    DamagedFile,
    EditionUnknown,
    ImportFailed,
)
from catalog.published import tables
from catalog.readers.clinical_laboratory import read as read_lab
from catalog.readers.hcpcs import read as read_hcpcs
from catalog.readers.opps_caps import read_lines
from catalog.readers.physician_fees import read_lines as read_fee_lines
from catalog.readers.physician_fees import read_table as read_fees


def row(text):
    return Row("file.csv", 7, {"cell": text})


# 1 published.py: handles left open
def test_archive_and_gzip_are_closed_after_reading(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", "a,b\n")
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(b"a,b\n"))
    for name in ("a.zip", "b.csv.gz"):
        (table,) = tables(tmp_path / name)
        assert len(list(table.cells())) == len(list(table.lines())) == 1


# 2 published.py: raw errors
def test_file_that_is_no_gzip_is_refused_when_it_is_read(tmp_path):
    (tmp_path / "b.csv.gz").write_bytes(b"a,b\n")
    (table,) = tables(tmp_path / "b.csv.gz")
    for read in (table.lines, table.cells, table.head):
        with pytest.raises(DamagedFile):
            list(read())


def test_small_damaged_member_is_refused_when_it_is_read(tmp_path):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("fees.csv", bytes(range(256)) * 40)
    whole = bytearray(raw.getvalue())
    whole[60:70] = bytes(10)
    (tmp_path / "rvu.zip").write_bytes(whole)
    (table,) = tables(tmp_path / "rvu.zip")
    with pytest.raises(DamagedFile):
        list(table.lines())


def test_archive_with_a_password_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", "a,b\n")
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    (table,) = tables(tmp_path / "a.zip")
    with pytest.raises(DamagedFile):
        list(table.cells())


# 3 cells.py fixed_rows: a line cut within its last field
def test_line_cut_within_its_last_figure_is_refused(read):
    with pytest.raises(BadRow, match="cut short"):
        read(
            read_lines,
            "OPPSCAP_Oct.txt",
            ("343.62    343.62\r\n", "343.62    343.6\r\n"),
        )


def test_fee_line_cut_within_its_last_figure_is_refused(read):
    with pytest.raises(BadRow, match="cut short"):
        read(
            read_fee_lines,
            "PPRRVU2025_Oct.txt",
            ("7.96   7.96   0.11", "7.96   7.96   0.1"),
        )


# 4 cells.py rows: a row cut after its first cells
@pytest.mark.parametrize("cut", ["99214,", "99214,,"])
def test_row_cut_after_its_first_cell_is_refused(read, data, cut):
    lines = (data / "PPRRVU2025_Oct.csv").read_bytes().splitlines(keepends=True)
    with pytest.raises(BadRow, match="cut short"):
        read(read_fees, "PPRRVU2025_Oct.csv", (lines[-2], cut.encode() + b"\r\n"))


# 5 cells.py day
@given(st.text("0123456789-/ W_+", max_size=10))
def test_day_is_the_one_that_is_written_or_refused(text):
    try:
        found = row(text).day("cell")
    except BadCell:
        return
    forms = {found.strftime(form) for form in ("%Y%m%d", "%Y-%m-%d", "%Y%j")}
    assert text.strip() in {form.zfill(len(text.strip())) for form in forms}


@pytest.mark.parametrize(
    "text",
    [
        "2024010199",
        "2024W011",
        "2024-W01-1",
        "20240_1",
        "2024+01",
        "1_23001",
        "0001000",
        "9999999",
        "\u0662\u0660\u0662\u0664\u0660\u0660\u0661",
    ],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(BadCell):
        row(text).day("cell")


# 6 cells.py whole, decimal
def test_number_of_thousands_of_digits_is_refused():
    with pytest.raises(BadCell):
        row("1" * 5000).whole("cell")


def test_digits_of_other_scripts_are_no_number():
    with pytest.raises(BadCell):
        row("\u0661.\u0665").decimal("cell")


# 7 silent rounding
def test_rate_of_three_decimals_is_not_rounded_silently(read):
    with pytest.raises(BadCell):
        read(read_lab, "PUF_CLFS_CY2026_Q2V1.csv", ("00009.34", "00009.345"))


def test_share_of_three_decimals_is_not_rounded_silently(read):
    with pytest.raises(BadCell):
        read(read_fees, "PPRRVU2025_Oct.csv", ("0.10,0.69,0.21", "0.105,0.69,0.21"))


def test_negative_rate_or_share_is_refused(read):
    with pytest.raises(BadCell):
        read(read_lab, "PUF_CLFS_CY2026_Q2V1.csv", ("L,00000.00", "L,-0005.00"))
    with pytest.raises(BadCell):
        read(read_fees, "PPRRVU2025_Oct.csv", ("0.10,0.69,0.21", "-0.1,0.69,0.21"))


def test_huge_rate_is_a_bad_cell_or_a_rate(read):
    with pytest.raises(BadCell):
        read(read_lab, "PUF_CLFS_CY2026_Q2V1.csv", ("00009.34", "9" * 40))


# 8 editions told by names: raw ValueErrors
def test_month_that_does_not_exist_in_a_name_is_refused():
    for name in ("MCR_MUE_Eff_15-04-2026.csv", "MCR_MUE_Eff_00-01-2026.csv"):
        with pytest.raises(EditionUnknown):
            day_in_name(Head(name=name, rows=(), lines=()))


def test_renamed_opps_cap_file_is_read_or_refused(recognised, altered):
    assert (
        recognised(altered("OPPSCAP_Oct.csv", to="OPPSCAP_new.csv")).edition.name
        == "RVU???"
    )


def test_drug_period_with_a_misspelt_month_is_refused(recognised, altered):
    changed = altered(
        "Medicare_Part_B_Payment_Limit_January_2026.csv",
        ("Effective January", "Effective Jan"),
    )
    with pytest.raises(ImportFailed):
        recognised(changed)


# 9 store.py: importing over what is no catalog of ours
def test_import_over_a_file_that_is_no_catalog_is_refused_and_leaves_it(tmp_path, data):
    path = tmp_path / "catalog.sqlite"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(CatalogUnavailable):
        import_files(path, [data / "GPCI2025.csv"], Hints())
    assert path.read_bytes() == b"not a database" * 100


def test_import_into_a_catalog_of_another_version_is_refused(tmp_path, data, add_to):
    path = tmp_path / "catalog.sqlite"
    add_to(path, [data / "GPCI2025.csv"])
    connection = sqlite3.connect(path)
    connection.execute("UPDATE about SET value = '0' WHERE name = 'schema'")
    connection.commit()
    connection.close()
    with pytest.raises(CatalogUnavailable, match="another version"):
        import_files(path, [data / "ANES2025.csv"], Hints())


# 10 hcpcs.py: text without its first line
def test_text_line_of_another_code_is_refused(read, data):
    lines = (
        (data / "HCPC2026_JAN_ANWEB_01122026.txt")
        .read_bytes()
        .splitlines(keepends=True)
    )
    first = next(line for line in lines if line.startswith(b"G2211001003"))
    with pytest.raises(BadRow):
        read(read_hcpcs, "HCPC2026_JAN_ANWEB_01122026.txt", (first, b""))


# 11 zip_localities.py: blank first row
def test_zip_table_that_begins_with_a_blank_row_is_refused_or_read(
    recognised, tmp_path
):
    path = tmp_path / "ZIP5.csv"
    path.write_text(
        "\nSTATE,ZIP CODE,CARRIER,LOCALITY,RURAL IND,LAB CB LOCALITY,RURAL IND2,"
        "PLUS 4 FLAG,PART B DRUG INDICATOR,YEAR/QTR\nAK,99501,02102,01,,Z9,,0,A,20262\n"
    )
    with contextlib.suppress(CatalogError):
        recognised(path)


# 12 workbook whose XML is damaged
def test_workbook_of_damaged_xml_is_refused(tmp_path, workbook):
    path = workbook("a.xlsx", [["a", "b"]])
    broken = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[:40] if name.endswith("sheet1.xml") else content)
    (table,) = tables(broken)
    with pytest.raises(DamagedFile):
        list(table.cells())
