"""A file of claims, priced line by line."""

import csv
from decimal import Decimal

import pytest

from server.claim_file import LONGEST_CLAIM, OPTIONAL, REQUIRED
from server.claim_runs import PROBLEM, REMEMBERED
from server.errors import RequestError
from server.repricing import RESULT, reprice

HEADER = ("claim", "code", "date_of_service", "modifiers", "units")
DAY = "2025-10-15"


@pytest.fixture
def run(catalog, tmp_path):
    """Reprice a text; what was priced, what was refused, and the tally."""

    def reprice_text(text, *, encoding="utf-8"):
        source, priced, refused = (
            tmp_path / name for name in ("in.csv", "out.csv", "refused.csv")
        )
        source.write_bytes(text.encode(encoding))
        ticks = []
        tally = reprice(catalog, source, priced, refused, ticks.append)
        run.ticks = ticks
        return read(priced), read(refused), tally

    run = reprice_text
    return run


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def claims(*rows, header=HEADER):
    return "".join(",".join(row) + "\n" for row in (header, *rows))


def allowed(priced):
    return [row["allowed"] for row in priced]


def test_line_is_priced_with_its_reason_and_release(run):
    (row,), refused, _ = run(claims(("1", "99213", DAY, "", "")))

    assert row["status"] == "priced"
    assert row["allowed"] == "88.95"  # 2.75 x 32.3465, RULES.md 1.3
    assert "32.3465" in row["because"]
    assert row["release"] == "RVU25D"
    assert refused == []


def test_result_columns_stand_after_those_of_the_file(run, tmp_path):
    run(claims(("1", "99213", DAY, "", "")))

    header = (tmp_path / "out.csv").read_text("utf-8").splitlines()[0]
    assert header.split(",") == [*HEADER, *RESULT]
    refused = (tmp_path / "refused.csv").read_text("utf-8").splitlines()[0]
    assert refused.split(",") == [*HEADER, *PROBLEM]


def test_place_and_confidence_are_told_of_each_line(run):
    header = (*REQUIRED, "modifiers", "locality")
    rows = [("1", "99213", DAY, "", ""), ("2", "99213", DAY, "SA", "10112-00")]
    sure, unsure = run(claims(*rows, header=header))[0]

    assert (sure["priced_for"], sure["confidence"]) == ("national", "high")
    assert sure["doubts"] == ""
    assert (unsure["priced_for"], unsure["confidence"]) == ("10112-00", "medium")
    assert "SA" in unsure["doubts"]


def test_doubt_of_one_line_is_not_its_neighbours(run):
    rows = [("1", "99213", DAY, "SA", ""), ("1", "20610", DAY, "", "")]
    first, second = run(claims(*rows))[0]

    assert "SA" in first["doubts"]
    assert second["doubts"] == ""


def test_every_cell_of_a_row_is_passed_on(run):
    (row,), _, _ = run(claims(("7", "20610", DAY, "RT 59", "1")))

    assert [row[name] for name in HEADER] == ["7", "20610", DAY, "RT 59", "1"]


def test_rows_of_one_claim_are_priced_together(run):
    header = (*HEADER, "place_of_service", "locality")
    hospital = ("22", "10112-00")
    rows = [("5", code, DAY, "", "", *hospital) for code in ("45385", "45380")]
    priced, _, _ = run(claims(*rows, header=header))

    assert allowed(priced) == ["225.14", "14.39"]  # RULES.md 4.3


def test_rows_of_two_claims_are_priced_apart(run):
    header = (*HEADER, "place_of_service", "locality")
    rows = [
        (number, code, DAY, "", "", "22", "10112-00")
        for number, code in (("1", "45385"), ("2", "45380"))
    ]
    priced, _, _ = run(claims(*rows, header=header))

    assert allowed(priced) == ["225.14", "178.15"]  # RULES.md 4.3, each alone


def test_rows_keep_the_order_of_the_file(run):
    codes = ["45380", "99213", "45385", "20610"]
    priced, _, _ = run(claims(*(("3", code, DAY, "", "") for code in codes)))

    assert [row["code"] for row in priced] == codes


