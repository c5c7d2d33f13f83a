"""The server as a client sees it, in memory, in both eras of the protocol."""

import json
import logging
import re

import pytest
from mcp import Client, MCPError

from server.app import build_server
from server.catalog_file import CatalogFile

DAY = "2026-08-03"
MODES = ["auto", "legacy"]
PERSON = "Mrs. Roe"
ONE = {"lines": [{"code": "77011"}], "date_of_service": "2025-02-03"}
CALLS = {
    "lookup_code": {"query": "77011", "date_of_service": DAY},
    "estimate_payment": ONE,
    "check_bundling": {
        "lines": [{"code": "45385"}, {"code": "45380"}],
        "date_of_service": DAY,
    },
    "get_billing_tips": {"code": "77011", "date_of_service": DAY},
}


async def refusal(server, tool, arguments, mode="auto"):
    async with Client(server, mode=mode) as client:
        found = await client.call_tool(tool, arguments)
    (content,) = found.content
    assert found.is_error
    assert found.structured_content is None
    return content.text


@pytest.mark.parametrize("mode", MODES)
async def test_tools_are_listed(server, mode):
    async with Client(server, mode=mode) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]

    assert names == list(CALLS)


@pytest.mark.parametrize("mode", MODES)
async def test_77011_is_answered_with_its_source(server, mode):
    async with Client(server, mode=mode) as client:
        found = await client.call_tool("estimate_payment", ONE)
    answer = found.structured_content

    assert not found.is_error
    assert answer["result"]["total_allowed"] == "211.55"
    assert answer["result"]["lines"][0]["rvu"]["total"] == "6.54"
    assert answer["result"]["conversion_factor"] == "32.3465"
    assert answer["confidence"]["level"] == "high"
    assert answer["sources"][0]["release"] == "RVU25A"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("tool", CALLS)
async def test_text_is_the_same_answer_as_the_structured_content(server, tool, mode):
    async with Client(server, mode=mode) as client:
        found = await client.call_tool(tool, CALLS[tool])
    (content,) = found.content

    assert json.loads(content.text) == found.structured_content
    assert "\n" not in content.text


@pytest.mark.parametrize("tool", CALLS)
async def test_every_source_of_an_answer_is_whole(server, tool):
    async with Client(server) as client:
        answer = (await client.call_tool(tool, CALLS[tool])).structured_content

    assert answer["confidence"]["because"]
    for source in answer["sources"]:
        assert source["id"]
        assert source["title"]
        assert source["url"].startswith("https://")
        assert (source["file"] is None) == (source["sha256"] is None)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("arguments", "place", "wanted"),
    [
        ({"lines": [{"code": "99213", "units": 0}]}, "lines[1].units", "1 or more"),
        ({"lines": [{"code": "99213"}] * 51}, "lines", "50"),
        ({**ONE, "date_of_service": "2026-02-30"}, "date_of_service", "YYYY-MM-DD"),
        ({**ONE, "date_of_service": "03/02/2025"}, "date_of_service", "YYYY-MM-DD"),
        ({"lines": "77011"}, "lines", "list"),
        ({**ONE, "date_of_service": 1738540800}, "date_of_service", "YYYY-MM-DD"),
        ({**ONE, "date_of_service": "1738540800"}, "date_of_service", "YYYY-MM-DD"),
        ({"lines": [{"code": "1", "charge": "NaN"}]}, "lines[1].charge", "120.00"),
        ({"lines": [{"code": 77011}]}, "lines[1].code", "text"),
        ({}, "lines", "send it"),
    ],
)
async def test_fault_is_a_sentence_that_says_what_to_send(
    server, mode, arguments, place, wanted
):
    text = await refusal(server, "estimate_payment", arguments, mode)

    assert place in text
    assert wanted in text
    assert not any(
        word in text for word in ("http", "pydantic", "Input should", "Error")
    )


@pytest.mark.parametrize("mode", MODES)
async def test_unknown_argument_is_refused_and_its_value_not_repeated(server, mode):
    arguments = {**ONE, "patient_name": "Jane Roe"}
    text = await refusal(server, "estimate_payment", arguments, mode)

    assert "patient_name" in text
    assert "zip_code" in text
    assert "Jane" not in text


async def test_unknown_argument_of_a_line_is_refused_too(server):
    lines = [{"code": "77011", "birth_date": "1950-01-02"}]
    text = await refusal(server, "estimate_payment", {"lines": lines})

    assert "birth_date" in text
    assert "1950" not in text


@pytest.mark.parametrize("mode", MODES)
async def test_unknown_tool_names_those_there_are(server, mode):
    text = await refusal(server, "estimate_price", ONE, mode)

    assert "estimate_price" in text
    assert all(name in text for name in CALLS)


@pytest.mark.parametrize("mode", MODES)
async def test_patient_data_is_refused_and_not_repeated(server, mode):
    query = {"query": "knee injection for Mrs. Roe, 123-45-6789"}
    text = await refusal(server, "lookup_code", query, mode)

    assert "patient data" in text
    assert "Roe" not in text
    assert "123" not in text


