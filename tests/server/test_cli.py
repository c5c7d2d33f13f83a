"""The command line: each tool for a person, and the catalog."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from catalog import snapshot

WINTER, AUTUMN, SUMMER = "2025-02-03", "2025-10-15", "2026-08-03"


@pytest.fixture
def copy(tmp_path, catalog_path):
    """A catalog of one's own to change."""
    path = tmp_path / "catalog.sqlite"
    shutil.copyfile(catalog_path, path)
    return path


# Each tool


def test_code_shows_its_record(run):
    status, out, _ = run("code", "77011", "--on", SUMMER)

    assert status == 0
    assert all(
        text in out for text in ("77011", "$221.45", "6.63", "33.4009", "RVU26C")
    )
    assert "$211.55" in out  # a year before
    assert "38 edits" in out


def test_words_show_the_codes_they_may_mean(run):
    status, out, _ = run("code", "colonoscopy", "polyp", "--on", SUMMER)

    assert status == 0
    assert "45385" in out


def test_pay_shows_the_amount_and_its_steps(run):
    status, out, _ = run("pay", "77011", "--on", WINTER, "--steps")

    assert status == 0
    assert all(text in out for text in ("$211.55", "6.54", "physician_fee", "high"))


@pytest.mark.parametrize(
    ("line", "code", "modifiers", "units"),
    [
        ("99214-25", "99214", ["25"], 1),
        ("97110x3", "97110", [], 3),
        ("97110X3", "97110", [], 3),
        ("97110*3", "97110", [], 3),
        ("97110-GP-59x2", "97110", ["GP", "59"], 2),
        ("g0105-53", "G0105", ["53"], 1),
        ("0075T", "0075T", [], 1),
    ],
)
def test_line_is_a_code_its_modifiers_and_units(run, line, code, modifiers, units):
    _, out, _ = run("pay", line, "--on", AUTUMN, "--json")
    (found,) = json.loads(out)["result"]["lines"]

    assert (found["code"], found["modifiers"], found["units"]) == (
        code,
        modifiers,
        units,
    )


def test_place_and_locality_are_passed_on(run):
    by_zip = run("pay", "99213", "--on", AUTUMN, "--zip", "35203", "--json")
    by_name = run(
        "pay",
        "99213",
        "--on",
        AUTUMN,
        "--locality",
        "10112-00",
        "--pos",
        "22",
        "--json",
    )

    assert json.loads(by_zip[1])["result"]["total_allowed"] == "81.86"
    assert json.loads(by_name[1])["result"]["total_allowed"] == "59.93"


def test_check_shows_the_verdict_and_what_was_looked_at(run):
    status, out, _ = run("check", "45385", "45380", "--on", SUMMER)

    assert status == 0
    assert "edits_apply" in out
    assert "denied" in out
    assert "Checked:" in out
    assert "$101.87" in out  # 45380's 479.97 less the base endoscopy's 378.10


def test_check_shows_a_line_that_is_not_paid_by_itself(run):
    _, out, _ = run("check", "99213-26", "20610", "--on", SUMMER)

    assert "99213-26  denied" in out
    assert "without 26" in out


def test_check_shows_each_line_with_what_hangs_on_it(run):
    _, out, _ = run("check", "45385", "45380", "45378", "--on", SUMMER)

    assert "1     45385  passes" in out
    assert "2     45380  denied" in out
    assert "Sent as it is: $500.01." in out
    assert "Document:" in out


def test_line_may_have_a_date_of_its_own(run):
    _, out, _ = run("check", "27447", "99213@2026-08-10", "--on", SUMMER)

    assert "99213 7 days after 27447" in out


@pytest.mark.parametrize(
    ("other", "said"),
    [("36591", "no modifier helps"), ("99213", "has no edit between 77011 and 99213")],
)
def test_check_with_another_code_is_the_one_answer(run, other, said):
    status, out, err = run("check", "77011", "--with", other, "--on", SUMMER)

    assert (status, err) == (0, "")
    assert said in out


def test_check_with_another_code_beside_a_claim_is_refused(run):
    status, _, err = run("check", "77011", "99213", "--with", "45385", "--on", SUMMER)

    assert status == 1
    assert "one bare code" in err


def test_pay_prices_what_the_edits_leave(run):
    _, out, _ = run("pay", "45385", "45378", "--edits", "--on", SUMMER)
    _, before, _ = run("pay", "45385", "45378", "--on", SUMMER)

    assert "lines denied: 2" in out
    assert "not applied" in before