def test_first_row_says_the_place_and_the_practitioner(run):
    header = (*HEADER, "practitioner", "locality", "participating")
    rows = [
        ("1", "99214", DAY, "", "", "NP", "10112-00", "yes"),
        ("1", "99213", DAY, "25", "", "", "", ""),
        ("2", "99214", DAY, "", "", "", "10112-00", "no"),
    ]
    priced, _, _ = run(claims(*rows, header=header))

    # RULES.md 4.10 and 4.11: 115.49 x 0.85; 81.86 x 0.85 = 69.581; 115.49 x 0.95
    assert allowed(priced) == ["98.17", "69.58", "109.72"]


def test_every_optional_column_is_read(run):
    header = (*REQUIRED, *OPTIONAL)
    rows = [
        ("1", "99213", DAY, "25", "2", "100.00", "", "", "11", "35203", "physician",
         "yes"),
        ("2", "66984", DAY, "55", "1", "", "", "70", "22", "35203", "", ""),
        ("3", "00142", DAY, "AA", "", "", "30", "", "22", "35203", "", ""),
    ]  # fmt: skip
    names = [name for name in header if name != "locality"]
    priced, refused, _ = run(claims(*rows, header=names))

    # 100.00 is charged for 163.72; 70 of 90 days: RULES.md 4.5;
    # (4 + 2.0) x 19.31 = 115.86: RULES.md 5
    assert allowed(priced) == ["100.00", "74.56", "115.86"]
    assert refused == []


def test_line_that_is_not_paid_or_not_priced_has_its_status_and_reason(run):
    rows = [("1", "99213", DAY, "GZ", ""), ("2", "55700", DAY, "", ""),
            ("3", "0075T", DAY, "", "")]  # fmt: skip
    refused, biopsy, contractor = run(claims(*rows))[0]

    assert (refused["status"], refused["allowed"]) == ("not_paid", "0.00")
    assert "denied" in refused["because"]
    assert biopsy["status"] == "priced"
    assert (contractor["status"], contractor["allowed"]) == ("unpriced", "")
    assert "contractor" in contractor["because"]


def test_tally_counts_every_row_once(run):
    rows = [("1", "99213", DAY, "", ""), ("1", "99213", DAY, "GZ", ""),
            ("2", "0075T", DAY, "", ""), ("2", "NOPE", DAY, "", ""),
            ("3", "20610", DAY, "50", "")]  # fmt: skip
    priced, refused, tally = run(claims(*rows))

    assert (tally.rows, tally.priced, tally.not_paid) == (5, 2, 1)
    assert (tally.unpriced, tally.refused) == (1, 1)
    assert tally.allowed == sum(Decimal(row["allowed"] or 0) for row in priced)
    assert len(priced) + len(refused) == tally.rows


def test_progress_is_told_after_each_claim(run):
    rows = [("1", "99213", DAY, "", "")] * 2 + [("2", "20610", DAY, "", "")]
    run(claims(*rows))

    assert run.ticks == [2, 3]


