"""The installed command over stdio, as a host starts it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters

ONE = {"lines": [{"code": "77011"}], "date_of_service": "2025-02-03"}
HELLO = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "0"},
}


@pytest.fixture(scope="module")
def script():
    """The console script beside this Python."""
    found = shutil.which("cleanclaim", path=str(Path(sys.executable).parent))
    assert found, "install the project: pip install -e ."
    return found


@pytest.fixture
def process(script, catalog_path, tmp_path):
    """The server as a bare process."""
    with subprocess.Popen(
        [script, "serve", "--catalog", str(catalog_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    ) as started:
        yield started
        if started.poll() is None:
            started.kill()


def ask(process, method, params, number):
    message = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
    process.stdin.write(json.dumps(message) + "\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())["result"]


async def test_77011_end_to_end(script, catalog_path, tmp_path):
    # A folder called server where the host started must not be taken for ours.
    (tmp_path / "server").mkdir()
    (tmp_path / "server" / "__init__.py").write_text("raise SystemExit('not ours')")
    started = StdioServerParameters(
        command=script,
        args=["serve", "--catalog", str(catalog_path)],
        env=dict(os.environ),
        cwd=tmp_path,
    )
    async with Client(started) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
        paid = (await client.call_tool("estimate_payment", ONE)).structured_content
        bad = await client.call_tool("estimate_payment", {**ONE, "zip_code": "99999"})

    assert len(names) == 4
    assert paid["result"]["total_allowed"] == "211.55"
    assert paid["result"]["lines"][0]["rvu"]["total"] == "6.54"
    assert paid["result"]["conversion_factor"] == "32.3465"
    assert paid["sources"][0]["release"] == "RVU25A"
    assert paid["confidence"]["level"] == "high"
    assert bad.is_error
    assert "99999" in bad.content[0].text


def test_process_ends_when_its_input_closes(process):
    ask(process, "initialize", HELLO, 1)
    process.stdin.close()

    assert process.wait(timeout=10) == 0
    assert process.stdout.read() == ""


def test_standard_error_holds_the_tool_its_duration_and_outcome_alone(process):
    ask(process, "initialize", HELLO, 1)
    process.stdin.write(
        json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}) + "\n"
    )
    query = {"name": "lookup_code", "arguments": {"query": "visit of Mrs. Roe"}}
    assert ask(process, "tools/call", query, 2)["isError"]
    paid = {"name": "estimate_payment", "arguments": ONE}
    assert not ask(process, "tools/call", paid, 3)["isError"]
    process.stdin.close()
    process.wait(timeout=10)

    lines = process.stderr.read().splitlines()
    pattern = (
        r"cleanclaim: (lookup_code refused|estimate_payment answered) in [\d.]+ ms"
    )
    assert len(lines) == 2
    assert all(re.fullmatch(pattern, line) for line in lines)
