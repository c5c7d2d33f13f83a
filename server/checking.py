"""Edit a file of claims: what is denied in each, and what the edits cost in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path

from catalog.queries import Catalog
from server.at_risk import amounts_at_risk, at_risk
from server.bundling_card import (
    allowed,
    denied_lines,
    doubts_of_answer,
    line_verdict,
    verdict_of,
)
from server.claim_file import Row, billed_at, billed_by, located, read_line
from server.claim_runs import Answer, Tick, run_claims
from server.editing import Edited, edit_lines
from server.money import ZERO
from server.places import place_if_listed
from server.results import confidence
from server.rules.claim import Doubt, Level, Line
from server.rules.findings import (
    Finding,
    GlobalFinding,
    PairFinding,
    UnitFinding,
    Verdict,
)

RESULT = ("claim_verdict", "line", "verdict", "denied_by", "because", "answer",
          "document", "at_risk", "allowed", "confidence", "doubts")  # fmt: skip
WORDS = {
    "add_on_codes": "an add-on without its primary",
    "contradicting_modifiers": "modifiers that exclude one another",
    "duplicates": "a line like another",
}
GONE = "not a code on that date"
REFUSED = "{} of this claim's rows could not be read: what they hold was not looked at"
STANDS = (Verdict.DENIED, Verdict.BYPASSED, Verdict.CONTRADICTS, Verdict.CONTRACTOR,
          Verdict.NOT_CHECKED)  # fmt: skip


@dataclass(slots=True)
class Cost:
    """How often something denied lines, and what they would have been allowed."""

    times: int = 0
    worth: Decimal = ZERO
    answerable: Decimal = ZERO  # of that, where some circumstance would answer it

    def add(self, amount: Decimal | None, *, answerable: bool = False) -> None:
        """One more; ``None``: without a price."""
        self.times += 1
        self.worth += amount or ZERO
        self.answerable += amount or ZERO if answerable else ZERO


@dataclass(slots=True)
class Summary:
    """What became of a file's claims."""

    rows: int = 0
    refused: int = 0
    claims: Counter[str] = field(default_factory=Counter)  # by verdict
    sent: Decimal = ZERO
    resolved: Decimal = ZERO
    unpriced: int = 0  # lines that no amount has in it
    by_rule: dict[str, Cost] = field(default_factory=dict)
    by_edit: dict[str, Cost] = field(default_factory=dict)  # such as "45380 < 45385"


def check_claims(
    catalog: Catalog,
    source: Path,
    checked: Path,
    refused: Path,
    setting: str,
    tick: Tick,
) -> Summary:
    """Read claims from one file; write what the edits say of each row, and sum it up.

    A line that several edits deny counts for the first of them only.

    Raises:
        RequestError: as ``run_claims``.
    """
    summary = Summary()
    counts = run_claims(
        source,
        checked,
        refused,
        RESULT,
        partial(read_line, catalog, priced=False),
        partial(_check, catalog, setting, summary),
        tick,
    )
    summary.rows, summary.refused = counts.rows, counts.refused
    return summary


def _check(
    catalog: Catalog,
    setting: str,
    summary: Summary,
    first: Row,
    lines: Sequence[Line],
    refused: int,
) -> list[Answer]:
    on = lines[0].on
    edited = edit_lines(
        catalog,
        lines,
        setting,
        place=place_if_listed(catalog, billed_at(first), on),
        at=located(catalog, first, on),
        who=billed_by(first),
        unread=refused,
    )
    verdict = verdict_of(edited)
    costs = _costs(edited)
    _count(summary, verdict, edited, costs)
    denied = denied_lines(edited)
    missing = [Doubt(Level.MEDIUM, REFUSED.format(refused))] if refused else []
    sure = confidence([*doubts_of_answer(edited), *missing])
    doubts = "; ".join(sure.because) if sure.level != "high" else ""
    return [
        (
            verdict,
            str(line.number),
            line_verdict(edited, line, denied),
            " ".join(denied.get(line.number, ())),
            *_said(edited, line, costs),
            _money(allowed(edited, line)),
            sure.level.value,
            doubts,
        )
        for line in lines
    ]


def _said(
    edited: Edited, line: Line, costs: Sequence[tuple[Finding, Decimal | None]]
) -> tuple[str, str, str, str]:
    """Why, what legitimately answers it, what to document, and what hangs on it."""
    own = [why for gone, why in edited.tables.gone if gone == line]
    own += [step.because for refused, step in edited.refused if refused == line]
    found = [
        each
        for each in edited.findings
        if line.number in each.about and each.verdict in STANDS
    ]
    suggested = list(dict.fromkeys(s for each in found for s in each.suggestions))
    answers = [f"{'/'.join(s.modifiers)} on line {s.line}: {s.when}" for s in suggested]
    first = edited.denied.get(line.number)
    worth = next((amount for each, amount in costs if each is first), None)
    return (
        " ".join([*own, *(each.because for each in found)]),
        "; ".join(answers),
        " ".join(dict.fromkeys(s.document for s in suggested)),
        _money(worth),
    )


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else str(amount)


def _costs(edited: Edited) -> list[tuple[Finding, Decimal | None]]:
    """Each finding that denies a line first, with what hangs on it."""
    first = list({id(each): each for each in edited.denied.values()}.values())
    return list(zip(first, amounts_at_risk(edited, first), strict=True))


def _count(
    summary: Summary,
    verdict: str,
    edited: Edited,
    costs: Sequence[tuple[Finding, Decimal | None]],
) -> None:
    summary.claims[verdict] += 1
    risk = at_risk(edited)
    summary.unpriced += len(risk.without_price if risk else edited.lines)
    if risk and risk.sent_as_it_is is not None:
        summary.sent += risk.sent_as_it_is
        summary.resolved += (
            risk.sent_as_it_is if risk.resolved is None else risk.resolved
        )
    for each, amount in costs:
        may = bool(each.suggestions)
        summary.by_rule.setdefault(each.rule, Cost()).add(amount, answerable=may)
        summary.by_edit.setdefault(label(each), Cost()).add(amount, answerable=may)
    for line, _ in edited.tables.gone:
        summary.by_rule.setdefault(GONE, Cost()).add(None)
        summary.by_edit.setdefault(f"{line.code}: {GONE}", Cost()).add(None)
    for line, step in edited.refused:
        summary.by_rule.setdefault(step.rule, Cost()).add(None)
        summary.by_edit.setdefault(f"{line.code}: {step.rule}", Cost()).add(None)


def label(each: Finding) -> str:
    """A finding's edit in a few words, the same for every claim that meets it."""
    if isinstance(each, PairFinding):
        gives_way = f"{each.column2} gives way to {each.column1}"
        return f"{gives_way} (indicator {each.modifier_indicator})"
    if isinstance(each, UnitFinding):
        return f"{each.code}: more than {each.mue} (MAI {each.mai})"
    if isinstance(each, GlobalFinding):
        return f"{each.code} in the {each.global_days} days of {each.procedure}"
    return f"{each.code}: {WORDS[each.rule]}"
