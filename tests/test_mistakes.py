"""Mistakes found in other tools (PITFALLS.md), each of which must not be made here."""

import asyncio
import json
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from mcp import Client

from catalog.edit_pairs import pairs_between
from catalog.errors import NotLoaded, UnknownCode, UnknownPlace
from server.app import build_server
from server.catalog_file import CatalogFile
from server.money import cents
from server.requests import LineIn
from server.tools import check_bundling, estimate_payment, get_billing_tips, lookup_code

AUTUMN, SUMMER = date(2025, 10, 15), date(2026, 8, 3)
RVU26C = "PPRRVU2026_Jul_nonQPP.csv"


def line(code, *modifiers, units=1):
    return LineIn(code=code, modifiers=list(modifiers), units=units)


def paid(catalog, *lines, on=AUTUMN, **more):
    return str(estimate_payment(catalog, list(lines), on, **more).result.total_allowed)


def test_relative_values_are_not_keyed_by_code_alone(catalog):
    rows = catalog.fees(["70551", "45378"], AUTUMN)

    assert (rows["70551"].keys(), rows["45378"].keys()) == (
        {"", "26", "TC"},
        {"", "53"},
    )
    assert paid(catalog, line("45378")) == "327.67"  # 10.13, not the 5.07 of its 53 row


def test_reading_is_not_the_whole_without_practice_expense(catalog):
    # Zeroing it would leave (1.21 + 0.08) x 32.3465 = 41.73.
    assert paid(catalog, line("77011", "26")) == "59.19"


def test_technical_part_is_not_the_whole_without_work(catalog):
    # Zeroing it would leave (5.25 + 0.08) x 32.3465 = 172.41.
    assert paid(catalog, line("77011", "TC")) == "152.35"


@pytest.mark.parametrize("place", ["19", "21"])
def test_hospital_is_not_an_office(catalog, place):
    assert paid(catalog, line("99213"), place_of_service=place) == "63.72"


def test_locality_is_joined_where_a_files_carrier_differs(catalog):
    # OPPSCAP has Los Angeles under 01112, GPCI under 01182.
    capped = line("70496", "TC")

    assert paid(catalog, capped, locality="01182-18") == "212.32"
    assert paid(catalog, capped, locality="01112-18") == "212.32"


def test_amounts_are_not_cut_to_cents(catalog):
    assert cents(Decimal("88.955")) == Decimal("88.96")
    assert paid(catalog, line("77011")) == "211.55"  # 211.54611


def test_missing_index_is_not_one(catalog):
    with pytest.raises(UnknownPlace, match="01112-99"):
        paid(catalog, line("99213"), locality="01112-99")


def test_unknown_code_has_no_default_price(catalog):
    with pytest.raises(Exception, match="ZZZZZ"):
        paid(catalog, line("ZZZZZ"))


def test_facility_price_is_no_share_of_the_other(catalog):
    # 0.85 of 327.67 would be 278.52.
    assert paid(catalog, line("45378"), place_of_service="22") == "177.26"


def test_pair_keeps_which_column_is_which(catalog):
    found = check_bundling(catalog, [line("45380"), line("45385")], SUMMER)
    (pair,) = found.result.pairs

    assert (pair.column1, pair.column2, pair.column2_line) == ("45385", "45380", 1)


def test_lines_that_are_not_neighbours_are_compared(catalog):
    lines = [line("45385"), line("70551"), line("80053"), line("45380")]
    (pair,) = check_bundling(catalog, lines, SUMMER).result.pairs

    assert (pair.column1_line, pair.column2_line) == (1, 4)


def test_indicator_9_is_not_reported_as_an_edit(catalog):
    # 93005 with 93010 stands in the table with indicator 9.
    rows = pairs_between(catalog, ["93005", "93010"], "ncci_practitioner", SUMMER)
    found = check_bundling(catalog, [line("93005"), line("93010")], SUMMER)

    assert [row.modifier_indicator for row in rows] == ["9"]
    assert found.result.pairs == []


def test_indicator_1_is_not_treated_as_no_edit(catalog):
    (pair,) = check_bundling(
        catalog, [line("45385"), line("45380")], SUMMER
    ).result.pairs  # fmt: skip

    assert (pair.modifier_indicator, str(pair.verdict)) == ("1", "denied")


def test_indicator_0_is_not_offered_a_modifier(catalog):
    lines = [line("45385"), line("45378", "59")]
    (pair,) = check_bundling(catalog, lines, SUMMER).result.pairs

    assert (pair.modifier_indicator, str(pair.verdict)) == ("0", "denied")
    assert not any(word in pair.because for word in ("XS", "59", "25"))


def test_missing_pair_is_not_permission(catalog):
    found = check_bundling(catalog, [line("99213"), line("77011")], AUTUMN).result

    assert found.pairs == []
    assert found.verdict == "not_checked"
    assert "not_checked" in {each.state for each in found.checked}


def test_daily_limit_is_not_tested_by_line(catalog):
    lines = [line("97110", units=4), line("97110", "59", units=4)]
    (units,) = check_bundling(catalog, lines, SUMMER).result.units

    assert (units.units, units.mue, str(units.verdict)) == (8, 6, "denied")


