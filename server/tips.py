"""Tips that follow from a code's own figures, each with what it is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from server.money import cents
from server.rules.ncci_edits import MAY, NEVER, in_force
from server.tip import LIMITS, PAIRS, Tip, TipFacts, at_stake, make_tip

GLOBAL_DAYS = {
    "000": ("the same day", "25"),
    "010": (
        "that day and 10 days after",
        "25 on that day, 24 after it where it is unrelated",
    ),
    "090": (
        "the day before, that day and 90 days after",
        "57 where it decided on the surgery, 25 on that day, 24 after it where it is "
        "unrelated",
    ),
}
SURGERY = (*GLOBAL_DAYS, "ZZZ")
WHOLE = ("2", "3", "4")  # PC/TC: a part of a test, or a test that is billed whole


def split(facts: TipFacts) -> Iterator[Tip]:
    """The professional and technical parts of a test."""
    row, parts = facts.row, facts.parts
    if row.pctc == "1" and row.modifier == "":
        amounts = [
            f"{m or 'whole'} ${parts[m]}" for m in ("", "26", "TC") if m in parts
        ]
        yield make_tip(
            facts,
            "pc_tc",
            f"Bill {row.code} whole only where you own the equipment and read the "
            "result. A reading alone is 26, the equipment alone TC; whole and part "
            "together are paid once.",
            " · ".join(amounts) if amounts else "no price in this place",
        )
    elif row.pctc in WHOLE:
        yield make_tip(
            facts,
            "pc_tc",
            f"Do not add 26 or TC to {row.code}: it has no such parts.",
            at_stake(facts, "the line is rejected"),
        )


def not_here(facts: TipFacts) -> Iterator[Tip]:
    """A place in which CMS flags the code NA."""
    row = facts.row
    if row.na_facility != row.na_nonfacility:
        place = "a facility" if row.na_facility else "an office"
        professional = (
            " There the practitioner bills 26." if row.pctc == "1" and row.na_facility
            else ""
        )  # fmt: skip
        yield make_tip(
            facts,
            "place_of_service",
            f"CMS prices {row.code} in one kind of place only: it is flagged NA in "
            f"{place}.{professional}",
            at_stake(facts, "not paid in the wrong place"),
        )


def both_sides(facts: TipFacts) -> Iterator[Tip]:
    """How both sides of the body are billed, and paid."""
    row, amount = facts.row, facts.amount
    if row.bilateral == "1":
        both = facts.parameters["bilateral.indicator_1"].decimal
        more = f"+${cents(amount * (both - 1))} for the second side" if amount else ""
        yield make_tip(
            facts,
            "bilateral",
            f"Both sides of {row.code} are one line with 50 and one unit, paid 150% of "
            f"one side.{_two_units(facts)}",
            more or "half again",
            stated="bilateral.indicator_1",
        )
    elif row.bilateral == "2":
        yield make_tip(
            facts,
            "bilateral",
            f"{row.code} is priced for both sides: no 50, and no second unit.",
            at_stake(facts, "the second side pays nothing"),
        )
    elif row.bilateral == "3":
        more = f"+${amount} for the second side" if amount else "each side in full"
        yield make_tip(
            facts, "bilateral", f"Each side of {row.code} is paid in full.", more
        )


def _two_units(facts: TipFacts) -> str:
    limit = facts.record.limits.get("practitioner")
    if limit is None or limit.units > 1:
        return ""
    return " Two units, or an RT and an LT line, are over the unit limit."


def global_days(facts: TipFacts) -> Iterator[Tip]:
    """The visits that a procedure's payment includes."""
    row = facts.row
    if row.global_days in GLOBAL_DAYS:
        days, answers = GLOBAL_DAYS[row.global_days]
        yield make_tip(
            facts,
            "global_days",
            f"Visits on {days} are part of {row.code} for the same practitioner or "
            f"group. One that is separate says so on its own line: {answers}.",
            "the visit's whole amount",
        )
    elif row.global_days == "ZZZ":
        yield make_tip(
            facts,
            "global_days",
            f"{row.code} rides on its primary service's global period.",
            at_stake(facts, "never paid alone"),
        )


