"""Catalogs are made whole or not at all: importing, building, grouping, writing."""

import errno
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from catalog import snapshot, store
from catalog.build import build, group, import_files, write_snapshot
from catalog.edit_pairs import pairs_between, pairs_of
from catalog.editions import Hints
from catalog.errors import (
    BadCell,
    CatalogUnavailable,
    DamagedFile,
    ImportFailed,
    NotRecognised,
)
from catalog.opening import needs_building, open_catalog, shipped_fingerprint

GPCI, ANESTHESIA, JANUARY = "GPCI2025.csv", "ANES2025.csv", "PPRRVU25_JAN.csv"
OCTOBER = "PPRRVU2025_Oct.csv"
PARTS = [f"ccipra-v322r0-f{part}.txt" for part in (1, 2, 3, 4)]
DEADLINE = 60  # seconds, for what another process does
pytestmark = pytest.mark.usefixtures("few_titles")


def ids(path):
    with open_catalog(path) as catalog:
        return {release.id for release in catalog.releases()}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "here" / "catalog.sqlite"


@pytest.fixture
def add(path, data):
    """Import cuts, or other files, into one catalog."""

    def import_cuts(*names, hints=None, **options):
        files = [data / name for name in names]
        return import_files(path, files, hints or Hints(), **options)

    return import_cuts


def test_import_makes_the_catalog_and_its_folder(add, path):
    (done,) = add(GPCI)

    assert (done.release.id, done.rows, done.kept) == ("gpci2025", 6, True)
    with open_catalog(path) as catalog:
        (release,) = catalog.releases()
        assert (release.file, release.rows) == (GPCI, 6)
        assert catalog.imported() == [release]


def test_second_import_adds_to_the_first(add, path):
    add(GPCI)
    add(ANESTHESIA)

    assert ids(path) == {"gpci2025", "anes2025"}


def test_import_of_the_same_release_takes_the_place_of_its_rows(add, path, altered):
    add(GPCI)
    add(altered(GPCI, ("1,0.869", "1,0.999")))

    with open_catalog(path) as catalog:
        alabama = catalog.gpci("10112", "00", date(2025, 6, 1))
        assert str(alabama.pe) == "0.999"
        assert len(catalog.gpcis(date(2025, 6, 1))) == 6
        assert len(catalog.releases()) == 1


def test_file_we_only_verify_with_is_read_but_not_kept(add, path):
    done = add("PFREV4.txt", GPCI)

    assert [(each.release.id, each.kept) for each in done] == [
        ("pf2025", False),
        ("gpci2025", True),
    ]
    assert ids(path) == {"gpci2025"}


def test_progress_is_told_by_release_and_rows(add):
    told = []
    add(GPCI, progress=lambda what, rows: told.append((what, rows)))

    assert told == [("gpci2025", 6), ("indexing", 0)]


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [("1,0.869", "1,n/a", BadCell), ("02102,AK,01", "10112,AK,00", ImportFailed)],
)
def test_failing_import_leaves_the_catalog_byte_for_byte_as_it_was(
    add, path, altered, old, new, error
):
    add(ANESTHESIA)
    before = path.read_bytes()

    with pytest.raises(error):
        add("ANES2024.csv", altered(GPCI, (old, new)))
    assert path.read_bytes() == before
    assert list(path.parent.glob(".*.new")) == []


def test_one_file_that_is_not_recognised_stops_them_all(add, path, tmp_path):
    (tmp_path / "other.txt").write_bytes(b"none of ours")

    with pytest.raises(NotRecognised):
        add(GPCI, tmp_path / "other.txt")
    assert not path.exists()


def test_failing_first_import_leaves_no_catalog(add, path, altered):
    with pytest.raises(BadCell):
        add(altered(GPCI, ("1,0.869", "1,n/a")))

    assert not path.exists()


def test_row_that_stands_there_twice_is_refused_by_file(add, altered):
    with pytest.raises(ImportFailed) as caught:
        add(altered(GPCI, ("02102,AK,01", "10112,AL,00")))
    assert str(caught.value) == "GPCI2025.csv: 10112 00 stands there twice."


