"""What the edits say of a claim, and of one code."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from server.partners import UNSTATED
from server.printing.layout import Answer, dollars, foot, marked, table

QUIET = ("within_limit", "payable")
FINDINGS = ("modifiers", "units", "duplicates", "pairs", "global_periods", "add_ons")


def bundling(out: Console, answer: Answer) -> None:
    """A verdict first, then each line with its reasons, the money, what was checked."""
    found = answer["result"]
    edits = found["edits"]
    bare = len(found["lines"]) == 1 and edits is not None
    if not bare:  # a bare code is asked for its edits, not for a verdict
        out.print(Text.assemble(marked(found["verdict"]), f": {found['in_words']}"))
    if not bare or found["verdict"] == "edits_apply":
        out.print(_lines(found))
        if found["money"]:
            out.print(found["money"]["in_words"])
    if bare:
        for each in found["units"]:
            out.print(f"Units: {each['because']}")
    for text in counted(answer):
        out.print(text)
    _partners(out, edits)
    looked = [each["what"] for each in found["checked"] if each["state"] == "checked"]
    missing = [each["what"] for each in found["checked"] if each["what"] not in looked]
    out.print(f"Checked: {'; '.join(looked) or 'nothing'}.")
    out.print(f"Not checked: {'; '.join(missing) or 'nothing that applies'}.")
    out.print(Text(f"No table here tells: {found['not_looked_at']}", "dim"))
    told = {each["because"] for each in found["checked"]}
    more = [each for each in answer["warnings"] if each not in told]
    foot(out, [{**answer, "warnings": more}])


def _lines(found: Answer) -> Table:
    rows = table("line", "code", "verdict", "allowed", "why", "at stake")
    for line in found["lines"]:
        name = "-".join((line["code"], *line["modifiers"]))
        name += f" x{line['units']}" if line["units"] > 1 else ""
        allowed = dollars(line["allowed"]) if line["allowed"] else ""
        first: list[str | Text] = [str(line["line"]), name, marked(line["verdict"])]
        first.append(allowed)
        stake = ""
        for why, worth in list(_reasons(found, line)) or [(Text(), "")]:
            rows.add_row(*first, why, worth if worth != stake else "")
            first, stake = [""] * len(first), worth or stake
    return rows


def _reasons(found: Answer, line: Answer) -> Iterator[tuple[Text, str]]:
    """What was found of a line, each with what hangs on it; what denies it first."""
    number = line["line"]
    for each in [*found["invalid"], *found["not_paid"]]:
        if each["line"] == number:
            yield Text(each["because"]), ""
    for each in sorted(
        _findings(found, number), key=lambda e: e["verdict"] != "denied"
    ):
        amount = each["amount_at_risk"]
        if _about(each)[0] == number:
            yield _reason(each, found["suggestions"]), dollars(amount) if amount else ""
        else:
            yield Text(f"With line {_about(each)[0]}."), ""
    if line["no_price"]:
        yield Text(f"No price: {line['no_price']}", "dim"), ""


def _findings(found: Answer, line: int) -> list[Answer]:
    """The findings about a line; one that a pair edit says already is left out."""
    said = {
        (pair["column1_line"], pair["column2_line"], pair["verdict"])
        for pair in found["pairs"]
    }
    return [
        each
        for kind in FINDINGS
        for each in found[kind]
        if line in _about(each)
        and each["verdict"] not in QUIET
        and not (
            kind == "global_periods"
            and (each["procedure_line"], line, each["verdict"]) in said
        )
    ]


def _about(each: Answer) -> list[int]:
    """The lines that a finding is about."""
    if "column2_line" in each:
        return [each["column2_line"]]
    return list(each["lines"]) if "lines" in each else [each["line"]]


def _reason(each: Answer, suggestions: list[Answer]) -> Text:
    own = [s for s in suggestions if s["number"] in each["suggestions"]]
    if not own:
        return Text(each["because"])
    document = " ".join(
        f"({'/'.join(s['modifiers'])}) {s['document']}" if len(own) > 1
        else s["document"]
        for s in own
    )  # fmt: skip
    return Text.assemble(each["because"], (f" Document: {document}", "dim"))


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
    if not edits:
        return
    if edits["with_code"]:
        out.print(Text(edits["with_code"]["in_words"], "bold"))
        return
    stated = len(edits["by_rationale"]) > 1 or UNSTATED not in edits["by_rationale"]
    for each in edits["groups"]:
        why = f" ({each['rationale']})" if stated else ""
        out.print(f"  {each['total']:>5}  {each['category']}{why}")
    if not edits["listed"]:
        return
    rows = table("code", "what it is", "category", "this code", "indicator")
    for each in edits["listed"]:
        role = "is paid" if each["this_code_is"] == "column1" else "gives way"
        rows.add_row(
            each["code"],
            Text(each["title"] or ""),
            Text(each["category"] or ""),
            role,
            each["modifier_indicator"],
        )
    out.print(rows)
    if edits["next_cursor"]:
        out.print(f"The next page: --cursor {edits['next_cursor']}.")
