"""The catalog of a running server: built when missing, reopened when replaced."""

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from mcp import Client

from catalog.errors import CatalogUnavailable
from server.app import build_server
from server.catalog_file import CatalogFile

VISIT = {"lines": [{"code": "99213"}], "date_of_service": "2026-08-03"}
RVU26C = "PPRRVU2026_Jul_nonQPP.csv"


@pytest.fixture
def january(tmp_path, data, add_to):
    """A catalog of January 2025's fees alone."""
    path = tmp_path / "catalog.sqlite"
    cuts = [data / "PPRRVU25_JAN.csv", data / "pos_codes_northstar.csv"]
    add_to(path, cuts, accept_fewer_rows=True)
    return path


async def test_catalog_is_opened_once(catalog_path):
    file = CatalogFile(catalog_path)

    assert await file.current() is await file.current()
    file.close()
    file.close()


async def test_import_is_seen_by_the_next_call(january, data, add_to):
    async with Client(build_server(CatalogFile(january))) as client:
        before = await client.call_tool("estimate_payment", VISIT)
        add_to(january, [data / RVU26C], accept_fewer_rows=True)
        after = await client.call_tool("estimate_payment", VISIT)

    assert before.is_error
    assert after.structured_content["result"]["total_allowed"] == "95.19"


async def test_catalog_put_in_the_place_of_another_is_seen(january, catalog_path):
    file = CatalogFile(january)
    first = await file.current()
    assert len(first.releases("physician_fees")) == 1

    copy = january.with_name("other")
    shutil.copyfile(catalog_path, copy)
    os.replace(copy, january)  # noqa: PTH105 - in one step, as an import does

    assert len((await file.current()).releases("physician_fees")) == 3
    file.close()


async def test_missing_catalog_is_built_for_the_first_call(tmp_path):
    # Two callers at once, who both wait for the one build of the real snapshot.
    path = tmp_path / "a folder" / "catalog.sqlite"
    async with Client(build_server(CatalogFile(path))) as client:
        listed = await client.list_tools()
        both = await asyncio.gather(
            *(client.call_tool("estimate_payment", VISIT) for _ in range(2))
        )

    assert len(listed.tools) == 4
    assert [found.is_error for found in both] == [False, False]
    assert both[0].structured_content["result"]["total_allowed"] == "95.19"
    assert path.exists()


def garbage(path):
    path.write_bytes(b"no database " * 1000)


def another_database(path):
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE other (x)")
        database.commit()


def another_version(path):
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE about (name, value)")
        database.execute("INSERT INTO about VALUES ('schema', '0')")
        database.commit()


def nothing(path):
    path.touch()


@pytest.mark.parametrize("spoil", [garbage, another_database, another_version, nothing])
async def test_unreadable_catalog_is_a_sentence_that_says_how_to_make_it(
    tmp_path, spoil
):
    path = tmp_path / "catalog.sqlite"
    spoil(path)
    async with Client(build_server(CatalogFile(path))) as client:
        found = await client.call_tool("estimate_payment", VISIT)

    assert found.is_error
    assert str(path) in found.content[0].text
    assert "cleanclaim catalog build" in found.content[0].text


async def test_catalog_made_readable_again_answers(tmp_path, catalog_path):
    path = tmp_path / "catalog.sqlite"
    garbage(path)
    file = CatalogFile(path)
    with pytest.raises(CatalogUnavailable):
        await file.current()

    shutil.copyfile(catalog_path, path)

    assert (await file.current()).releases()
    file.close()


async def test_catalog_spoiled_later_is_noticed(january):
    file = CatalogFile(january)
    await file.current()

    garbage(january)

    with pytest.raises(CatalogUnavailable):
        await file.current()
