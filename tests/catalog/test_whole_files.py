"""Each reader over the whole of the file that CMS published.

The files are not part of the project. Counts and figures are those that were taken
from the files by other means: see shared/reference/DATA.md and RULES.md.
"""

import os
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from catalog.editions import Hints
from catalog.recognise import recognise
from catalog.records import Descriptor, HcpcsCode, HcpcsModifier, PhysicianFee

BESIDE = Path(__file__).parents[3] / "shared" / "data"
CMS = Path(os.environ.get("CLEANCLAIM_CMS_DATA") or BESIDE)

pytestmark = [
    pytest.mark.skipif(
        not CMS.is_dir(), reason="CMS files not at hand: set CLEANCLAIM_CMS_DATA"
    ),
    # catalog/published.py leaves what is inside an archive open: remove when not.
]


def datasets(pattern):
    """The tables of one file by dataset."""
    (path,) = CMS.glob(pattern)
    return {found.dataset: found for found in recognise(path, Hints())}


def records(pattern):
    """The records of the only table of one file."""
    (found,) = datasets(pattern).values()
    return list(found.layout.read(found.table))


def fees(pattern):
    found = records(pattern)
    return {(r.code, r.modifier): r for r in found if isinstance(r, PhysicianFee)}


@pytest.mark.parametrize(
    ("pattern", "rows", "factor", "total"),
    [
        ("pfs/rvu25d/PPRRVU2025_Oct.csv", 19_090, "32.3465", "6.54"),
        ("pfs/rvu26c/PPRRVU2026_Jul_nonQPP.csv", 19_356, "33.4009", "6.63"),
    ],
)
def test_relative_values(pattern, rows, factor, total):
    found = fees(pattern)

    assert len(found) == rows
    assert {fee.conversion_factor for fee in found.values()} == {Decimal(factor)}
    assert str(found["77011", ""].total_nonfacility) == total


def test_fixed_width_relative_values_are_the_same():
    lines = records("pfs/rvu25d/PPRRVU2025_Oct.txt")

    assert lines == records("pfs/rvu25d/PPRRVU2025_Oct.csv")


def test_codes_that_went_are_gone():
    went = {("55700", ""), ("77014", "")}

    assert went <= fees("pfs/rvu25d/PPRRVU2025_Oct.csv").keys()
    assert not went & fees("pfs/rvu26c/PPRRVU2026_Jul_nonQPP.csv").keys()


@pytest.mark.parametrize(
    ("archive", "release", "rows", "total"),
    [("RVU25A", "RVU25A", 18_865, "6.54"), ("RVU24A", "RVU24A", 18_499, "6.64")],
)
def test_archives_as_they_came(archive, release, rows, total):
    found = datasets(f"pfs/{archive}.zip")
    assert found.keys() == {
        "physician_fees",
        "gpci",
        "anesthesia_factors",
        "opps_caps",
        "locality_counties",
    }

    table = found["physician_fees"]
    read = [r for r in table.layout.read(table.table) if isinstance(r, PhysicianFee)]
    assert (table.edition.name, len(read)) == (release, rows)
    whole = [fee for fee in read if (fee.code, fee.modifier) == ("77011", "")]
    assert str(whole[0].total_nonfacility) == total
    assert found["opps_caps"].edition.name == release


@pytest.mark.parametrize(
    ("pattern", "locality", "indices"),
    [
        ("pfs/rvu25d/GPCI2025.csv", ("13202", "01"), ("1.065", "1.166", "1.656")),
        (
            "pfs/rvu26c/localities2026-01-01-2026.csv",
            ("01112", "05"),
            ("1.095", "1.410", "0.425"),
        ),
    ],
)
def test_geographic_indices(pattern, locality, indices):
    found = {(gpci.mac, gpci.locality): gpci for gpci in records(pattern)}

    assert len(found) == 109
    place = found[locality]
    assert (place.work, place.pe, place.mp) == tuple(map(Decimal, indices))


def test_anesthesia_factors_are_those_of_the_national_factor_and_the_indices():
    places = {(g.mac, g.locality): g for g in records("pfs/rvu25d/GPCI2025.csv")}
    found = records("pfs/rvu25d/ANES2025.csv")

    assert len(found) == 109
    for each in found:
        gpci = places[each.mac, each.locality]
        share = (
            Decimal("0.769") * gpci.work
            + Decimal("0.166") * gpci.pe
            + Decimal("0.065") * gpci.mp
        )
        assert abs(Decimal("20.3178") * share - each.factor) <= Decimal("0.0051")


