"""Matches about as good as one another, so that unlike ones are seen first.

Codes that differ in a measure alone, such as a size, would else fill a list, and the
choice that comes before the size would not be seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence, Set

from catalog.words import stems

ABOUT = 2  # decimals of a score that tell two apart
# What titles of neighbours that differ in a measure say differently, beside numbers.
MEASURING = frozenset(stems("up over under more less than least first each further"))

Scored = tuple[float, int]  # a score and the code's place


def spread(
    ranked: Sequence[Scored], title: Callable[[int], Set[str]], limit: int
) -> list[Scored]:
    """The first of matches from best to worst; of those about as good, kinds in turn.

    A kind is what titles say besides measures. Among equals the given order stays.
    """
    seen: Counter[tuple[float, frozenset[str]]] = Counter()
    turns: list[tuple[float, int, Scored]] = []
    for each in ranked:
        score = round(each[0], ABOUT)
        if len(turns) >= limit and score < -turns[-1][0]:
            break
        kind = score, _kind(title(each[1]))
        turns.append((-score, seen[kind], each))
        seen[kind] += 1
    turns.sort(key=lambda turn: turn[:2])
    return [each for _, _, each in turns[:limit]]


def _kind(title: Set[str]) -> frozenset[str]:
    return frozenset(s for s in title if s.isalpha() and s not in MEASURING)
