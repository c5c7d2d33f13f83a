"""What every answer's print has in common."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

Answer = dict[str, Any]
COLORS = {"edits_apply": "red", "clean": "green", "not_checked": "yellow",
          "denied": "red", "invalid": "red", "passes": "green", "contradicts": "yellow",
          "bypassed": "yellow", "high": "green", "medium": "yellow",
          "low": "red"}  # fmt: skip
WEAKEST = ("low", "medium", "high")
RIGHT = ("units", "RVU", "allowed", "score", "at stake", "of it answerable", "times")
PIPED_WIDTH = 200  # nobody looks at a terminal: sentences stay on a line


def console(*, error: bool = False) -> Console:
    """Where answers, or what goes wrong, are printed."""
    found = Console(stderr=error, highlight=False)
    if not found.is_terminal:
        found.width = PIPED_WIDTH
    return found


def headline(out: Console, code: str, title: str) -> None:
    """A code and what it is."""
    out.print(Text.assemble((code, "bold"), "  ", (title, "bold")))


def facts(out: Console, rows: Iterable[tuple[str, str]]) -> None:
    """Names and what there is to say of each; what says nothing is left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for name, text in rows:
        if text:
            grid.add_row(name, Text(text))
    out.print(Padding(grid, (0, 0, 0, 7)))


def table(*names: str) -> Table:
    """A table without lines, figures to the right."""
    found = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in names:
        found.add_column(
            name,
            justify="right" if name in RIGHT else "left",
            no_wrap=name in ("code", "allowed", "verdict", "at stake"),
        )
    return found


def foot(out: Console, answers: list[Answer]) -> None:
    """Warnings, the weakest confidence with its reasons, and each source once."""
    warnings = dict.fromkeys(w for each in answers for w in each["warnings"])
    for warning in warnings:
        out.print(Text(f"Warning: {warning}", "yellow"))
    level = min((each["confidence"]["level"] for each in answers), key=WEAKEST.index)
    reasons = dict.fromkeys(
        reason
        for each in answers
        for reason in each["confidence"]["because"]
        if each["confidence"]["level"] == level and reason not in warnings
    )
    said = "; ".join(reasons) or "the warnings above"
    out.print(Text.assemble("Confidence: ", marked(level), f": {said}"))
    seen = {source["id"]: source for each in answers for source in each["sources"]}
    if cited := " · ".join(map(_cited, seen.values())):
        out.print(Text(f"Sources (hashes with --json): {cited}", "dim"))


def _cited(source: Answer) -> str:
    if not source["file"]:
        return str(source["title"])
    return f"{source['release']} ({source['file']})"


def marked(word: str) -> Text:
    """A word in the color of what it says."""
    return Text(word, COLORS.get(word, ""))


def dollars(amount: str | None) -> str:
    """An amount as people write it."""
    return f"${Decimal(amount):,.2f}" if amount is not None else "no price"
