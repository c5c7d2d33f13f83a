"""Look a title over against CMS's own text: is it copied, does it contradict?

Nothing of CMS's text is kept: the check runs where CMS's files are at hand.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz

NEAR = 90  # likeness of all words from which a title is no longer ours
FEW = 3  # words that a copied name may have: there is no other way to say it
MINUTES = re.compile(r"\b(\d+)(?:/>|>)?\s?min(?:utes|s)?\b")
VIEWS = re.compile(r"\b(\d+)\+?\s?(?:views|vws|vw|view)\b")
WITHOUT = re.compile(r"\bw/o\b|\bwithout\b")
CONTRAST = ("dye", "contrast")
NO_DYE = {"without", "no", "plain", "before", "optional"}  # how titles say it
NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}


def too_near(title: str, text: str) -> bool:
    """Whether a title of more than three words says a text's words in any order."""
    own = _plain(title)
    return len(own.split()) > FEW and fuzz.token_sort_ratio(own, _plain(text)) >= NEAR


def contradictions(title: str, text: str) -> list[str]:
    """What a text says that its title does not, for somebody to look at.

    Minutes, numbers of views, dye or none, the first service or a later one. Empty
    is no proof that a title is right.
    """
    said, wanted = _plain(title), text.lower()
    found = [
        f"{number} {what}"
        for pattern, what in ((MINUTES, "minutes"), (VIEWS, "views"))
        for number in pattern.findall(wanted)
        if number not in said.split()
    ]
    dye = any(each in wanted for each in CONTRAST)
    if dye and WITHOUT.search(wanted) and not NO_DYE & set(said.split()):
        found.append("without dye")
    later = re.search(r"\b(?:subsq|subsequent)\b", wanted)
    if later and not re.search(r"later|follow|each|daily|next|further", said):
        found.append("subsequent")
    return found


def _plain(text: str) -> str:
    words = re.findall(r"[a-z0-9.]+", text.lower())
    return " ".join(NUMBERS.get(each, each) for each in words)
