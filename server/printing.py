"""Print answers for a person: the same content that a client gets, laid out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

Answer = dict[str, Any]
MARKS = {"edits_apply": "red", "clean": "green", "not_checked": "yellow",
         "denied": "red", "bypassed": "yellow", "high": "green", "medium": "yellow",
         "low": "red"}  # fmt: skip
WEAKEST = ("low", "medium", "high")
PARTS = {"": "whole", "26": "reading (26)", "TC": "technical (TC)"}


def console(*, error: bool = False) -> Console:
    """A console that never cuts a line where nobody looks at a terminal."""
    found = Console(stderr=error, highlight=False, soft_wrap=False)
    if not found.is_terminal:
        found.width = max(found.width, 110)
    return found


def card(
    out: Console, now: Answer, before: Answer | None, edits: Answer | None
) -> None:
    """One code's record, what it paid a year before, and its bundling."""
    code = now["result"]["code"]
    _headline(out, code["code"], code["title"] or f"({code['category']})")
    if code["description"]:
        out.print(Padding(Text(code["description"]), (0, 0, 0, 7)))
    rows = [("Standing", code["standing"]), *_prices(code), *_year_before(code, before)]
    rows += [("Rules", " · ".join(_rules(code)))]
    rows += [("Units a day", text) for text in _units(code)]
    rows += [("Bundling", text) for text in _edits(edits)]
    if code["category"]:
        rows.append(("Category", code["category"]))
    _facts(out, rows)
    answers = [each for each in (now, edits) if each]
    _foot(out, answers)


def matches(out: Console, answer: Answer) -> None:
    """The codes a query may mean."""
    table = _table("code", "what it is", "score", "found by")
    for each in answer["result"]["matches"]:
        gone = "" if each["in_force"] else "  (not in force)"
        title = each["title"] if each["title_is_own"] else f"[{each['title']}]"
        score = f"{each['score']:.2f}"
        table.add_row(each["code"], Text(title + gone), score, each["matched_on"])
    out.print(table)
    _foot(out, [answer])


def payment(out: Console, answer: Answer, *, steps: bool) -> None:
    """What the claim's lines are allowed, with the steps on request."""
    found = answer["result"]
    place, at = found["place_of_service"], found["locality"]
    out.print(
        f"{found['date_of_service']} · POS {place['code']} {place['name']} "
        f"({place['rate']}) · {at['id']} {at['name']} · conversion factor "
        f"{found['conversion_factor']}"
    )
    table = _table("line", "code", "what it is", "units", "RVU", "allowed")
    for line in found["lines"]:
        _payment_line(table, line, steps=steps)
    table.add_row("", "", Text("Total allowed", "bold"), "", "",
                  Text(_dollars(found["total_allowed"]), "bold"))  # fmt: skip
    out.print(table)
    if found["medicare_pays"] is not None:
        out.print(
            f"Medicare pays {_dollars(found['medicare_pays'])}, the patient "
            f"{_dollars(found['patient_pays'])}; sequestration takes "
            f"{_dollars(found['sequestration'])}. Assumed: "
            f"{found['settlement_assumes']}."
        )
    if found["limiting_charge"]:
        limit = _dollars(found["limiting_charge"])
        out.print(f"Limiting charge, unassigned: {limit} (115% of what is allowed).")
    if other := found["comparison"]:
        out.print(
            f"On {other['date_of_service']}, POS {other['place_of_service']['code']}, "
            f"{other['locality']['id']}: {_dollars(other['total_allowed'])}, a "
            f"difference of {_dollars(other['difference'])}."
        )
    if found["what_would_change_most"]:
        out.print(found["what_would_change_most"])
    for each in found["alternatives"]:
        out.print(
            f"In {each['locality']} {each['name']}: {_dollars(each['total_allowed'])}"
        )
    _foot(out, [answer])


def bundling(out: Console, answer: Answer) -> None:
    """A verdict first, then the reasons, then what was looked at."""
    found = answer["result"]
    if not found["edits"]:  # a single code is asked for its edits, not for a verdict
        out.print(_marked(found["verdict"]))
    for each in found["invalid"]:
        out.print(f"Line {each['line']}, {each['code']}: {each['because']}")
    for pair in found["pairs"]:
        worth = pair["amount_at_risk"]
        risk = f" Worth {_dollars(worth)} nationally." if worth else ""
        out.print(Text.assemble(_marked(pair["verdict"]), f"  {pair['because']}{risk}"))
    for each in [*found["units"], *found["add_ons"], *found["global_periods"]]:
        if each["verdict"] not in ("within_limit", "payable"):
            name = each.get("code") or each["visit"]
            out.print(
                Text.assemble(_marked(each["verdict"]), f"  {name}: {each['because']}")
            )
    for text in _edits(answer):
        out.print(text)
    _partners(out, found["edits"])
    looked = [each for each in found["checked"] if each["state"] == "checked"]
    out.print("Checked: " + "; ".join(each["what"] for each in looked) + ".")
    missing = [each["what"] for each in found["checked"] if each not in looked]
    out.print("Not checked: " + ("; ".join(missing) or "nothing that applies") + ".")
    _foot(out, [answer])


def tips(out: Console, answer: Answer) -> None:
    """Each tip with what it is worth."""
    found = answer["result"]
    _headline(out, found["code"], found["title"] or "")
    for each in found["tips"]:
        out.print(Padding(Text(f"• {each['tip']}"), (0, 0, 0, 2)))
        about = f"  Impact: {each['impact']}  [{each['kind']}, {each['source']}, "
        out.print(
            Padding(
                Text.assemble(about, _marked(each["confidence"]), "]"), (0, 0, 0, 2)
            )
        )
    if not found["tips"]:
        out.print(f"No tips: {found['standing']}")
    _foot(out, [answer])