def assistant(facts: TipFacts) -> Iterator[Tip]:
    """Whether an assistant at surgery is paid."""
    row, amount = facts.row, facts.amount
    if row.assistant != "2" and row.global_days not in SURGERY:
        return  # nobody assists at what is no surgery
    part = facts.parameters["surgical_team.assistant"].decimal
    share = f"${cents(amount * part)}" if amount else f"{part:.0%}"
    if row.assistant == "1":
        yield make_tip(
            facts,
            "assistant",
            f"An assistant at surgery is never paid for {row.code} (80, 81, 82, AS).",
            "the assistant's whole charge",
        )
    elif row.assistant == "0":
        yield make_tip(
            facts,
            "assistant",
            f"An assistant for {row.code} is paid only when records show the need.",
            f"{share} for a physician assisting",
            stated="surgical_team.assistant",
        )
    elif row.assistant == "2":
        yield make_tip(
            facts,
            "assistant",
            f"An assistant for {row.code} is paid: 16% for a physician (80, 81, 82), "
            "13.6% for a PA, NP or CNS (AS).",
            f"{share} for a physician assisting",
            stated="surgical_team.assistant",
        )


def add_on(facts: TipFacts) -> Iterator[Tip]:
    """What an add-on code needs beside it."""
    edits = facts.record.add_on
    if edits:
        codes = list(dict.fromkeys(e.primary_code for e in edits))
        listed = [code for code in codes if code != "CCCCC"]
        more = " and others" if len(listed) > 6 else ""
        beside = ", ".join(listed[:6]) or "a code that the contractor defines"
        yield make_tip(
            facts,
            "add_on",
            f"{facts.row.code} is an add-on: paid only beside its primary on the same "
            f"date ({beside}{more}), never with 51.",
            at_stake(facts, "denied alone"),
            table="add_on_codes",
        )


def unit_limit(facts: TipFacts) -> Iterator[Tip]:
    """How many units a day are accepted."""
    limit = facts.record.limits.get("practitioner")
    if limit:
        words = {"1": "a line", "2": "a day, whatever the records show",
                 "3": "a day, unless an appeal's records show the need"}  # fmt: skip
        most = (
            f"${facts.amount * limit.units} at the limit"
            if facts.amount and limit.units
            else "all units are denied"
        )
        yield make_tip(
            facts,
            "unit_limit",
            f"At most {limit.units} of {limit.code} {words[limit.adjudication]}. One "
            "more denies them all, not the excess.",
            most,
            table=LIMITS,
        )


def opps_cap(facts: TipFacts) -> Iterator[Tip]:
    """The cap on imaging, where it bites."""
    if facts.uncapped and facts.amount and facts.uncapped > facts.amount:
        yield make_tip(
            facts,
            "opps_cap",
            f"{facts.row.code} is capped at the hospital outpatient rate: expect "
            f"${facts.amount}, not the fee of ${facts.uncapped}.",
            f"-${facts.uncapped - facts.amount}",
        )


def bundling(facts: TipFacts) -> Iterator[Tip]:
    """The codes that keep this one from being paid, and that it keeps."""
    if facts.pairs is None:
        return
    code, on = facts.row.code, facts.record.on
    pairs = [pair for pair in facts.pairs if in_force(pair, on)]
    above = [pair for pair in pairs if pair.column2 == code]
    if above:
        never = [p.column1 for p in above if p.modifier_indicator == NEVER]
        may = [p.column1 for p in above if p.modifier_indicator == MAY]
        ways = [f"with {len(never)} nothing helps{_such_as(facts, never)}"] * bool(
            never
        )
        ways += [
            f"with {len(may)} a modifier may, where the record shows separate services"
            f"{_such_as(facts, may)}"
        ] * bool(may)
        yield make_tip(
            facts,
            "bundling",
            f"{code} gives way to {len(above)} codes on the same date: "
            f"{'; '.join(ways)}.",
            at_stake(facts, "the whole line"),
            table=PAIRS,
        )
    if len(pairs) > len(above):
        kept = [pair.column2 for pair in pairs if pair.column1 == code]
        yield make_tip(
            facts,
            "bundling",
            f"{code} keeps {len(kept)} codes of the same date from being paid"
            f"{_such_as(facts, kept)}.",
            "the other line's amount",
            table=PAIRS,
        )


def _such_as(facts: TipFacts, codes: list[str]) -> str:
    """A few of them, codes with a title of ours first: they are the commonest."""
    common = [code for code in codes if code in facts.common]
    shown = dict.fromkeys([*common, *codes])
    return f" (such as {', '.join(list(shown)[:4])})"


TIPS: tuple[Callable[[TipFacts], Iterator[Tip]], ...] = (
    bundling,
    split,
    not_here,
    unit_limit,
    add_on,
    both_sides,
    global_days,
    assistant,
    opps_cap,
)
