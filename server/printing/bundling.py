"""What the edits say of a claim, and of one code."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from server.printing.layout import Answer, dollars, foot, marked, table

QUIET = ("within_limit", "payable")


def bundling(out: Console, answer: Answer) -> None:
    """A verdict first, then the reasons, then what was looked at."""
    found = answer["result"]
    if not found["edits"]:  # a bare code is asked for its edits, not for a verdict
        out.print(marked(found["verdict"]))
    for each in found["invalid"]:
        out.print(f"Line {each['line']}, {each['code']}: {each['because']}")
    for each in found["not_paid"]:
        said = f"  Line {each['line']}, {each['code']}: {each['because']}"
        out.print(Text.assemble(marked("denied"), said))
    for pair in found["pairs"]:
        worth = pair["amount_at_risk"]
        risk = f" Worth {dollars(worth)}." if worth else ""
        out.print(Text.assemble(marked(pair["verdict"]), f"  {pair['because']}{risk}"))
    _others(out, found)
    for text in counted(answer):
        out.print(text)
    _partners(out, found["edits"])
    looked = [each["what"] for each in found["checked"] if each["state"] == "checked"]
    missing = [each["what"] for each in found["checked"] if each["what"] not in looked]
    out.print(f"Checked: {'; '.join(looked) or 'nothing'}.")
    out.print(f"Not checked: {'; '.join(missing) or 'nothing that applies'}.")
    foot(out, [answer])


def _others(out: Console, found: Answer) -> None:
    """Units, add-ons and visits that are not as they should be."""
    said = {(pair["column1_line"], pair["column2_line"]) for pair in found["pairs"]}
    for each in [*found["units"], *found["add_ons"]]:
        if each["verdict"] not in QUIET:
            text = f"  {each['code']}: {each['because']}"
            out.print(Text.assemble(marked(each["verdict"]), text))
    for each in found["global_periods"]:
        # A pair edit between the two lines has said it already.
        if (each["procedure_line"], each["visit_line"]) not in said:
            out.print(Text.assemble(marked(each["verdict"]), f"  {each['because']}"))


def counted(answer: Answer | None) -> list[str]:
    """How many edits a code has, in a sentence; nothing for a claim."""
    edits = answer["result"]["edits"] if answer else None
    if answer and edits is None and len(answer["result"]["units"]) <= 1:
        return [w for w in answer["warnings"] if "procedure-to-procedure" in w]
    if not edits:
        return []
    kept, above = edits["keeps_others_from_being_paid"], edits["gives_way_to_others"]
    return [
        f"{edits['total']} edits: it keeps {kept} codes from being paid, and gives way "
        f"to {above}; a modifier can help in {edits['modifier_can_help']}"
    ]


def _partners(out: Console, edits: Answer | None) -> None:
    if not edits or not edits["listed"]:
        return
    rows = table("code", "what it is", "this code", "indicator")
    for each in edits["listed"]:
        role = "is paid" if each["this_code_is"] == "column1" else "gives way"
        rows.add_row(
            each["code"], Text(each["title"] or ""), role, each["modifier_indicator"]
        )
    out.print(rows)
    if edits["next_cursor"]:
        out.print(f"The next page: --cursor {edits['next_cursor']}.")
