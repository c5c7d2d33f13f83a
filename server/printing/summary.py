"""What the edits cost in a file of claims."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from server.checking import Cost, Summary
from server.printing.layout import table

SHOWN = 15  # of the edits that cost most


def summary(out: Console, found: Summary) -> None:
    """The claims by verdict, then the rules and the edits that cost most."""
    claims = ", ".join(f"{n:,} {verdict}" for verdict, n in found.claims.most_common())
    out.print(f"{found.rows:,} rows, {found.refused:,} refused. Claims: {claims or 0}.")
    out.print(
        f"Sent as they are: ${found.sent:,}. ${found.resolved:,} where every suggested "
        "circumstance was so, and the record shows it; what nothing answers is in "
        f"neither, nor are {found.unpriced:,} lines without a price."
    )
    if found.by_rule:
        out.print(_costs("rule", found.by_rule, len(found.by_rule)))
        out.print(_costs("edit", found.by_edit, SHOWN))


def _costs(what: str, costs: Mapping[str, Cost], most: int) -> Table:
    rows = table(what, "times", "at stake", "of it answerable")
    ranked = sorted(costs.items(), key=lambda item: (-item[1].worth, -item[1].times))
    for name, cost in ranked[:most]:
        amounts = (f"${each:,.2f}" for each in (cost.worth, cost.answerable))
        rows.add_row(Text(name), f"{cost.times:,}", *amounts)
    return rows