def test_check_of_a_file_writes_the_result_and_sums_it_up(run, tmp_path):
    source = tmp_path / "claims.csv"
    source.write_text(
        "claim,date_of_service,code\n"
        f"1,{SUMMER},45385\n1,{SUMMER},45380\n2,{SUMMER},99213\n",
        "utf-8",
    )
    status, out, _ = run("check", "--file", str(source))

    assert status == 0
    assert "1 edits_apply, 1 clean" in out
    assert "45380 gives way to 45385 (indicator 1)" in out
    assert "$101.87" in out
    assert (tmp_path / "claims.checked.csv").exists()
    assert (tmp_path / "claims.checked.refused.csv").exists()


def test_nothing_goes_unheard_beside_a_file_to_check(run, tmp_path):
    source = tmp_path / "claims.csv"
    source.write_text("claim,date_of_service,code\n", "utf-8")
    status, _, err = run("check", "99213", "--file", str(source))

    assert status == 1
    assert "--file" in err


def test_check_of_one_code_lists_its_edits_by_page(run):
    _, first, _ = run("check", "77011", "--on", SUMMER, "--json")
    cursor = json.loads(first)["result"]["edits"]["next_cursor"]
    _, second, _ = run("check", "77011", "--on", SUMMER, "--cursor", cursor, "--json")
    pages = [json.loads(page)["result"]["edits"]["listed"] for page in (first, second)]

    assert not {each["code"] for each in pages[0]} & {each["code"] for each in pages[1]}


def test_check_of_a_hospital_says_what_was_not_looked_at(run):
    status, out, _ = run("check", "45385", "45380", "--on", SUMMER, "--hospital")

    assert status == 0
    assert "not_checked" in out
    assert "Not checked:" in out


def test_tips_show_what_each_is_worth(run):
    status, out, _ = run("tips", "77011-26", "--on", SUMMER)

    assert status == 0
    assert "Impact:" in out
    assert "$60.12" in out  # 1.80 x 33.4009 = 60.12162


@pytest.mark.parametrize(
    "command",
    [
        ["code", "77011"],
        ["pay", "99214-25", "20610-RT"],
        ["check", "45385", "45380"],
        ["tips", "77011"],
    ],
    ids=lambda command: command[0],
)
def test_json_is_the_whole_answer(run, command):
    status, out, err = run(*command, "--on", SUMMER, "--json")

    assert (status, err) == (0, "")
    assert json.loads(out).keys() == {"result", "confidence", "sources", "warnings"}


# What is wrong


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (["pay", "9921"], "9921"),
        (["pay", "99213-2"], "99213-2"),
        (["pay", "ZZZZZ"], "ZZZZZ"),
        (["pay", "77O11"], "77011"),
        (["pay", "99213x0"], "units"),
        (["pay", "99213-Q0"], "Q0"),
        (["pay", "99213", "--zip", "99999"], "99999"),
        (["pay", "99213", "--locality", "10112-99"], "10112-00"),
        (["pay", "99213", "--pos", "28"], "28"),
        (["check", "ZZZZZ"], "ZZZZZ"),
        (["check", "77011", "--cursor", "x"], "cursor"),
        (["tips", "ZZZZZ"], "ZZZZZ"),
        (["tips", "99213x"], "99213x"),
        (["code", "qqqqqq", "zzzzzz"], "99213"),
        (["code", "123-45-6789"], "patient data"),
    ],
)
def test_error_is_a_sentence_on_standard_error(run, command, named):
    status, out, err = run(*command, "--on", SUMMER)

    assert (status, out) == (1, "")
    assert named in err
    assert "Traceback" not in err


@pytest.mark.parametrize("day", ["2026-02-30", "soon", "2019-01-01"])
def test_day_that_is_none_or_not_loaded_is_named(run, day):
    status, out, err = run("pay", "99213", "--on", day)

    assert (status, out) == (1, "")
    assert day in err


@pytest.mark.parametrize("day", ["1738540800", "2025-02-03T00:00:00", "20250203"])
def test_day_in_another_form_is_refused(run, day):
    status, out, err = run("code", "77011", "--on", day)

    assert (status, out) == (1, "")
    assert "YYYY-MM-DD" in err
    assert "Traceback" not in err


def test_unknown_command_is_refused(run):
    status, _, err = run("price", "99213")

    assert status == 2
    assert "price" in err


# The catalog


def test_status_lists_every_release(run):
    status, out, _ = run("catalog", "status")

    assert status == 0
    assert all(name in out for name in ("rvu25a", "rvu25d", "rvu26c", "gpci2025"))
    assert "PPRRVU25_JAN.csv" in out


