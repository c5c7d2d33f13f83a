"""The README names what there is, and nothing else; no file names a registry."""

import re
from pathlib import Path

import pytest
import typer

from server.cli import app
from server.tools import TOOLS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
REGISTRIES = ("pypi" + "." + "org", "registry." + "npmjs")
NOT_OURS = {"build", "dist", "node_modules", "__pycache__"}
HIDDEN_BUT_OURS = {".ci", ".gitignore"}


def commands():
    """Every command and subcommand, as one types it."""
    top = typer.main.get_command(app).commands
    for name, command in top.items():
        inner = getattr(command, "commands", None)
        yield from (f"{name} {each}" for each in inner) if inner else (name,)


def our_files(folder=ROOT):
    """Every file of the project, but for what tools leave beside it."""
    for path in sorted(folder.iterdir()):
        hidden = path.name.startswith(".") and path.name not in HIDDEN_BUT_OURS
        installed = (path / "pyvenv.cfg").exists() or path.suffix == ".egg-info"
        if hidden or installed or path.name in NOT_OURS:
            continue
        if path.is_dir():
            yield from our_files(path)
        else:
            yield path


@pytest.mark.parametrize("tool", [tool.__name__ for tool in TOOLS])
def test_readme_names_every_tool(tool):
    assert f"`{tool}`" in README


@pytest.mark.parametrize("command", list(commands()))
def test_readme_names_every_command(command):
    assert re.search(rf"\b(cleanclaim|make) {command}\b", README)


def test_readme_names_no_other_command():
    code = " ; ".join(re.findall(r"```.*?```|`[^`\n]+`", README, re.DOTALL))
    named = re.findall(r"\bcleanclaim ((?:catalog )?[a-z]+)\b", code)

    assert set(named) <= {*commands(), "cleanclaim"}


def test_every_option_in_the_readme_is_a_real_one():
    options = set(re.findall(r"cleanclaim [^`\n]*?(--[a-z-]+)", README))
    known = {"--http", "--port", "--host", "--catalog"}
    for command in walk(typer.main.get_command(app)):
        known |= {name for parameter in command.params for name in parameter.opts}

    assert options <= known


def walk(command):
    yield command
    for each in getattr(command, "commands", {}).values():
        yield from walk(each)


def test_no_file_names_a_package_registry():
    found = []
    for path in our_files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a snapshot's table, or a cut in CMS's own encoding
        found += [f"{path}: {name}" for name in REGISTRIES if name in text]

    assert found == []


def test_files_are_really_looked_at():
    names = {path.relative_to(ROOT).as_posix() for path in our_files()}

    assert {
        "README.md",
        "pyproject.toml",
        "server/app.py",
        "tests/conftest.py",
    } <= names
