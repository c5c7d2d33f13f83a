"""Cut CMS's files to the rows that the tests use: ``make_cuts.py CMS_DATA_FOLDER``.

Every cut beside this script is written by it, byte for byte the same each time, from
the files that shared/reference/DATA.md lists. Headings, line ends, footers and rows
are CMS's own, with these exceptions:

* No text of the AMA or the ADA: the descriptors of CPT and dental codes, and all
  texts of the laboratory and drug files, are replaced by SYNTHETIC TEXT.
* Copyright notices of the laboratory file are shortened.
* ``ZIP5_APR2026.txt`` and ``AOC_V2026Q2-MCR.txt`` are rows of CMS's workbooks set in
  the fixed-width layout that CMS publishes beside them.
* ``ccipra-v322r0-f1.txt`` to ``f4`` are set in CMS's own layout from pairs of the two
  re-saves, which have no effective dates: those are made up (2020-01-01, or
  2026-01-01 for a code new in 2026), and so is the rationale of a pair that 2024Q3
  does not have.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
import zipfile
from pathlib import Path

from openpyxl import load_workbook

HERE = Path(__file__).parent
CRLF = b"\r\n"
SYNTHETIC = "SYNTHETIC TEXT"
OWNED = re.compile(r"\d{4}[0-9FTUM]|D\d{4}")  # by the AMA and the ADA

CODES = set(
    "77011 99213 99214 45378 45380 45385 70551 70496 20610 93000 93005 93010 80053 "  # noqa: SIM905 - a list of codes reads best so
    "36415 11042 11045 99211 36591 55700 55707 66984 27447 00142 G0105 G8432 J1100 "
    "15275 0075T A0425 97110 76145 50688 64493".split()
)
NEW_IN_2026 = {"55707"}
PARTNERED = "77011"  # with all of its pairs
PLACES = {"10112 00", "13202 01", "02102 01", "01112 05", "01182 18", "15202 00"}
CAP_PLACES = PLACES - {"01182 18"} | {"01112 18"}  # CMS's own other name for it
ZIPS = {"35203", "94103", "90001", "99501", "10001"}
ZIP_PREFIX = "368"  # all of it: 36855 lies in two localities
ANESTHESIA = {"00100", "00140", "00142", "00210", "00840", "01400", "01999"}
ADD_ONS = {"11045", "15276", "99292", "G2211", "0054T", "0055T"}
HCPCS_CODES = {"A0425", "G0105", "G2211", "J1100", "J3301"}
HCPCS_MODIFIERS = set(
    "AA AD AS CO CQ CT E1 E2 E3 E4 F1 F2 F3 F4 F5 F6 F7 F8 F9 FA FX FY GA GC GN GO "  # noqa: SIM905 - as above
    "GP GT GY GZ JW JZ KX LC LD LM LT PN PO Q5 Q6 QK QS QW QX QY QZ RC RI RT SA SG "
    "T1 T2 T3 T4 T5 T6 T7 T8 T9 TA TC XE XP XS XU".split()
)
LAB_CODES = {"80048", "80053", "36415", "0526U", "U0002"}
DRUG_CODES = {"J1100", "J3301", "A9606", "90371"}

NOTICE = "CPT only copyright 2025 American Medical Association.  All rights reserved."
RAW_HEADING = (
    (NOTICE, "", "", "", "", "", ""),
    ("Column1/Column2 Edits", "", "", "", "", "", ""),
    ("Column 1", "Column 2", "*=in existence", "Effective", "Deletion", "Modifier",
     "PTP Edit Rationale"),
    ("", "", "prior to 1996", "Date", "Date", "0=not allowed", ""),
    ("", "", "", "", "*=no data", "1=allowed", ""),
    ("", "", "", "", "", "9=not applicable", ""),
)  # fmt: skip
NEW_RATIONALE = "CPT Manual or CMS manual coding instruction"


def main(cms: Path) -> None:
    """Write every cut."""
    with zipfile.ZipFile(cms / "pfs/RVU25A.zip") as january:
        fees("PPRRVU25_JAN.csv", january.read("PPRRVU25_JAN.csv"))
        lines("OPPSCAP_JAN.csv", january.read("OPPSCAP_JAN.csv"), capped_csv, top=1)
    with zipfile.ZipFile(cms / "pfs/RVU24A.zip") as early:
        lines("ANES2024.csv", early.read("ANES2024.csv"), at_place, top=1)
    october = cms / "pfs/rvu25d"
    fees("PPRRVU2025_Oct.csv", (october / "PPRRVU2025_Oct.csv").read_bytes())
    fee_lines("PPRRVU2025_Oct.txt", (october / "PPRRVU2025_Oct.txt").read_bytes())
    whole(october / "GPCI2025.csv", at_place, top=3)
    whole(october / "ANES2025.csv", at_place, top=1)
    whole(october / "OPPSCAP_Oct.csv", capped_csv, top=1)
    whole(october / "OPPSCAP_Oct.txt", capped_txt)
    counties(october / "25LOCCO.csv")
    july = cms / "pfs/rvu26c"
    name = "PPRRVU2026_Jul_nonQPP.csv"
    fees(name, (july / name).read_bytes())
    whole(july / "localities2026-01-01-2026.csv", exported, top=2)
    anesthesia(cms / "anesthesia")
    zips(cms / "zip")
    pairs(cms / "ncci")
    for path in sorted((cms / "mue").glob("MCR_MUE_*.csv")):
        whole(path, a_code, top=9)
    add_ons(cms / "aoc/AOC_V2026Q2-MCR.xlsx")
    hcpcs(cms / "hcpcs/january-2026-alpha-numeric-hcpcs-file.zip")
    laboratory(cms / "clfs/PUF_CLFS_CY2026_Q2V1.csv")
    drugs(cms / "asp")
    whole(cms / "rbcs/rbcs_northstar.csv", categorised, top=1)
    whole(cms / "pos/pos_codes_northstar.csv", lambda line: True, top=1)
    whole(cms / "payments/pfrev25d/PFREV4.txt", paid)


# One kind of file each


def fees(name: str, content: bytes) -> None:
    """The rows of our codes, all modifiers, and what stands below the table."""
    head, body = split(content, 10)
    kept = []
    for line in body:
        if line.startswith(b"\x1a"):
            kept.append(line)
            continue
        cells = parsed(line)
        if cells[0] in CODES:
            cells[2] = SYNTHETIC if OWNED.fullmatch(cells[0]) else cells[2]
            kept.append(printed(cells))
    write(name, head + kept)


def fee_lines(name: str, content: bytes) -> None:
    """The same of the fixed-width file, whose text stands in columns 8 to 57."""
    head, body = split(content, 7)
    synthetic = SYNTHETIC.ljust(50).encode()
    kept = [
        line[:7] + synthetic + line[57:] if owned(line) else line
        for line in body
        if line[:5].decode() in CODES
    ]
    write(name, head + kept)


def owned(line: bytes) -> bool:
    """Whether a line begins with a code whose text is not CMS's."""
    return OWNED.fullmatch(line[:5].decode()) is not None


