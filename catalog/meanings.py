"""What an indicator's value means, in our own words."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


def meaning(indicator: str, value: str) -> str | None:
    """The meaning of a value; ``None`` for one that CMS's layout does not list."""
    return _all().get(indicator, {}).get(value)


@cache
def _all() -> dict[str, dict[str, str]]:
    file = resources.files("catalog").joinpath("plain/indicators.toml")
    return tomllib.loads(file.read_text("utf-8"))
