"""What is packed, and under which licence."""

import tomllib
from importlib.metadata import entry_points, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_wheel_holds_the_three_packages_and_no_other():
    packages = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

    assert sorted(packages) == ["catalog", "prompts", "server"]
    assert all((ROOT / name / "__init__.py").exists() for name in packages)


def test_licence_and_notice_are_packed_and_not_empty():
    for name in PROJECT["project"]["license-files"]:
        assert (ROOT / name).read_text("utf-8").strip()
    assert {"LICENSE", "NOTICE"} <= set(PROJECT["project"]["license-files"])


def test_notice_names_whose_the_codes_and_figures_are():
    notice = " ".join((ROOT / "NOTICE").read_text("utf-8").split())

    assert "American Medical Association" in notice
    assert "American Dental Association" in notice
    assert "Centers for Medicare" in notice


def test_command_and_distribution_have_the_same_name():
    scripts = entry_points(group="console_scripts", name="cleanclaim")

    assert [script.value for script in scripts] == ["server.main:main"]
    assert PROJECT["project"]["name"] == "cleanclaim"
    assert metadata("cleanclaim")["Requires-Python"] == ">=3.11"


def test_texts_for_the_model_are_inside_their_package():
    assert {path.name for path in (ROOT / "prompts").glob("*.md")} == {
        "instructions.md",
        "review_claim.md",
    }
