"""How well a code's own words fit a query: all of it, and little else."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.concepts import Asked
from catalog.indexed import Indexed
from catalog.measures import Measure
from catalog.sections import section
from catalog.word_index import Said
from catalog.words import stems

# What counts: for words between them at most 1.04, of which a score shows 1, and 0.15
# more for a section and measures that agree.
COVERED, PRECISE, WHOLE, ALIKE = 0.45, 0.19, 0.13, 0.13
COMMON = (0.0, 0.1, 0.14)  # by how common it is
CUED, MEASURED, CONTRARY, UNASKED = 0.03, 0.12, 0.1, 0.1
NAME = 0.86  # of what a word of one code says: a word of hundreds names none
CALLED = 0.7  # of a query that a synonym is: a brand, though it has no code of its own
UNTITLED = 0.4  # a code that only its category tells of
FURTHER = frozenset(stems("further extra additional"))
EACH = FURTHER | frozenset(stems("each another add"))
UNLISTED = frozenset(stems("own"))  # "with no code of its own"
REPORTED = frozenset(stems("quality measure mips pqrs hedis met record reason"))
OTHER = UNLISTED | frozenset(stems("unlisted other miscellaneous misc nos noc"))


def fitness(index: Indexed, place: int, share: float, asked: Asked) -> float:
    """How well a code fits that has a share of what is asked; 1 is very well.

    For: the share it has; how much of its title was asked for; a synonym that is
    asked for whole; that most claims have it; measures that agree. Against: what it
    says is there and should not be; a kind of code that nobody means who does not
    say so.
    """
    found = index.said(place)
    if found is None:
        return share * UNTITLED
    said, masses = found
    whole, alike, precise = _alike(index, said, masses, asked)
    unasked = _unasked(index, place, said, asked, whole)
    return (
        share * COVERED
        + PRECISE * precise
        + WHOLE * whole
        + (0.0 if unasked else COMMON[index.common.get(place, 0)])
        + ALIKE * alike
        + CUED * (section(index.codes[place]) in asked.sections)
        + MEASURED * _measured(said.measures, asked.measures)
        - CONTRARY * _contrary(said, asked)
        - UNASKED * unasked
    )


def _alike(
    index: Indexed, said: Said, masses: Sequence[float], asked: Asked
) -> tuple[float, float, float]:
    """What the likest of its phrases and the query both say, of all that they do.

    The first for phrases that say nothing else, the second for any; less of both for
    a phrase that says too little to be a name. The third is how much of what its title
    says was asked for. A concept counts by any stem of a way to put it; for the first
    by all of them, or "pelvis" would be named by "abdomen and pelvis".
    """
    whole = alike = precise = 0.0
    name = NAME * index.weight(1)
    for number, (phrase, mass) in enumerate(zip(said.phrases, masses, strict=True)):
        known = phrase & asked.stems
        if number == 0 and mass:
            precise = sum(map(index.rarity, known)) / mass
        both = sum(each.weight for each in asked.there if each.stems & phrase)
        if not both:
            continue
        worth = min(1.0, mass / name)
        beyond = mass * (1 - len(known) / len(phrase))
        alike = max(alike, worth * both / (asked.weight + beyond))
        if not beyond:
            named = sum(each.weight for each in asked.there if each.said_by(phrase))
            whole = max(whole, worth * named / asked.weight)
    return whole, alike, precise


def _contrary(said: Said, asked: Asked) -> int:
    """How much its title says is there and should not be, or the other way round."""
    there = sum(bool(each.said_by(said.title)) for each in asked.without)
    missing = sum(bool(each.said_by(said.without)) for each in asked.there)
    return there + missing


def _unasked(index: Indexed, place: int, said: Said, asked: Asked, whole: float) -> int:
    """How much it is of a kind that nobody means who does not say so.

    Anesthesia for a service, each further one of it, and for who names a drug its
    level in the blood; for who asks for anesthesia, the service itself. Twice as much
    what has no code of its own, and what only reports a measure.
    """
    own = section(index.codes[place])
    level = own == "drug level" and "laboratory" not in asked.sections
    brand = whole > CALLED and not asked.typed & said.title
    other = brand or asked.typed & OTHER
    unlisted = bool(said.without & UNLISTED and not other)
    sleep = (own == "anesthesia") != ("anesthesia" in asked.sections)
    further = bool(said.title & FURTHER and not asked.stems & EACH)
    reports = place in index.reporting and not asked.typed & REPORTED
    return sleep + further + level + 2 * (unlisted + reports)


def _measured(said: Sequence[Measure], asked: Sequence[Measure]) -> float:
    """Between 1, each measure of a query fits the title's, and -1, none does."""
    found = 0.0
    for each in asked:
        same = [own for own in said if own.comparable(each)]
        if same:
            found += max(own.fits(each) for own in same)
    return found / len(asked) if asked else 0.0
