"""The same service twice: Medicare pays it once, unless the lines tell them apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from catalog.policy import Citation, periods
from server.rules.claim import Line
from server.rules.findings import EditFacts, LineFinding, Suggestion, Verdict
from server.rules.parts import parts_beside_whole
from server.rules.ranking import BOTH, LEFT, RIGHT

SOURCE = Citation(
    id="duplicate-claims",
    title="Medicare Claims Processing Manual (Pub. 100-04), ch. 1, s. 120 (detection "
    "of duplicate claims)",
    url="https://www.cms.gov/regulations-and-guidance/guidance/manuals/internet-only-manuals-ioms",
)
AGAIN, BY_ANOTHER, TEST_AGAIN = "76", "77", "91"
TELLING = frozenset(
    modifier for stated in periods("duplicates") for modifier in stated.values
)
DISTINCT = ("59", "XE", "XP", "XS", "XU")
VISITS = frozenset({"24", "25", "57"})  # which tell a visit from a procedure only


def duplicates(lines: Sequence[Line], facts: EditFacts) -> Iterator[LineFinding]:
    """Deny what stands on a claim twice: a line like another, a part beside its whole.

    CMS states this for practitioners; a hospital's line like another is not decided.
    Lines are alike with the same code and date, and the same of those modifiers that
    tell services apart. Of these the one with most units stays, of equals the one that
    ``Line.tie`` puts first, then the earlier. A line of a part (26, TC) beside a line
    of its whole is in the whole, one side (RT, LT) beside a line with 50 in that. Two
    visits of one code that only 24, 25 or 57 tell apart are not decided.

    Yields:
        A finding for each further line, in the order of the lines.

    Source:
        Medicare Claims Processing Manual (Pub. 100-04), ch. 1, s. 120.
    """
    if facts.hospital:
        found = [_undecided(each) for each in _alike(lines, facts)]
    else:
        found = [*_alike(lines, facts), *_in_wholes(lines), *_visits(lines, facts)]
    yield from sorted(found, key=lambda each: each.line)


def _undecided(found: LineFinding) -> LineFinding:
    return replace(
        found,
        verdict=Verdict.NOT_CHECKED,
        because=f"{found.code} stands on several lines of the day that are alike. "
        "Whether a hospital's second is denied is not published.",
        suggestions=(),
    )


def _alike(lines: Sequence[Line], facts: EditFacts) -> Iterator[LineFinding]:
    alike: dict[tuple[date, str, frozenset[str]], list[Line]] = {}
    for line in lines:
        key = (line.on, line.code, TELLING.intersection(line.modifiers))
        alike.setdefault(key, []).append(line)
    for group in alike.values():
        if len(group) == 1:
            continue
        first, *others = sorted(
            group, key=lambda line: (-line.units, line.tie, line.number)
        )
        for rank, line in enumerate(others):
            yield _finding(line, first, facts, others[0] if rank else None)


def _finding(
    line: Line, first: Line, facts: EditFacts, second: Line | None
) -> LineFinding:
    """A further line; from the third on, repeats belong on the ``second``."""
    name = "-".join((line.code, *line.modifiers))
    suggestions = _suggestions(second or line, facts, together=second is not None)
    otherwise = (
        f" Unless it was {suggestions[0].when}."
        if suggestions
        else " Two visits of a day are billed as one, at the level of both."
        if line.code in facts.of(line).visits
        else " Further ones are units of one line."
    )
    return LineFinding(
        rule="duplicates",
        code=line.code,
        line=line.number,
        modifiers=line.modifiers,
        verdict=Verdict.DENIED,
        because=f"{name} stands on line {first.number} already, the same day: Medicare "
        f"takes this line for a duplicate.{otherwise}",
        source=SOURCE,
        suggestions=suggestions,
    )


def _suggestions(
    line: Line, facts: EditFacts, *, together: bool
) -> tuple[Suggestion, ...]:
    if line.code in facts.of(line).visits:
        return ()
    test = is_laboratory_test(line.code)
    when = (
        "a test that was needed again for another result the same day (91)"
        if test
        else "done again by the same practitioner (76) or another (77), or on another "
        "part of the body, which its own modifier names"
    )
    if together:
        when += f", all repeats as units of line {line.number}"
    asked = (TEST_AGAIN,) if test else (AGAIN, BY_ANOTHER)
    modifiers = tuple(each for each in asked if each not in line.modifiers)
    if not modifiers:
        return ()
    return (
        Suggestion(
            when=when,
            modifiers=modifiers,
            line=line.number,
            document="The time and the reason of each, or the part of the body.",
        ),
    )


def is_laboratory_test(code: str) -> bool:
    """Whether a code is a test of the laboratory section, by its number."""
    return code[-1] in "UM" or (code.isdigit() and "80047" <= code <= "89398")


def _visits(lines: Iterable[Line], facts: EditFacts) -> Iterator[LineFinding]:
    known: dict[tuple[date, str], Line] = {}
    for line in lines:
        if line.code not in facts.of(line).visits:
            continue
        first = known.setdefault((line.on, line.code), line)
        apart = TELLING.intersection(first.modifiers) ^ TELLING.intersection(
            line.modifiers
        )
        if first is not line and apart and apart <= VISITS:
            yield LineFinding(
                rule="duplicates",
                code=line.code,
                line=line.number,
                modifiers=line.modifiers,
                verdict=Verdict.NOT_CHECKED,
                because=f"{line.code} stands on line {first.number} too. Two visits of "
                "a day are paid only where one could not have served both problems: "
                "no table tells.",
                source=SOURCE,
            )


def _one_side_beside_both(lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    both = {(line.code, line.on): line for line in lines if BOTH in line.modifiers}
    return [
        (line, both[line.code, line.on])
        for line in lines
        if {RIGHT, LEFT} & {*line.modifiers}
        and not {BOTH, AGAIN, BY_ANOTHER, *DISTINCT} & {*line.modifiers}
        and (line.code, line.on) in both
    ]


def _in_wholes(lines: Sequence[Line]) -> Iterator[LineFinding]:
    for line, whole in [*parts_beside_whole(lines), *_one_side_beside_both(lines)]:
        yield LineFinding(
            rule="duplicates",
            code=line.code,
            line=line.number,
            modifiers=line.modifiers,
            verdict=Verdict.DENIED,
            because=f"{line.code} stands on line {whole.number} with this part or side "
            "in it: it is paid once. Bill the whole, or each part by who did it.",
            source=SOURCE,
        )