def test_verify_counts_what_agrees(run, data):
    rows = [r for r in (data / "PFREV4.txt").read_text().splitlines() if "TRL" not in r]
    status, out, _ = run("catalog", "verify", data / "PFREV4.txt")

    assert status == 0
    assert "RVU25D" in out
    assert f"{2 * len(rows)} of {2 * len(rows)}" in out


def test_verify_of_caps_counts_what_agrees(run, data):
    status, out, _ = run("catalog", "verify", data / "OPPSCAP_Oct.csv")

    assert status == 0
    assert "24 of 24" in out
    assert "12 of status A" in out


def test_verify_names_what_differs(run, data, tmp_path):
    wrong = tmp_path / "PFREV4.txt"
    text = (data / "PFREV4.txt").read_text()
    wrong.write_text(text.replace("0000082.74", "0000082.75"))
    status, out, _ = run("catalog", "verify", wrong)

    assert status == 1
    assert "50688" in out
    assert "82.75" in out


def test_verify_of_a_file_without_amounts_is_refused(run, data):
    status, out, err = run("catalog", "verify", data / "GPCI2025.csv")

    assert (status, out) == (1, "")
    assert "GPCI2025.csv" in err


def test_import_adds_a_release(run, copy, data):
    status, out, err = run("catalog", "import", data / "GPCI2025.csv", catalog=copy)

    assert status == 0
    assert "gpci2025" in out
    assert "Traceback" not in err


def test_import_of_amounts_keeps_nothing_and_says_so(run, copy, data):
    status, out, _ = run("catalog", "import", data / "PFREV4.txt", catalog=copy)

    assert status == 0
    assert "not kept" in out


def test_import_of_a_foreign_file_leaves_the_catalog(run, copy, tmp_path):
    foreign = tmp_path / "letter.txt"
    foreign.write_text("Dear Sir or Madam,\n")
    before = copy.read_bytes()
    status, out, err = run("catalog", "import", foreign, catalog=copy)

    assert (status, out) == (1, "")
    assert "letter.txt" in err
    assert copy.read_bytes() == before


def test_build_does_not_drop_what_was_imported(run, copy):
    before = copy.read_bytes()
    status, _, err = run("catalog", "build", catalog=copy)

    assert status == 1
    assert "--drop-imports" in err
    assert copy.read_bytes() == before


def test_build_if_needed_leaves_a_catalog_with_imports(run, copy):
    before = copy.read_bytes()
    run("catalog", "build", "--if-needed", catalog=copy)

    assert copy.read_bytes() == before


@pytest.mark.parametrize(
    ("options", "named"),
    [(["--quarter", "2026-3"], "2026-3"), (["--setting", "asc"], "asc")],
)
def test_hint_of_another_form_is_refused(run, copy, data, options, named):
    cut = data / "GPCI2025.csv"
    status, _, err = run("catalog", "import", cut, *options, catalog=copy)

    assert status == 1
    assert named in err


def test_snapshot_of_a_cut_is_the_same_each_time(run, data, tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        cut = data / "GPCI2025.csv"
        assert run("catalog", "snapshot", cut, "--into", folder)[0] == 0
    files = [sorted(f for f in each.rglob("*") if f.is_file()) for each in folders]

    assert files[0]
    assert [f.read_bytes() for f in files[0]] == [f.read_bytes() for f in files[1]]


# The demonstration


def test_demo_shows_the_main_job_through_a_server(run):
    status, out, _ = run("demo")

    assert status == 0
    assert all(
        t in out for t in ("lookup_code", "$211.55", "6.54", "32.3465", "RVU25A")
    )
    assert "edits_apply" in out


def of_another_version(path):
    with closing(sqlite3.connect(path)) as there, there:
        there.execute("UPDATE about SET value = '0' WHERE name = 'schema'")
        there.execute("ALTER TABLE word RENAME TO letter")


def test_catalog_of_another_version_is_made_anew_unasked(
    run, data, tmp_path, monkeypatch
):
    shipped, path = tmp_path / "snapshot", tmp_path / "catalog.sqlite"
    run("catalog", "snapshot", data / "GPCI2025.csv", "--into", shipped)
    monkeypatch.setattr(snapshot, "default_folder", lambda: shipped)
    run("catalog", "build", catalog=path)
    of_another_version(path)
    status, out, _ = run("code", "knee replacement", catalog=path)

    assert status == 0
    assert "27447" in out


@pytest.mark.parametrize("command", ["build", "import"])
def test_imports_of_another_version_are_not_lost(run, copy, data, command):
    of_another_version(copy)
    before = copy.read_bytes()
    files = [data / "GPCI2025.csv"] if command == "import" else []
    status, _, err = run("catalog", command, *files, catalog=copy)

    assert status == 1
    assert "--drop-imports" in err
    assert copy.read_bytes() == before
