"""README's table of modifiers names those that the rules model, and no other."""

import re
from collections import Counter
from pathlib import Path

from server.rules import MODIFIERS

README = Path(__file__).parents[1] / "README.md"
TABLE = re.compile(r"<!-- modifiers -->(.*?)<!-- /modifiers -->", re.DOTALL)
MODIFIER = re.compile(r"[A-Z0-9]{2}")


def named():
    """Every modifier of the table's first column, as often as it stands there."""
    found = TABLE.search(README.read_text("utf-8"))
    assert found, "README.md has no <!-- modifiers --> table"
    rows = [row.split("|") for row in found[1].splitlines() if row.startswith("|")]
    cells = [row[1] for row in rows[2:]]  # below the heading and its rule
    return Counter(name.strip(" `") for cell in cells for name in cell.split(","))


def test_table_names_every_modifier_that_a_rule_models():
    assert set(named()) == MODIFIERS


def test_table_names_each_modifier_once():
    assert [name for name, times in named().items() if times > 1] == []


def test_table_names_modifiers_only():
    assert [name for name in named() if not MODIFIER.fullmatch(name)] == []
