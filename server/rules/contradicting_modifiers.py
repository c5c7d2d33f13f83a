"""Modifiers that cannot both be true of a line, or that its code has no use for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.policy import Parameter, periods
from server.rules.claim import Doubt, Level, Line
from server.rules.duplicates import TEST_AGAIN, is_laboratory_test
from server.rules.findings import EditFacts, LineFinding, Verdict
from server.rules.ncci_bypass import SECOND_VISIT

PAIRS = tuple(
    (frozenset(pair.split("+")), stated)
    for stated in periods("contradicting_modifiers")
    if stated.name != "one_side"
    for pair in stated.values
)
BOTH_SIDES = "50"
CARE, SPLIT = ("54", "55", "56"), ("010", "090")  # of care, and days that split
KIND = periods("ncci_edits")[0].source
ONE_SIDE = next(
    each for each in periods("contradicting_modifiers") if each.name == "one_side"
)
"""Bilateral indicators with which 50 is paid as one side."""


def contradicting_modifiers(
    lines: Sequence[Line], facts: EditFacts
) -> Iterator[LineFinding]:
    """Find modifiers that exclude one another, or that mean nothing on their code.

    A line whose modifiers exclude one another is returned or denied, and one that asks
    for a part of care (54, 55, 56) of a code without 010 or 090 global days. With
    bilateral indicator 0 or 2 a line with 50 is paid, at one side's amount: not denied,
    and not what 50 was meant for; no more are 24, 25 and 57 on what is no visit, 58, 78
    and 79 on a visit, 27 on what is none, 91 on what is no laboratory test. Modifiers
    that a code's other indicators refuse (26 on PC/TC 0, 80 on assistant 1, 62 on 0, 50
    on 9) are denied by the rule that prices them.

    Yields:
        A finding for each pair of modifiers, and for each that has no meaning there.

    Source:
        ``catalog/parameters/contradicting_modifiers.toml``.
    """
    for line in lines:
        if not line.modifiers:
            continue
        said = frozenset(line.modifiers)
        for pair, stated in PAIRS if len(said) > 1 else ():
            if pair <= said and stated.holds(line.on):
                yield _excluding(line, pair, stated)
        indicator = facts.of(line).bilateral.get(line.code)
        if BOTH_SIDES in said and indicator in ONE_SIDE.values:
            yield _one_side(line, indicator)
        yield from _out_of_place(line, facts)


def _out_of_place(line: Line, facts: EditFacts) -> Iterator[LineFinding]:
    """Modifiers that are for another kind of code."""
    known = facts.of(line)
    visit, listed = line.code in known.evaluations, known.modifiers
    days = (known.global_days or {}).get(line.code)
    for modifier in line.modifiers:
        if modifier in CARE and days is not None and days not in SPLIT:
            why = f"{line.code} has {days} global days, and no care to split"
            yield _finding(line, modifier, why, Verdict.DENIED)
        elif modifier in listed["visit"].values and not visit:
            why = f"{modifier} is for visits, which {line.code} is none of"
            yield _finding(line, modifier, why, Verdict.CONTRADICTS)
        elif modifier in listed["procedure"].values and visit:
            why = f"{modifier} is for procedures, and {line.code} is a visit"
            yield _finding(line, modifier, why, Verdict.CONTRADICTS)
        elif modifier == SECOND_VISIT and not visit:
            why = f"27 is for visits, which {line.code} is none of"
            yield _finding(line, modifier, why, Verdict.CONTRADICTS)
        elif modifier == TEST_AGAIN and not is_laboratory_test(line.code):
            why = f"91 is for laboratory tests, which {line.code} is none of"
            yield _finding(line, modifier, why, Verdict.CONTRADICTS)


def _finding(line: Line, modifier: str, why: str, verdict: Verdict) -> LineFinding:
    return LineFinding(
        rule="contradicting_modifiers",
        code=line.code,
        line=line.number,
        modifiers=(modifier,),
        verdict=verdict,
        because=f"{why}. Send it without {modifier}.",
        source=KIND,
    )


def _excluding(line: Line, pair: frozenset[str], stated: Parameter) -> LineFinding:
    both = tuple(each for each in line.modifiers if each in pair)
    doubt = Doubt(
        Level.MEDIUM,
        f"line {line.number}: that {' and '.join(both)} are refused together is not "
        "stated by CMS for every contractor",
    )
    return LineFinding(
        rule="contradicting_modifiers",
        code=line.code,
        line=line.number,
        modifiers=both,
        verdict=Verdict.DENIED,
        because=f"{' and '.join(both)} on one line: {stated.unit}. Send the one that "
        "the record shows.",
        source=stated.source,
        doubts=() if stated.verified else (doubt,),
    )


def _one_side(line: Line, indicator: str) -> LineFinding:
    why = (
        "is priced for both sides already"
        if indicator == "2"
        else "is paid once, whether one side was done or both"
    )
    return LineFinding(
        rule="contradicting_modifiers",
        code=line.code,
        line=line.number,
        modifiers=(BOTH_SIDES,),
        verdict=Verdict.CONTRADICTS,
        because=f"{line.code} {why} (bilateral indicator {indicator}): 50 adds "
        "nothing. Send it without.",
        source=ONE_SIDE.source,
    )
