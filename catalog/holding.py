"""Which loaded release answers for a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalog.datasets import DATASETS
from catalog.editions import quarter_of, rvu_name
from catalog.errors import NotLoaded
from catalog.records import Release


@dataclass(frozen=True, slots=True)
class Loaded:
    """A release of this catalog."""

    number: int  # what its rows refer to
    release: Release
    shipped: bool  # with the project; else its owner imported it


@dataclass(frozen=True, slots=True)
class Held:
    """The release that answers for a day."""

    release: Release
    number: int
    in_force: bool  # False: it is the nearest, not the one that held on that day
    wanted: str  # the name of the one that held


def choose(loaded: Sequence[Loaded], dataset: str, on: date) -> Held:
    """The release in force on a day, else the nearest of the same calendar year.

    Of two in force, the one that began later answers: it is the correction. Of two
    equally near, the earlier.

    Raises:
        NotLoaded: none of that calendar year is loaded.
    """
    own = [each for each in loaded if each.release.dataset == dataset]
    for each in reversed(own):
        if each.release.effective_from <= on <= each.release.effective_to:
            return Held(each.release, each.number, True, each.release.name)
    same_year = [each for each in own if _holds_in(each.release, on.year)]
    if not same_year:
        names = [each.release.name for each in own]
        raise NotLoaded(DATASETS[dataset].title, on, loaded=names)
    near = min(same_year, key=lambda each: _days_away(each.release, on))
    wanted = wanted_name(dataset, on)
    if wanted == near.release.name:
        wanted += " as corrected"  # a statute ended it before its quarter did
    return Held(near.release, near.number, False, wanted)


def wanted_name(dataset: str, on: date) -> str:
    """What CMS calls the release of a dataset that held on a day."""
    year, number = quarter_of(on)
    if dataset.startswith("physician_fees"):
        return rvu_name(year, number)
    return str(year) if DATASETS[dataset].yearly else f"{year}Q{number}"


def _holds_in(release: Release, year: int) -> bool:
    return release.effective_from.year <= year <= release.effective_to.year


def _days_away(release: Release, on: date) -> int:
    ends = (release.effective_from, release.effective_to)
    return min(abs((on - end).days) for end in ends)