def at_place(line: bytes) -> bool:
    """A row of one of our localities, or a row that is none: notes and blanks."""
    cells = [cell.strip() for cell in parsed(line)]
    if not cells[0].isdigit():
        return True
    locality = cells[2] if cells[1].isalpha() else cells[1]
    return f"{cells[0]} {locality}" in PLACES


def capped_csv(line: bytes) -> bool:
    """A cap of our codes and places, or what stands below the table."""
    cells = parsed(line)
    return cells[0] in ("", "\x1a") or (
        cells[0] in CODES and f"{cells[3]} {cells[4]}" in CAP_PLACES
    )


def capped_txt(line: bytes) -> bool:
    """The same, from fixed positions."""
    place = f"{line[10:15].decode()} {line[17:19].decode()}"
    return line[:5].decode() in CODES and place in CAP_PLACES


def counties(path: Path) -> None:
    """Alabama, Alaska, California and New York, a blank row after each; the note."""
    head, body = split(path.read_bytes(), 4)
    macs = {"10112", "2102", "1182", "1112", "13202", "13282", "13292"}
    kept: list[bytes] = []
    for line in body:
        mac = parsed(line)[0].strip()
        after_a_row = kept and parsed(kept[-1])[0].strip() != ""
        if mac in macs or mac.startswith("*") or (not mac and after_a_row):
            kept.append(line)
    write(path.name, head + kept)


def exported(line: bytes) -> bool:
    """A row of the look-up tool's export."""
    place = parsed(line)[4]
    return f"{place[:5]} {place[5:]}" in PLACES


def a_code(line: bytes) -> bool:
    """A row that begins with one of our codes."""
    return line[:5].decode() in CODES | {"G2211", "11043", "20611", "69210"}


def categorised(line: bytes) -> bool:
    """A code that another cut has."""
    return line[:5].decode() in CODES | ADD_ONS | HCPCS_CODES | LAB_CODES | DRUG_CODES