# Rows that are refused


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("1", "ZZZZZ", DAY, "", ""), "ZZZZZ"),
        (("1", "9921", DAY, "", ""), "no code"),
        (("1", "99213-25", DAY, "", ""), "apart"),
        (("1", "99213", "2025-02-30", "", ""), "date that exists"),
        (("1", "99213", "13/15/2025", "", ""), "YYYY-MM-DD"),
        (("1", "99213", "", "", ""), "date_of_service"),
        (("1", "99213", DAY, "ZZ", ""), "not among CMS's modifiers"),
        (("1", "99213", DAY, "", "0"), "units"),
        (("1", "99213", DAY, "", "-1"), "units"),
        (("1", "99213", DAY, "", "1.5"), "units"),
        (("1", "99213", DAY, "", "10000"), "units"),
        (("1", "99213", DAY, "", "two"), "units"),
        (("JONES", "99213", DAY, "", ""), "not a patient's"),
        (("1234567890123", "99213", DAY, "", ""), "number of your own"),
        (("", "99213", DAY, "", ""), "number of your own"),
        (("-1", "99213", DAY, "", ""), "number of your own"),
    ],
)
def test_row_that_cannot_be_read_is_refused_with_its_reason(run, row, said):
    priced, (refused,), _ = run(claims(row))

    assert priced == []
    assert said in refused["problem"]
    assert refused["row"] == "2"  # as a spreadsheet counts them
    assert refused["code"] == row[1]


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("charge", "free", "charge"),
        ("charge", "0", "charge"),
        ("charge", "-5.00", "charge"),
        ("charge", "1.005", "charge"),
        ("charge", "NaN", "charge"),
        ("charge", "10000000.01", "charge"),
        ("minutes", "0", "minutes"),
        ("postoperative_days", "91", "postoperative_days"),
        ("place_of_service", "88", "place-of-service"),
        ("zip_code", "00000", "ZIP"),
        ("locality", "99999-99", "locality"),
        ("participating", "maybe", "participating"),
    ],
)
def test_cell_out_of_bounds_is_refused(run, column, cell, said):
    rows = claims(("1", "99213", DAY, cell), header=(*REQUIRED, column))
    priced, (refused,), _ = run(rows)

    assert priced == []
    assert said in refused["problem"]
    assert refused[column] == cell


def test_other_rows_of_the_claim_are_priced_without_the_refused_one(run):
    rows = [("1", "99213", DAY, "", ""), ("1", "ZZZZZ", DAY, "", ""),
            ("1", "20610", DAY, "", "")]  # fmt: skip
    priced, (refused,), _ = run(claims(*rows))

    assert allowed(priced) == ["88.95", "63.40"]  # 1.96 x 32.3465 = 63.39914
    assert refused["row"] == "3"


def test_row_of_a_year_that_is_not_loaded_is_refused_alone(run):
    rows = [("1", "99213", "2019-05-01", "", ""), ("1", "99213", DAY, "", "")]
    (priced,), (refused,), _ = run(claims(*rows))

    assert priced["allowed"] == "88.95"
    assert "2019" in refused["problem"]
    assert refused["row"] == "2"


def test_row_that_says_another_thing_of_its_claim_is_refused(run):
    header = (*REQUIRED, "place_of_service", "practitioner")
    rows = [("1", "99213", DAY, "11", "NP"), ("1", "20610", DAY, "22", "NP"),
            ("1", "20610", DAY, "11", "PA"), ("1", "20610", DAY, "", "")]  # fmt: skip
    priced, refused, _ = run(claims(*rows, header=header))

    assert [row["code"] for row in priced] == ["99213", "20610"]
    assert [row["row"] for row in refused] == ["3", "4"]
    assert "place_of_service is '22'" in refused[0]["problem"]
    assert "practitioner is 'PA'" in refused[1]["problem"]


def test_claim_whose_rows_do_not_stand_together_is_refused_from_then_on(run):
    rows = [(claim, "99213", DAY, "", "") for claim in ("1", "2", "1", "3")]
    priced, (refused,), _ = run(claims(*rows))

    assert [row["claim"] for row in priced] == ["1", "2", "3"]
    assert refused["row"] == "4"
    assert "together" in refused["problem"]


def test_claims_are_remembered_up_to_a_number_so_that_memory_stays_flat(run):
    rows = [(str(n), "99213", DAY, "", "") for n in range(REMEMBERED + 2)]
    again = [(str(n), "99213", DAY, "", "") for n in (1, REMEMBERED)]
    _, refused, _ = run(claims(*rows, *again))

    assert [row["claim"] for row in refused] == [str(REMEMBERED)]


def test_practitioner_that_there_is_not_is_refused(run):
    header = (*REQUIRED, "practitioner")
    rows = [("1", "99214", DAY, "np"), ("2", "99214", DAY, "nurse")]
    (priced,), (refused,), _ = run(claims(*rows, header=header))

    assert priced["allowed"] == "106.40"  # 125.18 x 0.85 = 106.403
    assert "practitioner is 'nurse'" in refused["problem"]


