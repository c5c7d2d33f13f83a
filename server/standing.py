"""Whether a code is in force on a date; if not, since when, and what there is now."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.errors import NotLoaded
from catalog.holding import Held
from catalog.queries import Catalog
from catalog.records import Release
from server.code_record import CodeRecord
from server.pricing import FEES
from server.requests import CODE_IN_TEXT
from server.rules.claim import Cited

MOST = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """A code's standing in words, the newer codes of its section, and the sources."""

    sentence: str
    successors: tuple[str, ...] = ()
    sources: tuple[Cited, ...] = ()


def standing(catalog: Catalog, record: CodeRecord) -> Standing:
    """Say since when a code is in force or gone, as far as releases are loaded."""
    listed = [release for release, _ in record.history]
    if record.in_force:
        names = [release.name for release in listed] or _other_tables(record)
        return Standing(f"In force on {record.on}; listed in {', '.join(names)}.")
    if record.hcpcs and record.hcpcs.ended_on and record.hcpcs.ended_on < record.on:
        said = f"Ended on {record.hcpcs.ended_on}, its last day in force."
        return Standing(said, _replaced_by(catalog, record))
    if record.in_force is None and record.unlooked != [FEES]:
        return Standing(f"Not checked whether it is in force on {record.on}.")
    try:
        now = catalog.held(FEES, record.on)
    except NotLoaded as error:
        return Standing(str(error))
    before = [each for each in listed if each.effective_to < record.on]
    if before:
        return _gone(catalog, record, before[-1], now)
    if listed:
        first = listed[0]
        return Standing(
            f"Not in force on {record.on}: {now.release.name} does not list it. The "
            f"first loaded release that does is {first.name} ({first.effective_from}).",
            sources=(now.release, first),
        )
    said = f"No loaded table of {record.on} lists it."
    return Standing(said, _replaced_by(catalog, record), (now.release,))


def _other_tables(record: CodeRecord) -> list[str]:
    tables = {
        "HCPCS Level II": record.hcpcs,
        "the clinical laboratory fee schedule": record.lab,
        "the Part B drug payment limits": record.drug,
    }
    return [name for name, found in tables.items() if found]


def _gone(catalog: Catalog, record: CodeRecord, last: Release, held: Held) -> Standing:
    """What CMS listed last, and what is new beside it in the table that holds now."""
    now = held.release
    newer = catalog.new_codes(last, held, f"{record.code[:3]}%")
    near = sorted(newer, key=lambda code: (_distance(code, record.code), code))
    instead = _replaced_by(catalog, record)
    said = (
        f"No longer in force: CMS last listed it in {last.name} ({last.effective_from} "
        f"to {last.effective_to}), and {now.name} ({now.effective_from}) does not have "
        "it."
    )
    if near:
        said += f" New in its section since: {', '.join(sorted(near[:MOST]))}."
    return Standing(said, instead or tuple(sorted(near[:MOST])), (last, now))


def _replaced_by(catalog: Catalog, record: CodeRecord) -> tuple[str, ...]:
    """The codes that our own description names in its place."""
    named = CODE_IN_TEXT.findall(record.title.description)
    return tuple(code for code in named if catalog.title(code) is not None)


def _distance(code: str, other: str) -> int:
    """How far apart two codes stand; codes of letters stand far off."""
    if code.isdigit() and other.isdigit():
        return abs(int(code) - int(other))
    return 100_000