PAIR = CALLS["check_bundling"]


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("lookup_code", {"query": PERSON}),
        ("get_billing_tips", {"code": PERSON}),
        ("get_billing_tips", {"code": "77011", "modifiers": [PERSON]}),
        ("get_billing_tips", {"code": "77011", "locality": PERSON}),
        ("estimate_payment", {"lines": [{"code": PERSON}]}),
        ("estimate_payment", {"lines": [{"code": "77011", "modifiers": [PERSON]}]}),
        ("estimate_payment", {**ONE, "zip_code": PERSON}),
        ("estimate_payment", {**ONE, "practitioner": PERSON}),
        ("estimate_payment", {**ONE, "compare": {"locality": PERSON}}),
        ("estimate_payment", {**ONE, "date_of_service": PERSON}),
        ("check_bundling", {**PAIR, "setting": PERSON}),
        ("check_bundling", {**PAIR, "cursor": PERSON}),
        ("check_bundling", {**PAIR, "remark": PERSON}),
        ("estimate_price", {"remark": PERSON}),
    ],
)
async def test_patient_data_is_refused_in_every_argument(server, tool, arguments):
    text = await refusal(server, tool, arguments)

    assert "patient data" in text
    assert "Roe" not in text


@pytest.mark.parametrize("mode", MODES)
async def test_patient_data_is_refused_in_a_prompt(server, mode):
    caught = None
    async with Client(server, mode=mode) as client:
        try:
            await client.get_prompt("review_claim", {"claim": f"45385 for {PERSON}"})
        except MCPError as error:
            caught = error

    assert caught.error.code == -32602
    assert "patient data" in caught.error.message
    assert "Roe" not in caught.error.message


async def test_catalog_that_cannot_be_built_is_said_with_its_place(tmp_path):
    (tmp_path / "file").write_text("in the way")
    path = tmp_path / "file" / "catalog.sqlite"
    text = await refusal(build_server(CatalogFile(path)), "estimate_payment", ONE)

    assert str(tmp_path / "file") in text
    assert "Traceback" not in text


@pytest.mark.parametrize(
    ("tool", "arguments", "named"),
    [
        ("estimate_payment", {**ONE, "zip_code": "99999"}, "99999"),
        ("estimate_payment", {**ONE, "locality": "10112-99"}, "10112-00"),
        ("estimate_payment", {**ONE, "place_of_service": "28"}, "28"),
        ("estimate_payment", {**ONE, "date_of_service": "2019-01-01"}, "2019-01-01"),
        ("estimate_payment", {"lines": [{"code": "77O11"}]}, "77011"),
        ("get_billing_tips", {"code": "ZZZZZ"}, "ZZZZZ"),
        ("check_bundling", {"lines": [{"code": "ZZZZZ"}]}, "ZZZZZ"),
        (
            "check_bundling",
            {**CALLS["check_bundling"], "setting": "asc"},
            "practitioner",
        ),
        ("lookup_code", {"query": ""}, "query"),
    ],
)
async def test_request_that_nothing_answers_names_its_value(
    server, tool, arguments, named
):
    asked = {"date_of_service": "2025-02-03", **arguments}
    text = await refusal(server, tool, asked)

    assert named in text
    assert "Traceback" not in text
    assert not text.startswith("Error executing")


async def test_failure_of_our_own_tells_nothing_of_the_request(server, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("secret 4471")

    monkeypatch.setattr("catalog.queries.Catalog.fees", fail)
    text = await refusal(server, "estimate_payment", ONE)

    assert "estimate_payment" in text
    assert "4471" not in text


async def test_log_holds_the_tool_its_duration_and_outcome_alone(server, caplog):
    query = {"query": "knee injection", "date_of_service": DAY}
    with caplog.at_level(logging.INFO, logger="cleanclaim"):
        async with Client(server) as client:
            await client.call_tool("lookup_code", query)
            await client.call_tool("lookup_code", {"query": "Mrs. Roe"})
            await client.call_tool("estimate_payment", {**ONE, "patient": "Jane Roe"})
            await client.call_tool("Jane_Roe", {})
    own = [r.getMessage() for r in caplog.records if r.name == "cleanclaim"]

    assert [re.sub(r"[\d.]+ ms", "", text).strip() for text in own] == [
        "lookup_code answered in",
        "lookup_code refused in",
        "estimate_payment refused in",
        "an unknown tool refused in",
    ]
    assert not re.search("Roe|knee", caplog.text)


# Instructions and prompts


@pytest.mark.parametrize("mode", MODES)
async def test_server_says_what_it_is_for(server, mode):
    async with Client(server, mode=mode) as client:
        said = client.instructions

    assert all(name in said for name in CALLS)
    assert "not_checked" in said
    assert len(said) < 2048


@pytest.mark.parametrize("mode", MODES)
async def test_prompt_holds_the_claim(server, mode):
    async with Client(server, mode=mode) as client:
        (listed,) = (await client.list_prompts()).prompts
        found = await client.get_prompt(listed.name, {"claim": "45385 and {claim}"})

    assert "45385" in found.messages[0].content.text
    assert all(name in found.messages[0].content.text for name in list(CALLS)[:3])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("name", "arguments", "named"),
    [("review_claim", {}, "claim"), ("review_denial", {"claim": "x"}, "review_denial")],
)
async def test_prompt_that_cannot_be_given_is_an_invalid_request(
    server, mode, name, arguments, named
):
    caught = None
    async with Client(server, mode=mode) as client:
        try:
            await client.get_prompt(name, arguments)
        except MCPError as error:
            caught = error

    assert caught.error.code == -32602
    assert named in caught.error.message
