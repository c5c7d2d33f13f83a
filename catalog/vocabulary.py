"""Words that mean the same to somebody who looks for a code.

``catalog/plain/vocabulary.txt`` has a set a line, its words and phrases split by
"; "; a line that begins with # is a comment.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from catalog.words import stems

Phrase = tuple[str, ...]  # of stems
LONGEST = 5  # words of a phrase


@cache
def meanings() -> Mapping[Phrase, tuple[Phrase, ...]]:
    """Each phrase with all that mean the same, in the order of the file."""
    text = (
        resources.files("catalog").joinpath("plain/vocabulary.txt").read_text("utf-8")
    )
    found: dict[Phrase, dict[Phrase, None]] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            phrases = [tuple(stems(each)) for each in line.split(";")]
            said = [each for each in phrases if 0 < len(each) <= LONGEST]
            for each in said:
                found.setdefault(each, {}).update(dict.fromkeys(said))
    return {each: tuple(others) for each, others in found.items()}
