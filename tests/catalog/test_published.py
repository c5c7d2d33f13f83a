"""Files as CMS publishes them: bare, gzipped, zipped, or zips within a zip."""

import gzip
import hashlib
import io
import zipfile

import pytest

from catalog.errors import DamagedFile, ImportFailed
from catalog.published import tables

# catalog/published.py leaves what is inside an archive open: remove when it does not.

TEXT = b"a,b\r\n1,2\r\n"
ROWS = [(1, ["a", "b"]), (2, ["1", "2"])]


def zipped(members):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return raw.getvalue()


@pytest.fixture
def put(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def test_bare_file_is_one_table_with_its_hash(put):
    (table,) = tables(put("fees.csv", TEXT))

    assert (table.name, table.siblings) == ("fees.csv", ())
    assert table.sha256 == hashlib.sha256(TEXT).hexdigest()
    assert list(table.cells()) == ROWS


def test_gzipped_file_is_the_table_inside_with_the_hash_of_the_whole(put):
    packed = gzip.compress(TEXT)

    (table,) = tables(put("fees.csv.gz", packed))
    assert table.name.startswith("fees.csv")
    assert table.sha256 == hashlib.sha256(packed).hexdigest()
    assert list(table.cells()) == ROWS


@pytest.mark.parametrize("name", ["fees", "fees.download", "fees.2026-q1"])
@pytest.mark.parametrize(
    "pack", [lambda: zipped({"fees.csv": TEXT}), lambda: gzip.compress(TEXT)]
)
def test_name_that_does_not_say_is_told_by_the_first_bytes(put, name, pack):
    (table,) = tables(put(name, pack()))

    assert list(table.cells()) == ROWS


def test_text_is_a_text_whatever_it_is_called(put):
    (table,) = tables(put("fees.download", TEXT))

    assert table.name == "fees.download"
    assert list(table.cells()) == ROWS


def test_name_that_says_what_a_file_is_not_is_refused(put):
    with pytest.raises(DamagedFile, match=r"fees\.zip"):
        list(tables(put("fees.zip", TEXT)))


def test_member_of_an_archive_is_named_with_it_and_knows_its_siblings(put):
    path = put("rvu.zip", zipped({"deep/fees.csv": TEXT, "notes.pdf": b"%PDF"}))

    (table,) = tables(path)
    assert (table.name, table.siblings) == ("rvu.zip/fees.csv", ("notes.pdf",))
    assert table.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert list(table.cells()) == ROWS


def test_of_each_table_the_form_safest_to_read_is_taken(put):
    members = {
        "A.XLSX": b"",
        "a.txt": TEXT,
        "A.csv": TEXT,
        "b.xlsx": b"",
        "b.TXT": TEXT,
    }

    found = [table.name for table in tables(put("rvu.zip", zipped(members)))]
    assert found == ["rvu.zip/A.csv", "rvu.zip/b.TXT"]


def test_archive_within_an_archive_is_opened(put):
    inner = zipped({"f1.TXT": TEXT})
    path = put("ncci.zip", zipped({"part-f1.zip": inner, "part.gz": b"x"}))

    (table,) = tables(path)
    assert table.name == "ncci.zip/part-f1.zip/f1.TXT"
    assert list(table.cells()) == ROWS


def test_table_can_be_read_again(put):
    (table,) = tables(put("rvu.zip", zipped({"fees.csv": TEXT})))

    assert list(table.cells()) == list(table.cells())
    assert list(table.lines()) == [(1, "a,b"), (2, "1,2")]


def test_folder_in_an_archive_is_no_table(put):
    with zipfile.ZipFile(put("rvu.zip", b""), "w") as archive:
        archive.mkdir("tables.csv")

    assert list(tables(put("empty.zip", zipped({})))) == []


@pytest.mark.parametrize("name", ["missing.csv", "missing.zip", ""])
def test_file_that_is_not_there_is_refused_by_name(tmp_path, name):
    with pytest.raises(ImportFailed):
        list(tables(tmp_path / name))


@pytest.mark.parametrize("length", [0, 10, 60, -30])
def test_half_an_archive_is_refused(put, length):
    whole = zipped({"fees.csv": TEXT * 100})

    with pytest.raises(DamagedFile, match=r"rvu\.zip.*Download it again"):
        list(tables(put("rvu.zip", whole[:length])))


def test_archive_with_a_damaged_member_is_refused_when_it_is_read(put):
    whole = bytearray(
        zipped({"fees.csv": hashlib.shake_256(b"x").digest(200_000).hex().encode()})
    )
    whole[100_000:100_010] = bytes(10)

    (table,) = tables(put("rvu.zip", bytes(whole)))
    with pytest.raises(DamagedFile, match="cannot be read to its end"):
        list(table.lines())


@pytest.mark.parametrize("cut", [1, 5, 9, 20])
def test_truncated_gzip_is_refused_when_it_is_read(put, cut):
    (table,) = tables(put("fees.csv.gz", gzip.compress(TEXT * 1000)[:-cut]))

    with pytest.raises(DamagedFile, match="cannot be read to its end"):
        list(table.cells())


def test_bytes_that_the_encoding_lacks_are_refused_with_their_place(put):
    (table,) = tables(put("fees.csv", b"a,\x81\r\n"))

    for read in (table.cells, table.lines):
        with pytest.raises(DamagedFile, match=r"fees\.csv: byte 2 is not"):
            list(read())


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_byte_order_mark_tells_the_encoding(put, encoding):
    (table,) = tables(put("fees.csv", "a,\N{REGISTERED SIGN}\r\n".encode(encoding)))

    assert list(table.cells()) == [(1, ["a", "\N{REGISTERED SIGN}"])]


def test_tabs_part_the_cells_where_most_lines_have_them(put):
    (table,) = tables(put("pairs.txt", b"notice, long\nc1\tc2\n1,1\t2\n"))

    assert [cells for _, cells in table.cells()] == [
        ["notice, long"],
        ["c1", "c2"],
        ["1,1", "2"],
    ]


def test_cell_as_long_as_a_book_is_refused(put):
    (table,) = tables(put("fees.csv", b"a,b\n" + b"x" * 1_000_001))

    with pytest.raises(DamagedFile):
        list(table.cells())


def test_head_is_the_first_rows_and_lines(put):
    (table,) = tables(put("fees.csv", b"1,2\n" * 100))
    rows, lines = table.head()

    assert (len(rows), len(lines)) == (60, 60)
    assert (rows[0], lines[0]) == (["1", "2"], "1,2")


def test_workbook_is_read_as_text(workbook):
    (table,) = tables(workbook("fees.xlsx", [["a", None], ["00142", 4]]))

    assert list(table.cells()) == [(1, ["a", ""]), (2, ["00142", "4"])]
    assert table.head() == ([["a", ""], ["00142", "4"]], [])


def test_half_a_workbook_is_refused(workbook, put):
    whole = workbook("fees.xlsx", [["a", "b"]]).read_bytes()

    (table,) = tables(put("half.xlsx", whole[: len(whole) // 2]))
    with pytest.raises(DamagedFile, match=r"half\.xlsx"):
        list(table.cells())