def _headline(out: Console, code: str, title: str) -> None:
    out.print(Text.assemble((code, "bold"), "  ", (title, "bold")))


def _facts(out: Console, rows: Iterable[tuple[str, str]]) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for name, text in rows:
        if text:
            table.add_row(name, Text(text))
    out.print(Padding(table, (0, 0, 0, 7)))


def _prices(code: Answer) -> list[tuple[str, str]]:
    rows = []
    for part in code["parts"]:
        office, facility = part["national_nonfacility"], part["national_facility"]
        rows.append(
            (
                f"Pays, {PARTS.get(part['modifier'], part['modifier'])}",
                f"office {_dollars(office)} · facility {_dollars(facility)} · RVU work "
                f"{part['work']} + practice {part['pe_nonfacility']} (facility "
                f"{part['pe_facility']}) + malpractice {part['mp']} = "
                f"{part['total_nonfacility']} x {code['conversion_factor']}",
            )
        )
    rows += [("No price", reason) for reason in code["why_no_price"]]
    for name, value in (("Laboratory", code["lab_fee"]), ("Drug", code["drug_limit"])):
        if value:
            rows.append((name, value if name == "Drug" else _dollars(value)))
    return rows


def _year_before(code: Answer, before: Answer | None) -> list[tuple[str, str]]:
    then = before["result"]["code"] if before else None
    if not then or not then["parts"] or not code["parts"]:
        return []
    old, new = then["parts"][0], code["parts"][0]
    if old["national_nonfacility"] is None or new["national_nonfacility"] is None:
        return []
    change = float(new["national_nonfacility"]) - float(old["national_nonfacility"])
    release = before["sources"][0]["release"] if before else ""
    return [
        (
            "A year before",
            f"{_dollars(old['national_nonfacility'])} in the office ({release}, RVU "
            f"{old['total_nonfacility']} x {then['conversion_factor']}): "
            f"{change:+.2f} since",
        )
    ]


def _rules(code: Answer) -> list[str]:
    status = code["status"]
    said = [f"status {status['value']}: {status['meaning']}"] if status else []
    said += [
        f"{each['name']} {each['value']}: {each['meaning']}"
        for each in code["indicators"]
        if each["meaning"] and "not apply" not in each["meaning"]
    ]
    if code["add_on"]:
        primaries = ", ".join(code["add_on"]["primaries"][:8])
        said.append(f"add-on: {code['add_on']['meaning']} ({primaries})")
    return said


def _units(code: Answer) -> list[str]:
    limits = [
        f"{each['setting'].replace('_', ' ')} {each['units']} (MAI {each['mai']}, "
        f"{each['meaning']})"
        for each in code["units"]
    ]
    return [*limits, *filter(None, [code["units_note"]])]


def _edits(answer: Answer | None) -> list[str]:
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
    table = _table("code", "what it is", "this code", "indicator")
    for each in edits["listed"]:
        role = "is paid" if each["this_code_is"] == "column1" else "gives way"
        table.add_row(
            each["code"], Text(each["title"] or ""), role, each["modifier_indicator"]
        )
    out.print(table)
    if edits["next_cursor"]:
        out.print(f"More with --cursor {edits['next_cursor']}.")


def _payment_line(table: Table, line: Answer, *, steps: bool) -> None:
    name = "-".join((line["code"], *line["modifiers"]))
    allowed = _dollars(line["allowed"]) if line["allowed"] else line["status"]
    rvu = line["rvu"]["total"] if line["rvu"] else ""
    table.add_row(
        str(line["line"]), name, Text(line["title"] or ""), str(line["units"]), rvu,
        allowed,
    )  # fmt: skip
    if line["because"]:
        table.add_row("", "", Text(line["because"], "dim"), "", "", "")
    for step in line["steps"] if steps else ():
        said = f"{step['rule']}: {step['because']} [{step['source']}]"
        table.add_row("", "", Text(said, "dim"), "", "", _dollars(step["amount"]))


def _table(*names: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in names:
        right = name in ("units", "RVU", "allowed", "score")
        table.add_column(name, justify="right" if right else "left",
                         no_wrap=name in ("code", "allowed"))  # fmt: skip
    return table


def _foot(out: Console, answers: list[Answer]) -> None:
    """Confidence with its reasons, warnings, and each source once."""
    for warning in dict.fromkeys(w for each in answers for w in each["warnings"]):
        out.print(Text(f"Warning: {warning}", "yellow"))
    level = min((each["confidence"]["level"] for each in answers), key=WEAKEST.index)
    because = dict.fromkeys(
        reason
        for each in answers
        for reason in each["confidence"]["because"]
        if each["confidence"]["level"] == level
    )
    reasons = "; ".join(because)
    out.print(Text.assemble("Confidence: ", _marked(level), f": {reasons}"))
    seen = {source["id"]: source for each in answers for source in each["sources"]}
    out.print(Text("Sources: " + " · ".join(map(_cited, seen.values())), "dim"))


def _cited(source: Answer) -> str:
    if not source["sha256"]:
        return str(source["title"])
    return f"{source['release']} {source['file']} sha256 {source['sha256'][:12]}…"


def _marked(word: str) -> Text:
    return Text(word, MARKS.get(word, ""))


def _dollars(amount: str | None) -> str:
    return f"${float(amount):,.2f}" if amount is not None else "no price"
