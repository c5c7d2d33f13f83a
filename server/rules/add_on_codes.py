"""Add-on codes: paid only beside a primary code of the same day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from catalog.records import AddOnEdit
from server.rules.claim import Line
from server.rules.findings import AddOnFinding, EditFacts, Verdict, denied_by

LISTED = "1"  # the type whose primaries are all listed
ANY = "CCCCC"  # CMS's mark for a primary that the contractor defines
SHOWN = 8
PRACTITIONERS_ONLY = "Practitioner Only"  # a note of CMS's on a primary
ADD_ON = "ZZZ"  # global days of an add-on
PRODUCTS = ("A", "Q")  # skin substitutes, which ride on their application
FURTHER_CRITICAL_CARE = "99292"
CRITICAL_CARE = (
    " A second physician of the same group and specialty may report it alone when a "
    "colleague reported 99291 that day."
)


def add_on_codes(lines: Sequence[Line], facts: EditFacts) -> Iterator[AddOnFinding]:
    """Look for a primary code on the same date for each add-on code.

    Type 1 add-ons need a listed primary that no other edit denies. For type 2 the
    contractor decides which. Type 3 has listed primaries, and the contractor may know
    others.

    Yields:
        A finding for each line whose code is an add-on, by CMS's file or, where it
        has no row, by its global days.

    Source:
        CMS Change Request 7501; Add-on Code Edits file.
    """
    known = [
        (line, edits)
        for line in lines
        if (edits := (facts.of(line).add_ons or {}).get(line.code, ()))
    ]
    unlisted = [
        line
        for line in lines
        if facts.of(line).add_ons is not None
        and (facts.of(line).global_days or {}).get(line.code) == ADD_ON
        and line.code[0] not in PRODUCTS
        and all(line is not other for other, _ in known)
    ]
    denied: frozenset[int] | None = None
    found: list[AddOnFinding] = []
    while denied != (now := facts.denied.union(*map(denied_by, found))):
        # An add-on may be the primary of another, and fall with its own.
        denied = now
        found = [
            _finding(line, lines, edits, replace(facts, denied=denied))
            for line, edits in known
        ]
    found += [_unlisted(line, facts) for line in unlisted]
    yield from sorted(found, key=lambda each: each.line)


def _unlisted(line: Line, facts: EditFacts) -> AddOnFinding:
    return AddOnFinding(
        code=line.code,
        line=line.number,
        verdict=Verdict.CONTRACTOR,
        primaries=(),
        because=f"{line.code} is an add-on (global days {ADD_ON}), and CMS's file "
        "names no primary for it: the contractor decides beside what.",
        source=facts.of(line).sources["add_on_codes"],
    )


def _finding(
    line: Line,
    lines: Sequence[Line],
    edits: Sequence[AddOnEdit],
    facts: EditFacts,
) -> AddOnFinding:
    primaries = tuple(
        dict.fromkeys(
            edit.primary_code
            for edit in edits
            if edit.primary_code != ANY
            and not (facts.hospital and PRACTITIONERS_ONLY in edit.note)
        )
    )
    beside = [other for other in lines if other.on == line.on]
    alive = {
        other.code
        for other in beside
        if other.number not in facts.denied and other.number != line.number
    }
    found = [code for code in primaries if code in alive]
    lost = [each.code for each in beside if each.code in primaries]
    kinds = {edit.kind for edit in edits}
    if found:
        verdict, because = Verdict.PAYABLE, f"{found[0]} on this date is its primary."
    elif lost and (kinds == {LISTED} or not alive):
        verdict = Verdict.DENIED
        because = f"{line.code} is denied with its primary {lost[0]}, which is denied."
    elif facts.incomplete:
        verdict = Verdict.NOT_CHECKED
        because = (
            f"{line.code} is an add-on, and none of its primaries was read on this "
            "date. A line that could not be read may be one."
        )
    elif kinds == {LISTED}:
        verdict = Verdict.DENIED
        because = (
            f"{line.code} is an add-on and none of its primaries is on this date. "
            f"Bill {_some(primaries)} with it, if it was done, or leave it off."
            + (CRITICAL_CARE if line.code == FURTHER_CRITICAL_CARE else "")
        )
    else:
        verdict = Verdict.CONTRACTOR
        because = f"{line.code} is an add-on whose primaries the contractor defines" + (
            f", beside {_some(primaries)}." if primaries else "."
        )
    return AddOnFinding(
        code=line.code,
        line=line.number,
        verdict=verdict,
        primaries=primaries,
        because=because,
        source=facts.of(line).sources["add_on_codes"],
    )


def _some(codes: Sequence[str]) -> str:
    rest = len(codes) - SHOWN
    shown = ", ".join(codes[:SHOWN])
    if rest > 0:
        return f"one of {shown} and {rest} more"
    return f"one of {shown}" if len(codes) > 1 else shown
