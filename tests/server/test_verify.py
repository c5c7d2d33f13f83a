"""Our amounts against CMS's own, on the whole files where they are at hand.

They are looked for in the folder that CLEANCLAIM_CMS_DATA names, else in
``../shared/data`` beside the checkout; the official cases in ``../oracles`` from
there.
"""

import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from catalog.build import build
from catalog.errors import ImportFailed, NotInCatalog
from catalog.opening import open_catalog
from server.places import locality_indices
from server.requests import LineIn
from server.rules.physician_fee import priced
from server.tools import estimate_payment
from server.verify import verify

ROOT = Path(__file__).parents[2]
CMS = Path(os.environ.get("CLEANCLAIM_CMS_DATA") or ROOT.parent / "shared/data")
OFFICIAL = CMS.parent / "oracles/rules_examples.json"
whole_files = pytest.mark.skipif(
    not CMS.is_dir(), reason="CMS files not at hand: set CLEANCLAIM_CMS_DATA"
)
KINDS = ("pfs-", "pfrev", "oppscap-", "base-2025-", "pctc-")
DAYS = {2025: date(2025, 10, 15), 2026: date(2026, 8, 3)}


def official_cases():
    """The single-line cases that need no other rule than the fee and its cap."""
    if not OFFICIAL.is_file():
        left_out = pytest.mark.skip(reason=f"official cases not at hand: {OFFICIAL}")
        return [pytest.param({"id": "none"}, marks=left_out)]
    cases = json.loads(OFFICIAL.read_text("utf-8"))
    return [case for case in cases if case["id"].startswith(KINDS)]


@pytest.fixture(scope="session")
def shipped(tmp_path_factory):
    """The default catalog, built from the snapshot once."""
    path = tmp_path_factory.mktemp("shipped") / "catalog.sqlite"
    build(path)
    with open_catalog(path) as opened:
        yield opened


# The whole files


@whole_files
@pytest.mark.parametrize(
    ("file", "release", "rows"),
    [
        ("payments/pfrev25d/PFREV4.txt", "RVU25D", {"": 1526}),
        ("payments/pfrev26b/PFREV26B_nonQP.zip", "RVU26C", {"": 4033}),
        # 6,322 rows of status A in 109 localities, and 348 that the file lists again
        # under California's other carrier.
        ("pfs/rvu25d/OPPSCAP_Oct.csv", "RVU25D", {"A": 6322 + 348, "C": 9430}),
    ],
)
def test_every_published_amount_agrees_to_the_cent(shipped, file, release, rows):
    found = {each.release.name: each for each in verify(shipped, CMS / file)}
    own = found[release]

    assert own.differences == []
    assert dict(own.rows) == rows
    assert own.amounts == own.agreeing == 2 * sum(rows.values())
    assert own.whole


@whole_files
@pytest.mark.parametrize("case", official_cases(), ids=lambda c: c["id"])
def test_official_case_holds(shipped, case):
    expected = dict(case["expected"])
    ours = amounts(shipped, case)
    compared = expected.keys() & ours.keys()

    assert compared
    assert {name: ours[name] for name in compared} == {
        name: expected[name] for name in compared
    }


def amounts(catalog, case):
    """Every amount of a case that the fee and its cap can tell, as text."""
    asked, on = case["inputs"], DAYS[case["year"]]
    code, part = asked["hcpcs"], asked.get("modifier", "")
    rows = catalog.fees([code], on)[code]
    gpci = place(catalog, case, on)
    own, qualifying = rows[part].conversion_factor, asked.get("cf_qp", "0")

    def fee(row, setting, factor=own):
        pe = row.pe_facility if setting == "facility" else row.pe_nonfacility
        return str(priced(row.work, pe, row.mp, gpci, Decimal(factor)))

    def cap(row, work):
        return str(priced(work, row.opps_pe_nonfacility, row.opps_mp, gpci, own))

    found = {
        "non_facility": fee(rows[part], "office"),
        "recomputed": fee(rows[part], "office"),
        "facility": fee(rows[part], "facility"),
        "nonqp_non_facility": fee(rows[part], "office"),
        "nonqp_facility": fee(rows[part], "facility"),
        "qp_facility": fee(rows[part], "facility", qualifying),
        "uncapped": fee(rows[part], "office"),
        "global": fee(rows[""], "office"),
    }
    for name in ("26", "TC"):
        if name in rows:
            found[name] = fee(rows[name], "office")
    if asked.get("status") == "C":  # the listed amount is the ceiling
        found["cap_global"] = cap(rows[""], rows["26"].work)
        found["cap_tc"] = cap(rows["TC"], rows["TC"].work)
    elif "opps_nf_pe" in asked:
        lines = [LineIn(code=code, modifiers=[part] if part else [])]
        at = f"{gpci.mac}-{gpci.locality}"
        answer = estimate_payment(catalog, lines, on, locality=at)
        found["capped"] = str(answer.result.total_allowed)
    return found


def place(catalog, case, on):
    """The locality that a case names, or the one whose indices it gives."""
    asked = case["inputs"]
    if "mac" in asked:
        return locality_indices(catalog, asked["mac"], asked["locality"], on)
    if "locality" in asked:
        mac, locality = asked["locality"][:8].split("-")
        return locality_indices(catalog, mac, locality, on)
    indices = tuple(map(Decimal, asked["gpci"]))
    if set(indices) == {1}:
        return None
    (found,) = [g for g in catalog.gpcis(on) if (g.work, g.pe, g.mp) == indices]
    return found


# The cuts


def test_cut_of_a_payment_file_agrees(catalog, data):
    for found in verify(catalog, data / "PFREV4.txt"):
        assert found.whole


def test_cut_of_the_caps_agrees(catalog, data):
    (found,) = verify(catalog, data / "OPPSCAP_Oct.csv")

    assert (found.release.name, dict(found.rows)) == ("RVU25D", {"A": 12})
    assert found.whole


def test_amount_that_differs_is_shown_with_both_figures(catalog, data, tmp_path):
    wrong = tmp_path / "OPPSCAP_Oct.csv"
    text = (data / wrong.name).read_text()
    wrong.write_text(text.replace("230.40,230.40", "230.40,230.41"))
    (found,) = verify(catalog, wrong)

    assert (found.amounts - found.agreeing, found.whole) == (1, False)
    assert found.differences == [
        "70496  10112-00 non-facility: CMS 230.41, ours 230.40"
    ]


def test_row_of_an_unknown_code_is_counted_and_spoils_the_whole(
    catalog, data, tmp_path
):
    more = tmp_path / "OPPSCAP_Oct.csv"
    text = (data / more.name).read_text()
    more.write_text(text.replace("70496,,A,15202", "70498,,A,15202"))
    (found,) = verify(catalog, more)

    assert (found.not_compared, found.agreeing == found.amounts) == (1, True)
    assert not found.whole


def test_file_without_amounts_is_refused(catalog, data):
    with pytest.raises(ImportFailed, match="GPCI2025"):
        list(verify(catalog, data / "GPCI2025.csv"))


def test_file_of_a_year_without_a_release_is_refused(catalog, data, tmp_path):
    other = tmp_path / "PFREV4.txt"
    text = (data / other.name).read_text()
    other.write_text(text.replace('"2025"', '"2023"'))

    with pytest.raises(NotInCatalog, match="RVU25D"):
        list(verify(catalog, other))
