"""Tips, each with what it is worth."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from server.printing.layout import Answer, foot, headline, marked

INDENT = (0, 0, 0, 2)


def tips(out: Console, answer: Answer) -> None:
    """Each tip with its impact, what it follows from and how sure it is."""
    found = answer["result"]
    headline(out, found["code"], found["title"] or "no title yet")
    for each in found["tips"]:
        out.print(Padding(Text(f"• {each['tip']}"), INDENT))
        about = f"  Impact: {each['impact']}  [{each['kind']}, {each['source']}, "
        text = Text.assemble(about, marked(each["confidence"]), "]")
        out.print(Padding(text, INDENT))
    if not found["tips"]:
        out.print(f"No tips: {found['standing']}")
    foot(out, [answer])