def test_fee_that_stands_there_twice_is_named_with_its_modifier(add, altered, data):
    row = next(
        line
        for line in (data / JANUARY).read_bytes().splitlines(keepends=True)
        if line.startswith(b"77011,26,")
    )
    with pytest.raises(ImportFailed, match=r"77011 26 stands there twice"):
        add(altered(JANUARY, (row, row + row)))


def test_pair_that_stands_there_twice_is_kept_once(add, path, altered, data):
    with_line_end = (data / PARTS[0]).read_bytes().splitlines(keepends=True)
    row = with_line_end[6]
    doubled = altered(PARTS[0], (row, row + row))
    add(doubled, *PARTS[1:])

    with open_catalog(path) as catalog:
        codes = ("00142", "36591")
        pairs = pairs_between(catalog, codes, "ncci_practitioner", date(2026, 8, 1))
        assert len(pairs) == 1


def test_part_that_is_missing_is_named(add, path):
    with pytest.raises(ImportFailed, match="f2, f4 is not here"):
        add(PARTS[0], PARTS[2])
    assert not path.exists()


def test_parts_are_one_release_whatever_their_order(add, data):
    (done,) = add(*reversed(PARTS))

    assert (done.release.id, done.rows) == ("ncci-practitioner-2026q3", 257)
    assert done.release.file == " + ".join(PARTS)
    forwards = group([data / part for part in PARTS], Hints())
    assert forwards[0][0].sha256 == done.release.sha256


@pytest.mark.parametrize(
    "names",
    [
        ("PPRRVU2025_Oct.csv", "PPRRVU2025_Oct.txt"),
        (*PARTS, PARTS[0]),
        (*PARTS, "ncci_ptp_practitioner_v32.2_2026Q3_active.tsv"),
        (GPCI, GPCI),
    ],
)
def test_two_files_of_the_same_release_are_refused(add, names):
    with pytest.raises(ImportFailed, match="are the same release"):
        add(*names)


def test_far_fewer_rows_than_another_release_has_look_like_a_cut_file(
    add, path, altered, data
):
    lines = (data / "PPRRVU2025_Oct.csv").read_bytes().splitlines(keepends=True)
    short = altered("PPRRVU2025_Oct.csv", (b"".join(lines[-12:]), b""))
    add(JANUARY)
    before = path.read_bytes()

    with pytest.raises(DamagedFile, match="--accept-fewer-rows"):
        add(short)
    assert path.read_bytes() == before
    (done,) = add(short, accept_fewer_rows=True)
    # The file's own rows: the text of a row is a record beside it, and no row.
    assert (done.release.id, done.rows) == ("rvu25d", 30)


@pytest.fixture
def cut_short(altered, data):
    """The October file without its last rows."""

    def cut(rows):
        lines = (data / OCTOBER).read_bytes().splitlines(keepends=True)
        return altered(OCTOBER, (b"".join(lines[-rows:]), b""))

    return cut


def test_file_somewhat_shorter_than_another_release_is_taken(add, cut_short):
    add(JANUARY)

    (done,) = add(cut_short(8))
    assert done.rows == 34  # of January's 42: 81%


def test_file_shorter_than_four_fifths_of_another_release_is_refused(add, cut_short):
    add(JANUARY)

    with pytest.raises(DamagedFile, match=r"33 rows where RVU25A has 42"):
        add(cut_short(9))


def test_file_hardly_shorter_than_the_same_release_was_is_refused(add, path, cut_short):
    add(JANUARY, OCTOBER)
    before = path.read_bytes()

    with pytest.raises(DamagedFile, match=r"41 rows where RVU25D has 42"):
        add(cut_short(1))
    assert path.read_bytes() == before
    (done,) = add(cut_short(1), accept_fewer_rows=True)
    assert done.rows == 41


