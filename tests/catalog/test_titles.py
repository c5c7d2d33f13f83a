"""Our own plain-language titles and the index of words."""

import re

import pytest

from catalog import titles
from catalog.errors import BadRow

HEADER = "code\ttitle\tsynonyms\tdescription\n"


def test_titles_that_ship_are_one_per_code_and_say_something():
    found = list(titles.read(titles.default_folder()))
    codes = [title.code for title in found]

    assert len(codes) == len(set(codes)) > 500
    assert all(re.fullmatch("[A-Z0-9]{5}", code) for code in codes)
    assert all(title.title.strip() for title in found)


def test_sections_are_read_in_the_order_of_their_names(tmp_path):
    (tmp_path / "b.tsv").write_text(HEADER + "77011\tB\t\t\n", "utf-8")
    (tmp_path / "a.tsv").write_text(HEADER + '99213\tA "quoted" one\t\t\n', "utf-8")
    (tmp_path / "notes.md").write_text("not a section")

    found = [(title.code, title.title) for title in titles.read(tmp_path)]
    assert found == [("99213", 'A "quoted" one'), ("77011", "B")]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", 1),
        ("code\tname\tsynonyms\tdescription\n", 1),
        (HEADER + "77011\tB\t\n", 2),
        (HEADER + "77011\tB\t\t\n\n", 3),
        (HEADER + "77011\tB\t\t\tmore\n", 2),
    ],
)
def test_section_that_is_not_as_it_must_be_is_refused_by_line(tmp_path, content, line):
    (tmp_path / "radiology.tsv").write_text(content, "utf-8")

    with pytest.raises(BadRow) as caught:
        list(titles.read(tmp_path))
    assert (caught.value.file, caught.value.line) == ("radiology.tsv", line)


def test_every_code_of_every_table_is_known(catalog):
    known = {
        code for (code,) in catalog.connection.execute("SELECT code FROM known_code")
    }

    for code in (
        "77011",
        "55700",
        "55707",
        "00142",
        "J3301",
        "A4397",
        "U0002",
        "90371",
    ):
        assert code in known


def test_known_code_has_the_label_of_its_family_and_the_imported_text(catalog):
    row = catalog.connection.execute(
        "SELECT label, text FROM known_code WHERE code = '27447'"
    ).fetchone()

    assert row == ("Arthroplasty - Knee, Musculoskeletal, Procedure", "SYNTHETIC TEXT")


def test_modifier_is_no_code(catalog):
    rows = catalog.connection.execute("SELECT code FROM known_code WHERE code = ''")

    assert rows.fetchall() == []


@pytest.mark.parametrize("name", ["a.tsv", "common.txt", "commonest.txt"])
def test_fingerprint_changes_with_whatever_the_index_is_made_of(tmp_path, name):
    (tmp_path / "a.tsv").write_text(HEADER, "utf-8")
    before = titles.fingerprint(tmp_path)
    (tmp_path / name).write_text(HEADER + "77011\tA\t\t\n", "utf-8")

    assert titles.fingerprint(tmp_path) != before
