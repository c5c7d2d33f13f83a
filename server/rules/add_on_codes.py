"""Add-on codes: paid only beside a primary code of the same day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.records import AddOnEdit
from server.rules.claim import Line
from server.rules.findings import AddOnFinding, EditFacts, Verdict

LISTED, CONTRACTOR, BOTH = "1", "2", "3"
ANY = "CCCCC"  # CMS's mark for a primary that the contractor defines
SHOWN = 8
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
        A finding for each line whose code is an add-on.

    Source:
        CMS Change Request 7501; Add-on Code Edits file.
    """
    if facts.add_ons is None:
        return
    for line in lines:
        edits = facts.add_ons.get(line.code, ())
        if edits:
            yield _finding(line, lines, edits, facts)


def _finding(
    line: Line, lines: Sequence[Line], edits: Sequence[AddOnEdit], facts: EditFacts
) -> AddOnFinding:
    primaries = tuple(
        dict.fromkeys(edit.primary_code for edit in edits if edit.primary_code != ANY)
    )
    beside = [other for other in lines if other.on == line.on]
    alive = {other.code for other in beside if other.number not in facts.denied}
    found = [code for code in primaries if code in alive]
    lost = [each.code for each in beside if each.code in primaries]
    kinds = {edit.kind for edit in edits}
    if found:
        verdict, because = Verdict.PAYABLE, f"{found[0]} on this date is its primary."
    elif lost:
        verdict = Verdict.DENIED
        because = f"{line.code} is denied with its primary {lost[0]}, which is denied."
    elif kinds == {LISTED}:
        verdict = Verdict.DENIED
        because = (
            f"{line.code} is an add-on and none of its primaries is on this date. "
            f"Bill one of {_some(primaries)} with it, or leave it off."
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
    )


def _some(codes: Sequence[str]) -> str:
    rest = len(codes) - SHOWN
    shown = ", ".join(codes[:SHOWN])
    return f"{shown} and {rest} more" if rest > 0 else shown
