"""Telling what a published file is by its content."""

import zipfile

import pytest

from catalog.editions import Hints
from catalog.errors import ImportFailed, NotRecognised
from catalog.readers import LAYOUTS
from catalog.recognise import recognise

# catalog/published.py leaves what is inside an archive open: remove when it does not.


@pytest.mark.parametrize("cut", ["cut.txt", "cut.csv", "cut"])
def test_content_tells_what_a_file_is_whatever_its_name(recognised, altered, cut):
    renamed = altered("GPCI2025.csv", to=cut)

    assert recognised(renamed).dataset == "gpci"


def test_every_cut_has_exactly_one_layout(data):
    seen = set()
    for path in sorted(data.iterdir()):
        if path.suffix in (".csv", ".tsv", ".txt"):
            (found,) = recognise(path, Hints())
            heads = [layout.name for layout in LAYOUTS if layout is found.layout]
            seen.update(heads)

    # The workbooks' layouts are read in the tests of their readers.
    sheets = {layout.name for layout in LAYOUTS if "xlsx" in layout.name}
    assert seen | sheets == {layout.name for layout in LAYOUTS}


def test_archive_gives_each_table_we_read_and_passes_over_the_others(data, tmp_path):
    path = tmp_path / "RVU25D.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("PPRRVU2025_Oct.csv", "PPRRVU2025_Oct.txt", "GPCI2025.csv"):
            archive.write(data / name, name)
        archive.writestr("RVU25D.pdf", b"%PDF-1.7")
        archive.writestr("readme.txt", "Read me.")

    found = {each.table.name: each.dataset for each in recognise(path, Hints())}
    assert found == {
        "RVU25D.zip/PPRRVU2025_Oct.csv": "physician_fees",
        "RVU25D.zip/GPCI2025.csv": "gpci",
    }


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"%PDF-1.7\n\x00\xff", b"hello, world\n", b"a\tb\n" * 9]
)
def test_other_files_are_not_recognised_and_told_what_is(tmp_path, content):
    path = tmp_path / "other.txt"
    path.write_bytes(content)

    with pytest.raises(NotRecognised, match=r"other\.txt.*It reads physician fee"):
        list(recognise(path, Hints()))


def test_archive_of_other_files_is_not_recognised(tmp_path):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "Read me.")

    with pytest.raises(NotRecognised):
        list(recognise(path, Hints()))


def test_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ImportFailed):
        list(recognise(tmp_path / "GPCI2026.csv", Hints()))


def test_table_is_read_in_the_encoding_of_its_layout(recognised, data):
    assert recognised(data / "pos_codes_northstar.csv").table.encoding == "utf-8"
    assert recognised(data / "GPCI2025.csv").table.encoding == "cp1252"