def test_nearest_release_is_the_one_to_compare_with(add, cut_short, altered, data):
    # RVU24A has half the rows; RVU25A, nearer to RVU25D, has all of them.
    lines = (data / JANUARY).read_bytes().splitlines(keepends=True)
    old = altered(JANUARY, (b"".join(lines[-21:]), b""))
    rows = old.read_bytes().count(b"32.3465")
    old.write_bytes(old.read_bytes().replace(b"32.3465", b"32.7442"))
    assert rows
    add(old, hints=Hints(quarter=(2024, 1)))
    add(JANUARY)

    with pytest.raises(DamagedFile, match="RVU25A"):
        add(cut_short(12))


def test_hints_name_the_release(add):
    (done,) = add("PPRRVU2025_Oct.csv", hints=Hints(quarter=(2025, 2)))

    assert (done.release.id, done.release.title) == (
        "rvu25b",
        "Physician fee schedule relative values, RVU25B",
    )


# Places that cannot be written. Tests may run as root, whom no mode bits stop.


def test_folder_that_cannot_be_made_is_refused_with_path_and_variable(data, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    path = tmp_path / "file" / "catalog.sqlite"

    with pytest.raises(CatalogUnavailable, match="CLEANCLAIM_CATALOG") as caught:
        import_files(path, [data / GPCI], Hints())
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS])
def test_catalog_that_cannot_be_replaced_stays_as_it_was(add, path, monkeypatch, code):
    add(ANESTHESIA)
    before = path.read_bytes()

    def refuse(self, target):
        raise OSError(code, "refused")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(CatalogUnavailable, match=re.escape(str(path))):
        add(GPCI)
    assert path.read_bytes() == before


def full(*_args):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(("module", "name"), [(shutil, "copyfile"), (store, "_sync")])
def test_full_disk_leaves_the_catalog_as_it_was(add, path, monkeypatch, module, name):
    add(ANESTHESIA)
    before = path.read_bytes()

    monkeypatch.setattr(module, name, full)
    with pytest.raises(CatalogUnavailable, match=r"No space left.*untouched"):
        add(GPCI)
    assert path.read_bytes() == before
    assert list(path.parent.glob(".*.new")) == []


def test_database_that_runs_full_leaves_the_catalog_as_it_was(add, path, monkeypatch):
    add(ANESTHESIA)
    before = path.read_bytes()

    def run_full(database, *_args):
        database.conn.execute("PRAGMA max_page_count = 1")
        database.conn.execute("CREATE TABLE big (x)")

    monkeypatch.setattr(store, "insert_rows", run_full)
    with pytest.raises(CatalogUnavailable, match="full"):
        add(GPCI)
    assert path.read_bytes() == before


def test_lock_that_another_holds_too_long_is_refused(add, path, monkeypatch):
    add(ANESTHESIA)
    monkeypatch.setattr(store, "LOCK_SECONDS", 0.1)

    with (
        FileLock(f"{path}.lock"),
        pytest.raises(CatalogUnavailable, match="Another process"),
    ):
        add(GPCI)
    assert ids(path) == {"anes2025"}


# Other processes

WAIT_WITHIN = """
import sys, time
from pathlib import Path
from catalog.build import import_files
from catalog.editions import Hints

def stop(what, rows):
    print(what, flush=True)
    time.sleep(600)

import_files(Path(sys.argv[1]), [Path(sys.argv[2])], Hints(), progress=stop)
"""
BUILD = """
import sys
from pathlib import Path
from catalog import snapshot
from catalog.build import build

snapshot.default_folder = lambda: Path(sys.argv[2])
build(Path(sys.argv[1]))
"""
IMPORT = """
import sys
from pathlib import Path
from catalog.build import import_files
from catalog.editions import Hints

import_files(Path(sys.argv[1]), [Path(sys.argv[2])], Hints())
"""


def start(script, *arguments):
    command = [sys.executable, "-c", script, *map(str, arguments)]
    root = Path(snapshot.__file__).parents[1]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)


def end_well(processes):
    for process in processes:
        process.communicate(timeout=DEADLINE)
    return [process.returncode for process in processes]


