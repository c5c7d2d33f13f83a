"""One code's record, and the codes that a query may mean."""

from __future__ import annotations

from decimal import Decimal

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from server.printing.bundling import counted
from server.printing.layout import Answer, dollars, facts, foot, headline, table

PARTS = {"": "whole", "26": "reading (26)", "TC": "technical (TC)"}
SAYS_NOTHING = "not apply"


def card(
    out: Console, now: Answer, before: Answer | None, edits: Answer | None
) -> None:
    """One code's record, what it paid a year before, and its bundling."""
    code = now["result"]["code"]
    headline(out, code["code"], code["title"] or code["category"] or "no title yet")
    if code["description"]:
        out.print(Padding(Text(code["description"]), (0, 0, 0, 7)))
    rows = [("Standing", code["standing"])]
    if code["in_force"]:
        rows += [*_prices(code), *_year_before(code, before)]
        rows += [("Rules", " · ".join(_rules(code)))]
        rows += [("Units a day", text) for text in _units(code)]
        rows += [("Bundling", text) for text in counted(edits)]
    facts(out, [*rows, ("Category", code["category"] or "")])
    foot(out, [each for each in (now, edits) if each])


def matches(out: Console, answer: Answer) -> None:
    """The codes a query may mean."""
    found = table("code", "what it is", "differs by", "score", "found by")
    for each in answer["result"]["matches"]:
        gone = "  (not in force)" if each["in_force"] is False else ""
        since = ", ".join(each["successors"])
        title = each["title"] if each["title_is_own"] else f"[{each['title']}]"
        score = f"{each['score']:.2f}"
        found.add_row(
            each["code"],
            Text(title + gone),
            Text(each["differs_by"] or "", "dim"),
            score,
            each["matched_on"],
        )
        if each["description"] or since:
            more = each["description"] or f"new in its section since: {since}"
            found.add_row("", Text(more, "dim"), "", "", "")
    out.print(found)
    foot(out, [answer])


def _prices(code: Answer) -> list[tuple[str, str]]:
    several = len(code["parts"]) > 1
    rows = [_price(code, part, several) for part in code["parts"]]
    rows += [("No price", reason) for reason in code["why_no_price"]]
    if code["lab_fee"]:
        rows.append(("Laboratory", dollars(code["lab_fee"])))
    return [*rows, ("Drug", code["drug_limit"] or "")]


def _price(code: Answer, part: Answer, several: bool) -> tuple[str, str]:
    name = PARTS.get(part["modifier"], part["modifier"])
    office, facility = part["national_nonfacility"], part["national_facility"]
    practice = f"{part['pe_nonfacility']} (facility {part['pe_facility']})"
    total = f"{part['total_nonfacility']} (facility {part['total_facility']})"
    return (
        f"Pays, {name}" if several else "Pays",
        f"office {dollars(office)} · facility {dollars(facility)} · RVU work "
        f"{part['work']} + practice {practice} + malpractice {part['mp']} = {total} x "
        f"{code['conversion_factor']}",
    )


def _year_before(code: Answer, before: Answer | None) -> list[tuple[str, str]]:
    then = before["result"]["code"] if before else None
    if before is None or not then or not then["parts"] or not code["parts"]:
        return []
    old, new = then["parts"][0], code["parts"][0]
    for setting in ("nonfacility", "facility"):
        paid, pays = old[f"national_{setting}"], new[f"national_{setting}"]
        if paid is not None and pays is not None:
            where = "office" if setting == "nonfacility" else "facility"
            change = Decimal(pays) - Decimal(paid)
            rvu = f"RVU {old[f'total_{setting}']} x {then['conversion_factor']}"
            release = before["sources"][0]["release"]
            said = f"{dollars(paid)} in the {where} ({release}, {rvu}): {change:+,.2f}"
            return [("A year before", f"{said} since")]
    return []


def _rules(code: Answer) -> list[str]:
    status = code["status"]
    said = [f"status {status['value']}: {status['meaning']}"] if status else []
    said += [
        f"{each['name']} {each['value']}: {each['meaning']}"
        for each in code["indicators"]
        if each["meaning"] and SAYS_NOTHING not in each["meaning"]
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
