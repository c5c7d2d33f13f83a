"""Lay an edited claim out for callers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from catalog.records import FOREVER
from server.at_risk import AtRisk
from server.bundling_answer import (
    CheckedOut,
    ClaimVerdict,
    Found,
    InvalidOut,
    LineState,
    LineVerdict,
    Money,
    NotPaidOut,
    SuggestionOut,
)
from server.editing import Edited
from server.requests import LineIn
from server.rules.claim import Doubt, Level, Line
from server.rules.findings import (
    AddOnFinding,
    Finding,
    Suggestion,
    UnitFinding,
    Verdict,
    denied_by,
)
from server.unmodelled import unmodelled

F = TypeVar("F", bound=Found)
APPLY = {Verdict.DENIED, Verdict.CONTRADICTS}
UNDECIDED = {Verdict.CONTRACTOR, Verdict.NOT_CHECKED}
UNSURE = {
    Verdict.UNKNOWN_LIMIT: "has no published unit limit: unknown, not unlimited",
    Verdict.CONTRACTOR: "is an add-on whose primaries the contractor defines",
}


def verdict_of(edited: Edited) -> ClaimVerdict:
    """``clean`` only where all that applies was looked at, and nothing stands."""
    verdicts = {each.verdict for each in edited.findings}
    if edited.tables.gone or edited.refused or verdicts & APPLY:
        return "edits_apply"
    unread = edited.tables.missing or edited.facts.incomplete
    undecided = unread or any(map(_undecided, edited.findings))
    return "not_checked" if undecided else "clean"


def _undecided(finding: Finding) -> bool:
    """Whether no table decides: several units without a published limit, too."""
    several = isinstance(finding, UnitFinding) and finding.units > 1
    unknown = finding.verdict is Verdict.UNKNOWN_LIMIT and several
    return finding.verdict in UNDECIDED or unknown


def in_words(edited: Edited, asked: int) -> str:
    """The verdict in a sentence: how many lines are denied, and what else there is."""
    denied = len(denied_lines(edited).keys() | {n for n, _ in _gone(edited)})
    said = [f"{denied or 'None'} of {asked} {'lines' if asked > 1 else 'line'} denied"]
    unread = asked - len(edited.lines)
    said += [f"{unread} could not be read"] * bool(unread)
    verdicts = Counter(each.verdict for each in edited.findings)
    said += ["a modifier pays one side only"] * bool(verdicts[Verdict.CONTRADICTS])
    passed = verdicts[Verdict.BYPASSED]
    said += [f"{passed} edits answered by a modifier, which the record must bear out"
             if passed > 1 else "1 edit answered by a modifier, which the record must "
             "bear out"] * bool(passed)  # fmt: skip
    said += ["some tables were not there to look at"] * bool(edited.tables.missing)
    said += ["some edits are not decided"] * any(map(_undecided, edited.findings))
    return "; ".join(said) + "."


def findings_out(
    edited: Edited, amounts: Sequence[Decimal | None], model: type[F], rule: str
) -> list[F]:
    """The findings of one rule, as callers read them; amounts are those of all."""
    return [
        _finding(model, each, amount, edited.suggestions)
        for each, amount in zip(edited.findings, amounts, strict=True)
        if each.rule == rule
    ]


def _finding(
    model: type[F],
    each: Finding,
    amount: Decimal | None,
    numbers: Mapping[Suggestion, int],
) -> F:
    said = {name: getattr(each, name, None) for name in model.model_fields}
    said |= {
        "amount_at_risk": amount,
        "source": each.source.id,
        "suggestions": [numbers[suggestion] for suggestion in each.suggestions],
    }
    return model.model_validate(said)


def suggestions_out(edited: Edited) -> list[SuggestionOut]:
    """Suggestions as callers read them."""
    return [
        SuggestionOut(
            number=number,
            when=each.when,
            modifiers=list(each.modifiers),
            line=each.line,
            document=each.document,
        )
        for each, number in edited.suggestions.items()
    ]


def not_paid_out(edited: Edited) -> list[NotPaidOut]:
    """The lines that pricing rules pay nothing for."""
    return [
        NotPaidOut(
            line=line.number,
            code=line.code,
            rule=step.rule,
            because=step.because,
            source=step.sources[0].id,
        )
        for line, step in edited.refused
    ]


def invalid_out(
    edited: Edited, asked: Sequence[LineIn], wrong: Mapping[int, str]
) -> list[InvalidOut]:
    """Codes that are gone and lines that could not be read, as on the claim."""
    found = {line.number: (line.code, why) for line, why in edited.tables.gone}
    found |= {number: (asked[number - 1].code, why) for number, why in wrong.items()}
    return [
        InvalidOut(line=number, code=code, because=why)
        for number, (code, why) in sorted(found.items())
    ]


def line_verdicts(
    edited: Edited, asked: Sequence[LineIn], wrong: Mapping[int, str]
) -> list[LineVerdict]:
    """What becomes of each line, as on the claim."""
    known = {line.number: line for line in edited.lines}
    denied = denied_lines(edited)
    return [
        LineVerdict(
            line=number,
            code=known[number].code if number in known else each.code,
            modifiers=each.modifiers,
            units=each.units,
            verdict="invalid"
            if number in wrong
            else line_verdict(edited, known[number], denied),
            denied_by=denied.get(number, []),
            allowed=None if number in wrong else allowed(edited, known[number]),
            no_price=None if number in wrong else _no_price(edited, known[number]),
        )
        for number, each in enumerate(asked, start=1)
    ]


def line_verdict(
    edited: Edited, line: Line, denied: Mapping[int, list[str]]
) -> LineState:
    """What becomes of a line that could be read."""
    if any(line == gone for gone, _ in edited.tables.gone):
        return "invalid"
    if line.number in denied:
        return "denied"
    return "passes" if passes(edited, line) else "not_checked"


def denied_lines(edited: Edited) -> dict[int, list[str]]:
    """The rules that deny each denied line, in their order."""
    gone = {line.number for line, _ in edited.tables.gone}
    found = {
        line.number: [step.rule]
        for line, step in edited.refused
        if line.number not in gone
    }
    for each in edited.findings:
        for number in set(denied_by(each)) - gone:
            if each.rule not in (rules := found.setdefault(number, [])):
                rules.append(each.rule)
    return found


def passes(edited: Edited, line: Line) -> bool:
    """Whether all that applies to a line that nothing denies was looked at."""
    if line.on in edited.tables.unread_days:
        return False
    return not any(
        line.number in each.about and _undecided(each) for each in edited.findings
    )


def allowed(edited: Edited, line: Line) -> Decimal | None:
    """What a line is allowed after the edits; ``None``: it has no price."""
    priced = edited.priced
    if priced is None or priced.claim.reason(line) is not None:
        return None
    return priced.claim.amount(line)


def _no_price(edited: Edited, line: Line) -> str | None:
    if line.number in {number for number, _ in _gone(edited)}:
        return None
    return edited.priced.claim.reason(line) if edited.priced else None


def _gone(edited: Edited) -> list[tuple[int, str]]:
    return [(line.number, why) for line, why in edited.tables.gone]


def money_out(edited: Edited, risk: AtRisk | None) -> Money | None:
    """What hangs on the edits, in figures and in words."""
    if risk is None:
        return None
    return Money(
        without_edits=risk.without_edits,
        sent_as_it_is=risk.sent_as_it_is,
        resolved=risk.resolved,
        resolved_if=[edited.suggestions[each] for each in risk.resolved_if],
        without_price=list(risk.without_price),
        in_words=_money_in_words(edited, risk),
    )


def _money_in_words(edited: Edited, risk: AtRisk) -> str:
    if risk.sent_as_it_is is None:
        return "No line has a price at this place."
    said = f"Sent as it is: ${risk.sent_as_it_is:,}."
    if risk.resolved_if and risk.resolved is not None:
        codes = {line.number: line.code for line in edited.lines}
        needed = "; ".join(
            f"line {each.line} ({codes[each.line]}): {each.when}"
            for each in risk.resolved_if
        )
        said += (
            f" ${risk.resolved:,} where all of this was so and the record shows it: "
            f"{needed}."
        )
    if risk.without_price:
        numbers = ", ".join(map(str, risk.without_price))
        said += f" Without a price, and in neither: line {numbers}."
    return said


def checked_out(edited: Edited) -> list[CheckedOut]:
    """Every table that was looked at, and every one that could not be."""
    looked = [
        CheckedOut(
            what=each.title,
            release=each.name,
            effective_from=each.effective_from,
            effective_to=None if each.effective_to == FOREVER else each.effective_to,
            state="checked",
        )
        for each in edited.tables.looked_at.values()
    ]
    missing = [
        CheckedOut(what=what, release=None, state="not_checked", because=why)
        for what, why in edited.tables.missing.items()
    ]
    return [*looked, *missing]


def doubts_of_edits(edited: Edited) -> list[Doubt]:
    """What makes the edits' verdicts less than sure: the tables, and the findings."""
    found = [*edited.tables.doubts]
    found += [
        Doubt(Level.MEDIUM, f"not checked: {each}") for each in edited.tables.missing
    ]
    found += [doubt for each in edited.findings for doubt in each.doubts]
    return found + [
        Doubt(Level.MEDIUM, f"{each.code} {UNSURE[each.verdict]}")
        for each in edited.findings
        if isinstance(each, (UnitFinding, AddOnFinding)) and each.verdict in UNSURE
    ]


def doubts_of_answer(edited: Edited) -> list[Doubt]:
    """Of the edits, and of the amounts that hang on them."""
    found = doubts_of_edits(edited)
    if edited.priced is None:
        return found
    amounts = edited.priced.doubts()
    amounts += [Doubt(Level.MEDIUM, each) for each in unmodelled(edited.priced)]
    return found + [
        Doubt(each.level, f"the amounts: {each.because}")
        for each in amounts
        if each not in found
    ]