@pytest.mark.parametrize("units", [0, -1])
def test_units_below_one_are_not_accepted(units):
    with pytest.raises(ValueError, match="units"):
        line("99213", units=units)


def test_25_does_not_bypass_any_pair(catalog):
    lines = [line("45385"), line("45380", "25")]
    (pair,) = check_bundling(catalog, lines, SUMMER).result.pairs

    assert str(pair.verdict) == "denied"


def test_modifier_50_with_two_units_is_not_paid_twice(catalog):
    found = estimate_payment(catalog, [line("20610", "50", units=2)], AUTUMN)

    # 1.96 x 32.3465 = 63.40; both sides at 150%. Twice that would be 190.20.
    assert str(found.result.total_allowed) == "95.10"
    assert found.confidence.level == "medium"
    assert any("50" in reason for reason in found.confidence.because)


def test_third_surgery_is_not_paid_a_quarter(catalog):
    lines = [line("45378"), line("20610"), line("11042")]
    found = estimate_payment(catalog, lines, AUTUMN).result

    # 327.67, 1.96 x 32.3465 = 63.40 and 3.87 x 32.3465 = 125.18, which ranks second.
    allowed = [str(each.allowed) for each in found.lines]
    assert allowed == ["327.67", "31.70", "62.59"]


def anesthesia(*modifiers, minutes):
    return LineIn(code="00142", modifiers=list(modifiers), minutes=minutes)


def test_anesthesia_minutes_are_not_rounded_up(catalog):
    # 4 base + 17 / 15 = 1.1 units at the national 20.3178; a whole unit more: 121.91.
    assert paid(catalog, anesthesia("AA", minutes=17)) == "103.62"


def test_physical_status_is_not_paid(catalog):
    plain = paid(catalog, anesthesia("AA", minutes=30))

    assert plain == "121.91"  # (4 + 2) x 20.3178 = 121.9068
    assert paid(catalog, anesthesia("AA", "P4", minutes=30)) == plain


def test_qs_does_not_halve_payment(catalog):
    assert paid(catalog, anesthesia("AA", "QS", minutes=30)) == "121.91"
    assert paid(catalog, anesthesia("QK", "QS", minutes=30)) == "60.95"  # 60.9534


def test_inpatient_technical_part_has_no_price_from_this_schedule(catalog):
    found = estimate_payment(
        catalog, [line("77011", "TC")], AUTUMN, place_of_service="21"
    )  # fmt: skip

    assert found.result.lines[0].status == "unpriced"
    assert found.result.total_allowed is None


def test_last_years_table_does_not_answer_for_another_year(catalog):
    with pytest.raises(NotLoaded, match="2024-06-01"):
        estimate_payment(catalog, [line("99213")], date(2024, 6, 1))
    assert paid(catalog, line("99213"), on=SUMMER) == "95.19"  # 88.95 the year before


def test_deleted_code_is_not_answered_as_valid(catalog):
    found = lookup_code(catalog, "55700", SUMMER).result

    assert not found.code.in_force
    assert (
        estimate_payment(catalog, [line("55700")], SUMMER).result.total_allowed is None
    )


def test_edit_that_cms_does_not_have_is_not_asserted(catalog):
    found = check_bundling(catalog, [line("99213"), line("36415")], SUMMER).result

    assert (found.pairs, found.verdict) == ([], "clean")


def test_invented_code_is_not_confirmed(catalog):
    with pytest.raises(UnknownCode, match="99999"):
        get_billing_tips(catalog, "99999", date_of_service=AUTUMN)


async def test_cache_does_not_say_absent_after_an_import(tmp_path, data, add_to):
    path = tmp_path / "catalog.sqlite"
    cuts = [data / "PPRRVU25_JAN.csv", data / "pos_codes_northstar.csv"]
    asked = {"lines": [{"code": "99213"}], "date_of_service": "2026-08-03"}
    add_to(path, cuts, accept_fewer_rows=True)

    async with Client(build_server(CatalogFile(path))) as client:
        before = await client.call_tool("estimate_payment", asked)
        add_to(path, [data / RVU26C], accept_fewer_rows=True)
        after = await client.call_tool("estimate_payment", asked)

    assert before.is_error
    assert "2026" in before.content[0].text
    assert after.structured_content["result"]["total_allowed"] == "95.19"


def test_stdio_server_prints_nothing_but_the_protocol(catalog_path, tmp_path):
    path = tmp_path / "catalog.sqlite"
    shutil.copyfile(catalog_path, path)
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "0"},
        },
    }
    done = subprocess.run(
        [sys.executable, "-P", "-m", "server.main", "serve", "--catalog", str(path)],
        input=json.dumps(hello) + "\n",
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        cwd=tmp_path,
    )
    lines = done.stdout.splitlines()

    assert done.returncode == 0
    assert [json.loads(text)["id"] for text in lines] == [1]


def test_claims_of_two_callers_do_not_mix(catalog_path):
    async def ask(code):
        async with Client(build_server(CatalogFile(catalog_path))) as client:
            asked = {"lines": [{"code": code}], "date_of_service": "2025-10-15"}
            found = await client.call_tool("estimate_payment", asked)
            return found.structured_content["result"]["total_allowed"]

    async def both():
        return await asyncio.gather(ask("99213"), ask("77011"))

    assert asyncio.run(both()) == ["88.95", "211.55"]