def test_row_with_more_or_fewer_cells_is_refused(run):
    text = (
        f"claim,code,date_of_service\n1,99213\n1,99213,{DAY},surplus\n1,99213,{DAY}\n"
    )
    (priced,), refused, tally = run(text)

    assert priced["allowed"] == "88.95"
    assert [row["row"] for row in refused] == ["2", "3"]
    assert all("more or fewer cells" in row["problem"] for row in refused)
    assert tally.rows == 3


def test_row_without_its_claim_is_refused(run):
    text = f"code,date_of_service,claim\n99213,{DAY}\n99213,{DAY},1\n"
    (priced,), (refused,), _ = run(text)

    assert priced["claim"] == "1"
    assert refused["row"] == "2"


def test_claim_of_more_lines_than_a_claim_has_loses_none(run):
    rows = [("1", "99213", DAY, "", "")] * (LONGEST_CLAIM + 1)
    priced, (refused,), tally = run(claims(*rows))

    assert len(priced) == LONGEST_CLAIM == 50
    assert "at most 50 lines" in refused["problem"]
    assert refused["row"] == "52"
    assert tally.rows == 51


def test_row_is_numbered_as_the_files_lines_are(run):
    text = f"claim,code,date_of_service\n\n1,99213,{DAY}\n\n1,ZZZZZ,{DAY}\n"
    (priced,), (refused,), tally = run(text)

    assert priced["code"] == "99213"
    assert refused["row"] == "5"
    assert tally.rows == 2


# The file itself


def test_names_of_columns_may_have_spaces_and_capitals(run):
    (priced,), _, _ = run(f"Claim, CODE ,date_of_service\n1,99213,{DAY}\n")

    assert priced["allowed"] == "88.95"


def test_column_that_stands_there_twice_is_refused(run):
    with pytest.raises(RequestError, match="claim twice"):
        run(claims(("1", "1", "99213", DAY), header=("claim", *REQUIRED)))


def test_file_that_is_not_utf_8_is_refused(run):
    with pytest.raises(RequestError, match="UTF-8"):
        run(claims(("1", "99213", DAY, "\xe9", "")), encoding="latin-1")


def test_file_that_is_no_csv_is_refused(run):
    too_long = "9" * (csv.field_size_limit() + 1)

    with pytest.raises(RequestError, match="line 2 is no csv"):
        run(claims(("1", too_long, DAY, "", "")))


def test_results_take_their_place_at_the_end_or_not_at_all(run, tmp_path):
    run(claims(("1", "99213", DAY, "", "")))
    before = (tmp_path / "out.csv").read_bytes()

    with pytest.raises(RequestError):
        run(claims(("1", "20610", DAY, "", ""), ("2", "99213", DAY, "\xe9", "")),
            encoding="latin-1")  # fmt: skip

    assert (tmp_path / "out.csv").read_bytes() == before
    names = {path.name for path in tmp_path.iterdir() if path.suffix != ".sqlite"}
    assert names >= {"in.csv", "out.csv", "refused.csv"}
    assert not [name for name in names if name.endswith(".part")]


def test_file_of_claims_is_never_written_over(catalog, tmp_path):
    source = tmp_path / "in.csv"
    source.write_text(claims(("1", "99213", DAY, "", "")), "utf-8")
    before = source.read_bytes()

    with pytest.raises(RequestError, match="another name"):
        reprice(catalog, source, source, tmp_path / "refused.csv", print)

    assert source.read_bytes() == before


def test_folder_that_cannot_be_written_is_told(catalog, tmp_path):
    source = tmp_path / "in.csv"
    source.write_text(claims(("1", "99213", DAY, "", "")), "utf-8")
    nowhere = tmp_path / "nowhere"

    with pytest.raises(RequestError, match="Cannot write"):
        reprice(catalog, source, nowhere / "out.csv", nowhere / "refused.csv", print)


