"""Numbers CMS states only in prose: dated, cited, one TOML file per rule.

Each entry of ``catalog/parameters/<rule>.toml`` has a name, the days it holds, its
value as text (so that no decimal becomes a float), its unit and its source.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources

from catalog.errors import NotLoaded
from catalog.records import FOREVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A document that states a rule or a number."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One number, or one list, and the days it holds."""

    rule: str
    name: str
    values: tuple[str, ...]
    effective_from: date
    effective_to: date
    unit: str
    verified: bool  # False: a hypothesis; whatever uses it is medium at best
    source: Citation

    @property
    def text(self) -> str:
        """The value, where there is one only."""
        (value,) = self.values
        return value

    @property
    def decimal(self) -> Decimal:
        """The value as an exact decimal."""
        return Decimal(self.text)

    def has_code(self, code: str) -> bool:
        """Whether a code is among the values, each a code or a span ("70450-70498").

        Codes of letters and digits are in no span of digits: 1000F is not among
        10000-69999.
        """
        for each in self.values:
            first, _, last = each.partition("-")
            if code.isdigit() == first.isdigit() and first <= code <= (last or first):
                return True
        return False

    def holds(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.effective_from <= on <= self.effective_to


@cache
def periods(rule: str) -> tuple[Parameter, ...]:
    """Every entry of one rule, as the file orders them."""
    text = (
        resources.files("catalog")
        .joinpath(f"parameters/{rule}.toml")
        .read_text("utf-8")
    )
    content = tomllib.loads(text)
    citations = {
        key: Citation(id=key, title=entry["title"], url=entry["url"])
        for key, entry in content["source"].items()
    }
    return tuple(
        Parameter(
            rule=rule,
            name=entry["name"],
            values=(
                tuple(entry["value"])
                if isinstance(entry["value"], list)
                else (entry["value"],)
            ),
            effective_from=entry["from"],
            effective_to=entry.get("to", FOREVER),
            unit=entry["unit"],
            verified=entry.get("verified", True),
            source=citations[entry["source"]],
        )
        for entry in content["parameter"]
    )


def parameter(rule: str, name: str, on: date) -> Parameter:
    """The entry that holds on a day.

    Raises:
        NotLoaded: none does.
    """
    named = [entry for entry in periods(rule) if entry.name == name]
    for entry in named:
        if entry.holds(on):
            return entry
    spans = [f"{entry.effective_from} to {entry.effective_to}" for entry in named]
    raise NotLoaded(f"{rule} ({name})", on, loaded=spans)


@cache
def in_force(on: date) -> Mapping[str, Parameter]:
    """Every parameter of every rule that holds on a day, as "rule.name"."""
    folder = resources.files("catalog").joinpath("parameters")
    rules = sorted(file.name.removesuffix(".toml") for file in folder.iterdir())
    return {
        f"{rule}.{entry.name}": entry
        for rule in rules
        for entry in periods(rule)
        if entry.holds(on)
    }


def conversion_factor_named(name: str) -> tuple[Parameter, ...]:
    """The physician conversion factors of one kind, over the years."""
    return tuple(entry for entry in periods("conversion_factor") if entry.name == name)
