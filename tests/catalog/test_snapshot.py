"""The default catalog as text: figures only, the same byte for byte each time."""

import dataclasses
import lzma

import pytest

from catalog import snapshot
from catalog.build import group, write_snapshot
from catalog.editions import Hints
from catalog.errors import DamagedFile, ImportFailed
from catalog.records import Descriptor
from catalog.rows import to_row
from catalog.tables import TABLES

ACTIVE = "ncci_ptp_practitioner_v32.2_2026Q3_active.tsv"
CUTS = [
    "25LOCCO.csv",
    "ANES2025.csv",
    "AOC_V2026Q2-MCR.txt",
    "CY_2022_Anesthesia_Base_Units_110921.txt",
    "GPCI2025.csv",
    "HCPC2026_JAN_ANWEB_01122026.txt",
    "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv",
    "Medicare_Part_B_Payment_Limit_January_2026.csv",
    "PPRRVU2025_Oct.csv",
    "PUF_CLFS_CY2026_Q2V1.csv",
    "ZIP5_OCT2025.txt",
    ACTIVE,
    "pos_codes_northstar.csv",
    "rbcs_northstar.csv",
]


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def written(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("snapshot")
    write_snapshot(folder, [data / name for name in CUTS], Hints())
    return folder


def test_written_twice_it_is_the_same_byte_for_byte(written, data, tmp_path):
    write_snapshot(tmp_path, [data / name for name in reversed(CUTS)], Hints())

    assert files(tmp_path) == files(written)


@pytest.mark.parametrize("name", CUTS)
def test_every_table_comes_back_as_it_was(written, data, name):
    ((release, found),) = group([data / name], Hints())
    (kept,) = [each for each in snapshot.read(written) if each.release.id == release.id]
    expected = {}
    for record in found[0].layout.read(found[0].table):
        if not isinstance(record, Descriptor):
            row = tuple(map(str, to_row(record)))
            expected.setdefault(TABLES[type(record)], []).append(row)

    back = {table: list(rows) for table, _, rows in kept.tables()}
    assert {table: sorted(rows) for table, rows in back.items()} == {
        table: sorted(rows) for table, rows in expected.items()
    }
    assert kept.release.rows == sum(map(len, expected.values()))


def test_width_of_a_table_is_that_of_its_rows(written):
    for each in snapshot.read(written):
        for _table, width, rows in each.tables():
            assert {len(row) for row in rows} == {width}


def test_no_text_of_codes_is_in_it(written, data):
    packed = list(written.rglob("*.xz"))

    assert packed
    for path in packed:
        assert b"SYNTHETIC" not in lzma.decompress(path.read_bytes())
    assert not list(written.rglob("descriptor*"))


def test_pairs_are_grouped_by_their_first_column(written):
    table = written / "ncci-practitioner-2026q3" / "edit_pair.tsv.xz"
    lines = lzma.decompress(table.read_bytes()).decode().splitlines()

    assert lines[0] == "column1\tmodifier_indicator\tcolumn2..."
    assert "77011\t0\t36591 36592 96523" in lines


def test_release_says_what_it_is(written):
    about = (written / "gpci2025" / "release.toml").read_text("utf-8")

    assert 'file = "GPCI2025.csv"\n' in about
    assert about.endswith("rows = 6\n")


def test_quotation_marks_in_a_title_survive(written, tmp_path, data):
    ((release, found),) = group([data / "GPCI2025.csv"], Hints())
    odd = dataclasses.replace(release, title='A "quoted" back\\slash')
    snapshot.write(tmp_path, odd, found[0].layout.read(found[0].table))

    (back,) = snapshot.read(tmp_path)
    assert back.release.title == odd.title


def test_writing_again_leaves_nothing_of_before(tmp_path, data):
    ((release, found),) = group([data / "GPCI2025.csv"], Hints())
    (tmp_path / "gpci2025").mkdir()
    (tmp_path / "gpci2025" / "old.tsv.xz").write_bytes(b"old")
    snapshot.write(tmp_path, release, found[0].layout.read(found[0].table))

    assert sorted(files(tmp_path)) == ["gpci2025/gpci.tsv.xz", "gpci2025/release.toml"]


def test_file_that_is_only_verified_with_is_not_in_it(tmp_path, data):
    assert write_snapshot(tmp_path, [data / "PFREV4.txt"], Hints()) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "names",
    [
        ["ncci_ptp_practitioner_v30.2_2024Q3.tsv"],
        [f"ccipra-v322r0-f{part}.txt" for part in (1, 2, 3, 4)],
    ],
)
def test_dated_pairs_are_refused(tmp_path, data, names):
    with pytest.raises(ImportFailed, match="active pairs alone"):
        write_snapshot(tmp_path, [data / name for name in names], Hints())


def test_damaged_table_is_refused_by_name(tmp_path, data):
    write_snapshot(tmp_path, [data / "GPCI2025.csv"], Hints())
    (tmp_path / "gpci2025" / "gpci.tsv.xz").write_bytes(b"not xz")

    (kept,) = snapshot.read(tmp_path)
    with pytest.raises(DamagedFile, match=r"gpci\.tsv\.xz"):
        [list(rows) for _, _, rows in kept.tables()]


def test_fingerprint_changes_with_the_releases(written, tmp_path, data):
    write_snapshot(tmp_path, [data / "GPCI2025.csv"], Hints())

    assert snapshot.fingerprint(tmp_path).startswith("gpci2025:")
    assert snapshot.fingerprint(tmp_path) != snapshot.fingerprint(written)


def test_snapshot_that_ships_can_be_read():
    shipped = {each.release.id for each in snapshot.read(snapshot.default_folder())}

    assert {"rvu25d", "rvu26c", "gpci2026", "ncci-practitioner-2026q3"} <= shipped