@pytest.mark.parametrize("form", ["*Sheet 1.txt", "*.xlsx"])
def test_anesthesia_factors_in_cms_own_tables_are_the_same(form):
    def factors(pattern):
        return {(f.mac, f.locality): f.factor for f in records(pattern)}

    own = factors(f"anesthesia/Anesthesia-2025-locality-adjusted/{form}")
    assert own == factors("pfs/rvu25d/ANES2025.csv")


@pytest.mark.parametrize("form", ["txt", "xlsx"])
def test_anesthesia_base_units(form):
    found = {base.code: base.units for base in records(f"anesthesia/CY_2022*/*.{form}")}

    assert len(found) == 276
    assert (found["00142"], found["00100"], found["01999"]) == (4, 5, 0)


def test_opps_caps_in_both_forms():
    caps = records("pfs/rvu25d/OPPSCAP_Oct.csv")

    assert len(caps) == 16_100
    assert caps == records("pfs/rvu25d/OPPSCAP_Oct.txt")


def test_counties_of_every_locality():
    found = records("pfs/rvu25d/25LOCCO.csv")

    assert all(place.state and place.counties for place in found)
    assert {place.locality for place in found if place.mac == "10112"} == {"00"}


@pytest.mark.parametrize("name", ["ZIP5_OCT2025.txt", "ZIP5_APR2026.xlsx"])
def test_zip_codes(name):
    found = {place.zip_code: place for place in records(f"zip/{name}")}

    assert len(found) == 42_956
    assert found["36855"].crosses
    assert (found["99501"].carrier, found["99501"].locality) == ("02102", "01")


def test_zip_codes_in_more_than_one_locality():
    found = records("zip/ZIP5_OCT2025.txt")

    assert sum(place.crosses for place in found) == 580


def test_pairs_in_force():
    found = records("ncci/*v32.2_2026Q3_active*.tsv.gz")

    assert len(found) == 1_728_585
    assert sum("77011" in (pair.column1, pair.column2) for pair in found) == 38
    (pair,) = [p for p in found if (p.column1, p.column2) == ("77011", "36591")]
    assert pair.modifier_indicator == "0"


def test_pairs_with_their_deletions():
    (found,) = datasets("ncci/*hospital_v30.2_2024Q3*.tsv.gz").values()
    counted = Counter(
        pair.deleted_on is None for pair in found.layout.read(found.table)
    )

    assert counted.total() == 1_775_818
    assert counted[True] == 1_335_857


@pytest.mark.parametrize(
    ("setting", "rows"),
    [
        ("Practitioner", 15_095),
        ("OutpatientHospital", 15_045),
        ("DMESupplier", 3_083),
    ],
)
def test_unit_limits(setting, rows):
    found = records(f"mue/MCR_MUE_{setting}Services_*.csv")

    assert len(found) == rows
    if setting == "Practitioner":
        kinds = Counter(limit.adjudication for limit in found)
        assert kinds == {"3": 9_637, "2": 5_417, "1": 41}


def test_add_on_edits():
    found = records("aoc/AOC_V2026Q2-MCR.xlsx")

    assert len(found) == 9_000
    contractor = Counter(e.kind for e in found if e.primary_code == "CCCCC")
    assert contractor == {"2": 47, "3": 8}
    never = [edit for edit in found if edit.deleted_on == edit.effective_from]
    assert len(never) == 18
    assert sum(edit.deleted_on is not None for edit in found) == 1_260


def test_hcpcs_codes_and_modifiers():
    found = Counter(
        type(record) for record in records("hcpcs/january-2026-alpha-numeric*.zip")
    )

    assert found == {HcpcsCode: 8_623, HcpcsModifier: 383, Descriptor: 8_623 + 383}


def test_laboratory_fees():
    found = {(fee.code, fee.modifier): fee for fee in records("clfs/PUF_CLFS_*.csv")}

    assert len(found) == 2_179
    assert str(found["80053", ""].rate) == "10.56"


def test_drug_limits():
    found = {limit.code: limit for limit in records("asp/*Payment Limit File*.csv")}

    assert len(found) == 877
    assert str(found["J1100"].payment_limit) == "0.105"


def test_categories_and_places():
    assert len(records("rbcs/rbcs_northstar.csv")) == 17_033
    assert len(records("pos/pos_codes_northstar.csv")) == 99


@pytest.mark.parametrize(
    ("pattern", "rows", "codes"),
    [("pfrev25d/PFREV4.txt", 1_526, 4), ("pfrev26b/PFREV26B_nonQP.zip", 4_033, 37)],
)
def test_payment_amounts(pattern, rows, codes):
    found = records(f"payments/{pattern}")

    assert len(found) == rows
    assert len({amount.code for amount in found}) == codes
    assert len({(amount.carrier, amount.locality) for amount in found}) == 109
