"""What a claim is allowed, and who pays it."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from server.printing.layout import Answer, dollars, foot, table


def payment(out: Console, answer: Answer, *, steps: bool) -> None:
    """What the claim's lines are allowed, with the steps on request."""
    found = answer["result"]
    _where(out, found)
    rows = table("line", "code", "what it is", "units", "RVU", "allowed")
    for line in found["lines"]:
        _line(rows, line, steps=steps)
    rows.add_row("", "", Text(_total(found), "bold"), "", "",
                 Text(dollars(found["total_allowed"]), "bold"))  # fmt: skip
    out.print(rows)
    _who_pays(out, found)
    _otherwise(out, found)
    _edits(out, found)
    foot(out, [answer])


def _edits(out: Console, found: Answer) -> None:
    edits = found["edits"]
    if edits:
        numbers = ", ".join(map(str, edits["denied"])) or "none"
        missing = "; ".join(edits["not_checked"]) or "nothing that applies"
        out.print(f"Edits applied; lines denied: {numbers}. Not checked: {missing}.")
    elif len(found["lines"]) > 1:
        out.print("Edits are not applied here: with --edits they are, and `cleanclaim "
                  "check` says more.")  # fmt: skip


def _where(out: Console, found: Answer) -> None:
    place, at = found["place_of_service"], found["locality"]
    indices = (
        f", indices work {at['work']}, practice {at['pe']}, malpractice {at['mp']}"
        if at["work"]
        else ""
    )
    factor = found["conversion_factor"] or "each line's own"
    out.print(
        f"{found['date_of_service']} · POS {place['code']} {place['name']} "
        f"({place['rate']} rate) · {at['id']} {at['name']}{indices} · conversion "
        f"factor {factor}"
    )


def _total(found: Answer) -> str:
    lines = found["lines"]
    priced = [line for line in lines if line["allowed"] is not None]
    if len(priced) == len(lines):
        return "Total allowed"
    return f"Total allowed, {len(priced)} of {len(lines)} lines"


def _line(rows: Table, line: Answer, *, steps: bool) -> None:
    name = "-".join((line["code"], *line["modifiers"]))
    allowed = dollars(line["allowed"]) if line["allowed"] else line["status"]
    rvu = line["rvu"]["total"] if line["rvu"] else ""
    title = Text(line["title"] or "no title yet")
    rows.add_row(str(line["line"]), name, title, str(line["units"]), rvu, allowed)
    if line["because"] and not (steps and line["steps"]):
        rows.add_row("", "", Text(line["because"], "dim"), "", "", "")
    shown = line["steps"] if steps else []
    for step in shown:
        said = f"{step['rule']}: {step['because']} [{step['source']}]"
        rows.add_row("", "", Text(said, "dim"), "", "", dollars(step["amount"]))
    if not steps and len(line["steps"]) > 1:
        last = line["steps"][-1]
        rows.add_row("", "", Text(last["because"], "dim"), "", "", "")


def _who_pays(out: Console, found: Answer) -> None:
    if found["medicare_pays"] is not None:
        out.print(
            f"Medicare pays {dollars(found['medicare_pays'])}, the patient "
            f"{dollars(found['patient_pays'])}; sequestration takes "
            f"{dollars(found['sequestration'])}. Assumed: "
            f"{found['settlement_assumes']}."
        )
    if found["limiting_charge"]:
        limit = dollars(found["limiting_charge"])
        what = "115% of the non-participating amount"
        out.print(f"Limiting charge, unassigned: {limit} ({what}).")


def _otherwise(out: Console, found: Answer) -> None:
    if other := found["comparison"]:
        out.print(
            f"On {other['date_of_service']}, POS {other['place_of_service']['code']}, "
            f"{other['locality']['id']}: {dollars(other['total_allowed'])}"
            f"{_difference(other)}."
        )
    if found["what_would_change_most"]:
        out.print(found["what_would_change_most"])
    for each in found["alternatives"]:
        total = dollars(each["total_allowed"])
        out.print(f"In {each['locality']} {each['name']}: {total}.")


def _difference(other: Answer) -> str:
    if other["not_checked"]:
        return f", without the edits of {', '.join(other['not_checked'])}"
    if other["difference"] is None:
        lines = ", ".join(map(str, other["without_price"])) or "none"
        return f", without a price for lines: {lines}; so no difference"
    return f", a difference of {dollars(other['difference'])}"