def test_killed_import_leaves_the_old_catalog_and_no_lock(add, path, data):
    add(ANESTHESIA)
    before = path.read_bytes()

    with start(WAIT_WITHIN, path, data / GPCI) as process:
        assert process.stdout.readline() == "gpci2025\n"
        process.kill()
    assert path.read_bytes() == before
    assert ids(path) == {"anes2025"}

    began = time.monotonic()
    add("ANES2024.csv")
    assert time.monotonic() - began < DEADLINE / 2
    assert ids(path) == {"anes2025", "anes2024"}
    assert list(path.parent.glob(".*.new")) == []


def test_two_imports_at_once_both_arrive(path, data):
    names = (GPCI, ANESTHESIA, "25LOCCO.csv")
    processes = [start(IMPORT, path, data / name) for name in names]

    assert end_well(processes) == [0, 0, 0]
    assert ids(path) == {"gpci2025", "anes2025", "locco2025"}


def test_two_builds_at_once_both_succeed(path, tmp_path, data):
    write_snapshot(tmp_path / "snapshot", [data / GPCI, data / JANUARY], Hints())
    processes = [start(BUILD, path, tmp_path / "snapshot") for _ in range(2)]

    assert end_well(processes) == [0, 0]
    assert ids(path) == {"gpci2025", "rvu25a"}


# Building from a snapshot


@pytest.fixture
def shipped(tmp_path, data, monkeypatch):
    """A small snapshot, in the place of the one that ships."""
    folder = tmp_path / "snapshot"
    active = "ncci_ptp_practitioner_v32.2_2026Q3_active.tsv"
    write_snapshot(folder, [data / GPCI, data / JANUARY, data / active], Hints())
    monkeypatch.setattr(snapshot, "default_folder", lambda: folder)
    return folder


def test_build_makes_the_catalog_of_the_snapshot(shipped, path):
    built = build(path)

    assert {release.id for release in built} == ids(path)
    with open_catalog(path) as catalog:
        assert catalog.imported() == []
        about = catalog.connection.execute("SELECT value FROM about ORDER BY name")
        assert about.fetchall()[1] == (shipped_fingerprint(),)
        fees = catalog.fees(["77011"], date(2025, 2, 1))
        assert str(fees["77011"][""].total_nonfacility) == "6.54"
        pairs = pairs_of(catalog, "77011", "ncci_practitioner", date(2026, 7, 1))
        assert len(pairs) == 38


def test_build_takes_the_place_of_what_was_imported(shipped, path, add):
    add(ANESTHESIA)
    build(path)

    assert "anes2025" not in ids(path)


def test_import_into_a_built_catalog_keeps_both(shipped, path, add):
    build(path)
    add(ANESTHESIA)

    with open_catalog(path) as catalog:
        assert [release.id for release in catalog.imported()] == ["anes2025"]
        assert len(catalog.releases()) == 4


def test_build_that_fails_leaves_the_old_catalog(shipped, path, add):
    add(ANESTHESIA)
    before = path.read_bytes()
    table = shipped / "gpci2025" / "gpci.tsv.xz"
    table.write_bytes(table.read_bytes()[:-8])

    with pytest.raises(DamagedFile, match=r"gpci\.tsv\.xz"):
        build(path)
    assert path.read_bytes() == before


def test_build_needs_doing_when_missing_or_made_of_an_older_snapshot(shipped, path):
    assert needs_building(path)
    build(path)
    assert not needs_building(path)
    shutil.rmtree(shipped / "gpci2025")
    assert needs_building(path)


def test_build_that_another_process_did_meanwhile_is_not_done_again(shipped, path):
    assert build(path, only_if_needed=True)
    before = path.read_bytes()

    assert build(path, only_if_needed=True) == []
    assert path.read_bytes() == before


def test_build_is_never_needed_over_imports_or_what_is_no_catalog(shipped, path, add):
    add(ANESTHESIA)
    assert not needs_building(path)
    path.write_bytes(b"not a database")
    assert not needs_building(path)


def test_descriptors_stay_out_of_a_catalog_made_of_a_snapshot(shipped, path):
    build(path)

    with open_catalog(path) as catalog:
        (count,) = catalog.connection.execute(
            "SELECT count(*) FROM descriptor"
        ).fetchone()
        assert count == 0


def test_catalog_file_is_sound(catalog_path):
    connection = sqlite3.connect(catalog_path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()
