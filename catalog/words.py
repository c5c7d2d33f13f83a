"""Words as the search compares them: small, without endings, numbers apart."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = re.compile(r"\d+(?:\.\d+)?|[a-z]+")
NEGATIONS = frozenset({"no", "not", "without", "non"})
STOP_WORDS = NEGATIONS | frozenset(
    "a an and any as at by code codes cpt for from hcpcs how i in is it me my no of on "  # noqa: SIM905
    "or per that the this to use was what which who with".split()
)
BOTH_WAYS = "plainagain"  # a picture without dye, and again with it
SHORT_HANDS = (
    (
        re.compile(
            r"\b(?:with and without|without and with|w/?wo|w/?\s?(?:&|and)\s?w/o"
            r"|w/o\s?(?:&|and)\s?w/?|(?:first )?plain, then (?:again )?with"
            r"|before and after)\b"
        ),
        f" {BOTH_WAYS} ",
    ),
    (re.compile(r"\bw/\s?o\b"), "without "),
    (re.compile(r"\bw/"), "with "),
    (re.compile(r"\b(first|1st)\b"), "first"),
    (re.compile(r"(\w)'s?\b"), r"\1"),
)
ENDINGS = (
    "ization", "ations", "ation", "ings", "ing", "ions", "ion", "ally", "als", "al",
    "ers", "er", "ed", "ic", "y", "e",
)  # fmt: skip
LEAST = 4  # letters that an ending leaves


def words(text: str) -> list[str]:
    """The words and numbers of a text in lower case, in order: "2v" is "2", "v"."""
    text = text.lower()
    for short, long in SHORT_HANDS:
        text = short.sub(long, text)
    return WORD.findall(text)


def negated(text: str) -> frozenset[str]:
    """The stems that a text says are not there: the two after "no" or "without"."""
    found: set[str] = set()
    for clause in re.split(r"[,;:]| then | but ", text.lower()):
        asked = words(clause)
        for place, word in enumerate(asked):
            if word in NEGATIONS:
                after = [each for each in asked[place + 1 :] if each not in STOP_WORDS]
                found.update(stem(each) for each in after[:2])
    return frozenset(found)


def stems(text: str) -> list[str]:
    """The words that say something, without their endings, in order."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


@lru_cache(50_000)
def stem(word: str) -> str:
    """A word without the ending of its plural, and of its verb or noun form."""
    word = _singular(word)
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > LEAST and word[-1] == word[-2] else word


def _singular(word: str) -> str:
    if len(word) > LEAST and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    keeps = word.endswith(("ss", "us", "is"))
    return word[:-1] if len(word) > 3 and word.endswith("s") and not keeps else word