def paid(line: bytes) -> bool:
    """An amount of our codes and places, or a trailer."""
    cells = parsed(line)
    return cells[0].startswith("TRL") or (
        cells[3] in CODES and f"{cells[1]} {cells[2]}" in PLACES
    )


def anesthesia(folder: Path) -> None:
    """Base units, and CMS's own table of factors: UTF-16, tabs, a two-line heading."""
    units = next(folder.glob("CY_2022*/*.txt")).read_bytes()
    lines(
        "CY_2022_Anesthesia_Base_Units_110921.txt",
        units,
        lambda line: line[:5].decode() in ANESTHESIA,
        top=3,
    )
    name = "Anesthesia_CY_2025_locality_adjusted_CF_Sheet_1.txt"
    sheet = next(folder.glob("Anesthesia-2025*/*Sheet 1.txt")).read_bytes()
    text = sheet.decode("utf-16").split("\r\n")
    kept = [line for line in text[5:] if tabbed_place(line)]
    (HERE / name).write_bytes(
        b"\xff\xfe" + "\r\n".join(text[:5] + kept).encode("utf-16-le")
    )


def tabbed_place(line: str) -> bool:
    """A row of one of our localities, or one without any."""
    cells = [cell.strip() for cell in line.split("\t")]
    return not cells[0].isdigit() or f"{cells[0]} {cells[1]}" in PLACES


def zips(folder: Path) -> None:
    """Two quarters, the second set from the workbook in the same layout."""

    def wanted(code: str) -> bool:
        return code in ZIPS or code.startswith(ZIP_PREFIX)

    whole(folder / "ZIP5_OCT2025.txt", lambda line: wanted(line[2:7].decode()))
    kept = []
    for row in sheet_rows(folder / "ZIP5_APR2026.xlsx")[1:]:
        state, code, carrier, locality, rural, lab, rural2, plus, drug, when = row
        if wanted(code):
            front = f"{state}{code}{carrier}{locality}{rural:1}{lab:2}{rural2:1}  "
            kept.append(f"{front}{plus} {drug}".ljust(75).encode() + when.encode())
    write("ZIP5_APR2026.txt", [line + CRLF for line in kept])


