"""Billing tips that people wrote: dated and cited, one TOML file per topic."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from catalog.policy import Citation
from catalog.records import FOREVER

BYPASSABLE = "an edit that a modifier may bypass"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorialTip:
    """A tip, the codes it is about, and the days it holds."""

    text: str
    impact: str
    codes: tuple[str, ...]  # "45378" or "45379-45398"; empty: every code
    needs: str  # a condition of the code's own; empty: none
    effective_from: date
    effective_to: date
    source: Citation

    def is_about(self, code: str, on: date, *, bypassable: bool) -> bool:
        """Whether the tip belongs to a code on a day."""
        named = not self.codes or any(_covers(span, code) for span in self.codes)
        met = self.needs == "" or (self.needs == BYPASSABLE and bypassable)
        return named and met and self.effective_from <= on <= self.effective_to


def _covers(span: str, code: str) -> bool:
    first, _, last = span.partition("-")
    return first <= code <= (last or first)


@cache
def editorial_tips() -> tuple[EditorialTip, ...]:
    """Every tip of every topic."""
    folder = resources.files("catalog").joinpath("tips")
    files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    return tuple(
        _tip(entry, content["source"])
        for file in sorted(files, key=lambda file: file.name)
        for content in [tomllib.loads(file.read_text("utf-8"))]
        for entry in content["tip"]
    )


def _tip(
    entry: dict[str, object], citations: dict[str, dict[str, str]]
) -> EditorialTip:
    key = str(entry["source"])
    codes, first, last = entry.get("codes", []), entry["from"], entry.get("to", FOREVER)
    assert isinstance(codes, list) and isinstance(first, date)  # noqa: S101, PT018
    assert isinstance(last, date)  # noqa: S101 - TOML has days of its own
    return EditorialTip(
        text=str(entry["text"]),
        impact=str(entry["impact"]),
        codes=tuple(map(str, codes)),
        needs=str(entry.get("needs", "")),
        effective_from=first,
        effective_to=last,
        source=Citation(
            id=key, title=citations[key]["title"], url=citations[key]["url"]
        ),
    )