@pytest.mark.parametrize("column", ["patient", "name", "date_of_birth", ""])
def test_column_that_is_not_read_is_refused_and_not_repeated(run, column):
    with pytest.raises(RequestError) as error:
        run(claims(("1", "99213", DAY, "x"), header=(*REQUIRED, column)))

    assert "1 that are not read" in str(error.value)
    assert "patient" not in str(error.value)


def test_header_without_a_column_names_it(run):
    with pytest.raises(RequestError, match="misses date_of_service"):
        run(claims(("1", "99213"), header=("claim", "code")))


def test_empty_file_is_refused(run):
    with pytest.raises(RequestError, match="misses claim, code, date_of_service"):
        run("")


def test_header_alone_is_no_claim(run):
    priced, refused, tally = run(claims())

    assert priced == refused == []
    assert tally.rows == 0


def test_byte_order_mark_is_no_part_of_the_first_column(run):
    priced, _, _ = run(claims(("1", "99213", DAY, "", "")), encoding="utf-8-sig")

    assert allowed(priced) == ["88.95"]


def test_blank_cells_are_what_they_are_by_default(run):
    header = (*REQUIRED, *OPTIONAL)
    row = ("1", "99213", DAY, *("" for _ in OPTIONAL))
    (priced,), _, _ = run(claims(row, header=header))

    assert priced["allowed"] == "88.95"  # one unit, office, national, physician


def test_charge_is_in_cents_however_it_is_written(run):
    rows = [(str(n), "99213", DAY, cell) for n, cell in
            enumerate(("80", "80.0", "8e1", " 80.00 "))]  # fmt: skip
    priced, _, _ = run(claims(*rows, header=(*REQUIRED, "charge")))

    assert allowed(priced) == ["80.00"] * 4


def test_cells_of_spaces_are_blank(run):
    header = (*REQUIRED, "units", "charge", "modifiers")
    row = ("1", "99213", DAY, " ", " ", "  ")
    (priced,), _, _ = run(claims(row, header=header))

    assert priced["allowed"] == "88.95"


def test_line_ends_of_windows_are_read(run):
    text = claims(("1", "99213", DAY, "", ""), ("1", "20610", DAY, "", ""))
    priced, _, _ = run(text.replace("\n", "\r\n"))

    assert allowed(priced) == ["88.95", "63.40"]


def test_quoted_cells_are_read(run):
    (priced,), _, _ = run(
        f'claim,code,date_of_service,modifiers\n"1","20610","{DAY}","RT 59"\n'
    )

    assert priced["modifiers"] == "RT 59"


def test_nothing_is_lost_whatever_a_row_holds(run):
    rows = [
        (str(number // 4), code, day, modifier, units)
        for number, (code, day, modifier, units) in enumerate(
            [
                ("99213", DAY, "25", "1"),
                ("ZZZZZ", DAY, "", "1"),
                ("45385", "2026-08-03", "", "1"),
                ("36591", DAY, "", "1"),
                ("A0425", DAY, "", "40"),
                ("J1100", "2026-02-03", "", "4"),
                ("80053", "2026-08-03", "QW", "1"),
                ("99213", "1999-01-01", "", "1"),
                ("00142", DAY, "AA", "1"),
                ("99213", DAY, "QQ", "x"),
            ]
            * 3
        )
    ]
    priced, refused, tally = run(claims(*rows))

    assert len(priced) + len(refused) == tally.rows == len(rows)
    assert tally.priced + tally.not_paid + tally.unpriced == len(priced)
    numbers = {int(row["row"]) for row in refused}
    assert len(numbers) == len(refused)
    assert all(2 <= number <= len(rows) + 1 for number in numbers)


def test_file_is_priced_after_its_edits_where_asked(catalog, tmp_path):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    text = "claim,code,date_of_service\n1,45385,2026-08-03\n1,45378,2026-08-03\n"
    source.write_text(text, "utf-8")
    reprice(catalog, source, out, tmp_path / "r.csv", print, edits=True)
    kept, denied = read(out)

    assert (kept["status"], denied["status"]) == ("priced", "not_paid")
    assert denied["allowed"] == "0.00"
    assert "45378 gives way to 45385" in denied["because"]