def pairs(folder: Path) -> None:
    """The two re-saves, and CMS's own layout in four parts made of both."""
    active = re_saved(folder, "ncci_ptp_practitioner_v32.2_2026Q3_active")
    dated = re_saved(folder, "ncci_ptp_practitioner_v30.2_2024Q3")
    hospital = re_saved(folder, "ncci_ptp_outpatient_hospital_v30.2_2024Q3")
    write("ncci_ptp_practitioner_v32.2_2026Q3_active.tsv", tabbed(active))
    write("ncci_ptp_practitioner_v30.2_2024Q3.tsv", tabbed(dated))
    write("ncci_ptp_outpatient_hospital_v30.2_2024Q3.tsv", tabbed(hospital))
    reasons = {(row[0], row[1]): row[4] for row in dated[1:]}
    deleted = [row for row in dated[1:] if row[2]]
    rows = sorted(
        [raw_active(row, reasons) for row in active[1:]]
        + list(map(raw_deleted, deleted))
    )
    size = -(-len(rows) // 4)
    for part in range(4):
        body = rows[part * size : (part + 1) * size]
        text = "\r\n".join([*map("\t".join, [*RAW_HEADING, *body]), ""])
        (HERE / f"ccipra-v322r0-f{part + 1}.txt").write_bytes(text.encode("cp1252"))


def raw_active(row: list[str], reasons: dict[tuple[str, str], str]) -> list[str]:
    """A pair in force, as CMS's own file has it."""
    first = "20260101" if NEW_IN_2026 & set(row[:2]) else "20200101"
    reason = reasons.get((row[0], row[1]), NEW_RATIONALE)
    return [row[0], row[1], "", first, "*", row[2], reason]


def raw_deleted(row: list[str]) -> list[str]:
    """A deleted pair; one of indicator 9 ends on the day it began."""
    last = row[2].replace("-", "")
    first = last if row[3] == "9" else "19980401"
    return [row[0], row[1], "*" if row[3] == "0" else "", first, last, row[3], row[4]]


def re_saved(folder: Path, prefix: str) -> list[list[str]]:
    """The heading, the pairs among our codes, and all that the one partner has."""
    with gzip.open(
        next(folder.glob(f"{prefix}*.tsv.gz")), "rt", encoding="utf-8"
    ) as raw:
        rows = [line.rstrip("\n").split("\t") for line in raw]
    example = ("93653", "93623")  # deleted on the day it began: indicator 9
    return rows[:1] + [
        row
        for row in rows[1:]
        if PARTNERED in row[:2] or set(row[:2]) <= CODES or tuple(row[:2]) == example
    ]


def tabbed(rows: list[list[str]]) -> list[bytes]:
    """Rows as the re-saves print them."""
    return ["\t".join(row).encode() + b"\n" for row in rows]


def add_ons(path: Path) -> None:
    """The workbook's rows in the fixed-width layout; a line ends with its text."""
    kept = []
    for row in sheet_rows(path)[2:]:
        kind, add_on, gone, primary, primary_gone, first, last, note = row
        if add_on in ADD_ONS or (kind == "3" and add_on == "0984T") or rare(row, kept):
            front = f"{kind}{add_on}{gone:7}{primary}{primary_gone:7}{first}{last:7}"
            kept.append((front + note).rstrip().encode() + CRLF)
    write("AOC_V2026Q2-MCR.txt", kept)


def rare(row: list[str], kept: list[bytes]) -> bool:
    """The first rows whose add-on, or whose primary, is deleted."""
    for column, positions in ((2, slice(6, 13)), (4, slice(18, 25))):
        if row[column] and not any(line[positions].strip() for line in kept):
            return True
    return False


def hcpcs(path: Path) -> None:
    """Codes and modifiers with their further lines of text, and the blank last line."""
    with zipfile.ZipFile(path) as archive:
        name = "HCPC2026_JAN_ANWEB_01122026.txt"
        ended: set[bytes] = set()

        def wanted(line: bytes) -> bool:
            key = line[:5].decode().strip()
            if line[10:11] == b"3" and line[284:292].strip() and not ended:
                ended.add(line[:5])  # the first code that is no longer in force
            return key in HCPCS_CODES | HCPCS_MODIFIERS or not key or line[:5] in ended

        lines(name, archive.read(name), wanted)


def laboratory(path: Path) -> None:
    """Without the texts of codes, and with the notices cut to their first sentence."""
    head, body = split(path.read_bytes(), 5, end=b"\n")
    head[1] = (
        b"CPT codes and descriptions only are copyright 2026 American Medical "
        b"Association.\n"
    )
    head[2] = head[2].split(b".")[0] + b".\n"
    kept = []
    for line in body:
        cells = parsed(line)
        if cells[1] in LAB_CODES:
            kept.append(printed([*cells[:6], SYNTHETIC, SYNTHETIC, SYNTHETIC], "\n"))
    write(path.name, head + kept)


def drugs(folder: Path) -> None:
    """Drug limits; a note can go over two lines."""
    path = next(folder.glob("*Payment Limit*.csv"))
    text = path.read_bytes().decode("cp1252")
    records = list(csv.reader(io.StringIO(text, newline="")))
    head, _ = split(path.read_bytes(), 9)
    kept = []
    for cells in records[9:]:
        if cells[0] in DRUG_CODES:
            kept.append(printed([cells[0], SYNTHETIC, *cells[2:]]))
    write("Medicare_Part_B_Payment_Limit_January_2026.csv", head + kept)


# Reading and writing


def whole(path: Path, keep, top: int = 0) -> None:
    """The first ``top`` rows of a file and those below that ``keep`` wants."""
    lines(path.name, path.read_bytes(), keep, top)


def lines(name: str, content: bytes, keep, top: int = 0) -> None:
    """The same, of a file's content."""
    head, body = split(content, top)
    write(name, head + [line for line in body if keep(line)])


def split(
    content: bytes, top: int, end: bytes = b"\n"
) -> tuple[list[bytes], list[bytes]]:
    """The first lines and the others, each with its line end."""
    found = [line + end for line in content.split(end)]
    found[-1] = found[-1].removesuffix(end)
    return found[:top], [line for line in found[top:] if line]


def parsed(line: bytes) -> list[str]:
    """The cells of one comma-separated line."""
    return next(csv.reader([line.decode("cp1252").rstrip("\r\n")]), [""])


def printed(cells: list[str], end: str = "\r\n") -> bytes:
    """One comma-separated line of these cells."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerow(cells)
    return text.getvalue().encode("cp1252")


def sheet_rows(path: Path) -> list[list[str]]:
    """A workbook's first sheet as text."""
    book = load_workbook(path, read_only=True)
    found = [
        ["" if cell is None else str(cell) for cell in row]
        for row in book.worksheets[0].iter_rows(values_only=True)
    ]
    book.close()
    return found


def write(name: str, content: list[bytes]) -> None:
    """Write a cut beside this script."""
    (HERE / name).write_bytes(b"".join(content))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
