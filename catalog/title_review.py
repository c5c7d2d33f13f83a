"""Look a title over against CMS's own text: is it copied, does it contradict?

Nothing of CMS's text is kept: the check runs where CMS's files are at hand.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz

NEAR = 90  # likeness of all words from which a title is no longer ours
FEW = 3  # words that a copied name may have: there is no other way to say it
AMOUNT = r"(?<![.\d,])(\d{1,3}(?:,\d{3})+|\d*\.?\d+)"
# What CMS's text may say, as its own abbreviations have it, and how a title says it.
COUNTED = (
    ("minutes", re.compile(r"\b(\d+)(?:/>|>)?\s?min(?:utes|s)?\b")),
    ("views", re.compile(r"\b(\d+)\+?\s?(?:views|vws|vw|view)\b")),
    ("cm", re.compile(rf"{AMOUNT}\s?(?:sq )?cm\b")),
    ("mg", re.compile(rf"{AMOUNT}\s?mg\b")),
    ("levels", re.compile(r"\b(\d+)\s?(?:lvls?|levels?)\b")),
)
SAID = (
    (
        "without dye",
        re.compile(r"(?=.*(?:dye|contrast)).*(?:\bw/o\b|\bwithout\b)"),
        re.compile(r"\b(?:without|no|plain|before|optional)\b"),
    ),
    (
        "with dye",
        re.compile(r"(?=.*(?:dye|contrast)).*(?:\bw/(?!o)|\bwith\b)"),
        re.compile(r"\b(?:dye|contrast|mapping)\b"),
    ),
    (
        "subsequent",
        re.compile(r"\b(?:subsq|subsequent)\b"),
        re.compile(
            r"\b(?:later|follow\w*|each|daily|next|further|repeat\w*|again|redo\w*|second)\b"
        ),
    ),
    (
        "initial",
        re.compile(r"\b(?:initial|init|1st)\b"),
        re.compile(r"\b(?:first|new|start\w*|begin\w*|initial|up to|early|main)\b"),
    ),
    (
        "both sides",
        re.compile(r"\b(?:bilateral|bilat)\b"),
        re.compile(r"\b(?:both|2|pairs?|either|each|sides|bilateral)\b"),
    ),
    (
        "one side",
        re.compile(r"\b(?:unilateral|unilat|uni)\b"),
        re.compile(r"\b(?:1|single|each|side)\b"),
    ),
)
NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}


def too_near(title: str, text: str) -> bool:
    """Whether a title of more than three words says a text's words in any order."""
    own = _plain(title)
    return len(own.split()) > FEW and fuzz.token_sort_ratio(own, _plain(text)) >= NEAR


def contradictions(title: str, text: str) -> list[str]:
    """What a text says that its title does not, for somebody to look at.

    Minutes, views, sizes, amounts and levels; dye or none; the first service or a
    later one; one side or both. Empty is no proof that a title is right.
    """
    said, wanted = _plain(title), text.lower()
    found = [
        f"{number:g} {what}"
        for what, pattern in COUNTED
        for number in map(_number, pattern.findall(wanted))
        if number not in _numbers(title)
    ]
    return found + [
        what
        for what, asked, answers in SAID
        if asked.search(wanted) and not answers.search(said)
    ]


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _numbers(title: str) -> set[float]:
    """The numbers of a title; "each" is one."""
    said = _plain(re.sub(r"(?<=\d),(?=\d{3})", "", title))
    found = {float(each) for each in re.findall(r"\d*\.?\d+", said)}
    return found | ({1.0} if "each" in said.split() else set())


def _plain(text: str) -> str:
    words = re.findall(r"[a-z0-9.]+", text.lower())
    return " ".join(NUMBERS.get(each, each) for each in words)
