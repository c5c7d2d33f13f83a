"""Words as the search compares them: small, without endings, numbers apart."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

WORD = re.compile(r"\d+(?:\.\d+)?|[a-z]+")
NEGATIONS = frozenset({"no", "not", "without", "non"})
STOP_WORDS = NEGATIONS | frozenset(
    "a an and any are as at be been by can code codes cpt did do does for from had has "  # noqa: SIM905
    "have hcpcs how i in is it its me my need needed needs no of on or per that the "
    "this to use want was what when which who with".split()
)
DYE = frozenset({"contrast", "dye", "material"})
BOTH_WAYS = "plainagain"  # a picture without dye, and again with it
LETTER_A = "lettera"  # where it is a name, not an article
SHOWN = {BOTH_WAYS: "plain then dye", LETTER_A: "A"}
SHORT_HANDS = (
    (
        re.compile(
            r"\b(?:with and without|without and with|w/?\s?(?:&|and|/)?\s?w/?o"
            r"|w/?o\s?(?:&|and|/)?\s?w/?|(?:first )?plain, then (?:again )?with"
            r"|before and after)(?!\w)"
        ),
        f" {BOTH_WAYS} ",
    ),
    (re.compile(r"\b(?:with or without|w/?\s?or\s?w/?o)\b"), " "),
    (re.compile(r"\bw/?\s?o\b"), "without "),
    (re.compile(r"\bw(?:/(?![a-z]\b)|\b(?!/))"), "with "),
    # An order for a picture that ends so: it is the dye that is meant.
    (re.compile(r"\b(with|without)\s*$"), r"\1 contrast"),
    (re.compile(r"\b([itdoeh])\s?(?:&|\band\b)\s?([damcp])\b"), r"\1n\2"),
    (re.compile(r"\b([a-z])\s?/\s?([a-z])\b"), r"\1\2"),
    (
        re.compile(
            r"\b(hep|hepatitis|vit|vitamin|flu|influenza|strep|factor|group|type) a\b"
        ),
        rf"\1 {LETTER_A}",
    ),
    (re.compile(r"\b(first|1st)\b"), "first"),
    (re.compile(r"(\w)'s?\b"), r"\1"),
)
NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), 1  # noqa: SIM905
    )
}  # fmt: skip
IN_WORDS = re.compile(rf"\b(?:{'|'.join(NUMBERS)})\b")
ENDINGS = (
    "ization", "ations", "ation", "ings", "ing", "ions", "ion", "ally", "als", "al",
    "ers", "er", "ed", "ic", "y", "e",
)  # fmt: skip
LEAST = 4  # letters that an ending leaves
WHOLE = frozenset({"splinter", "walker"})  # without its ending another word


def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text in lower case, in order: "2v" is "2", "v"."""
    text = numbers_in_digits(text.lower())
    for short, long in SHORT_HANDS:
        text = short.sub(long, text)
    return tuple(WORD.findall(text))


def numbers_in_digits(text: str) -> str:
    """A text in lower case with its numbers up to twelve in digits."""
    return IN_WORDS.sub(lambda match: NUMBERS[match[0]], text)


def negated(text: str) -> frozenset[str]:
    """The stems that a text says are not there: the two after "no" or "without".

    Of "no dye" and what else follows, only the dye.
    """
    found: set[str] = set()
    for clause in re.split(r"[,;:]| then | but ", text.lower()):
        asked = words(clause)
        for place, word in enumerate(asked):
            if word in NEGATIONS:
                after = [each for each in asked[place + 1 :] if each not in STOP_WORDS]
                dye = [*takewhile(DYE.__contains__, after)]
                found.update(map(stem, (dye or after)[:2]))
    return frozenset(found)


def told(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of what a text says is there, and of what it says is not."""
    said = words(text)
    without = frozenset() if NEGATIONS.isdisjoint(said) else negated(text)
    there = frozenset(stem(word) for word in said if word not in STOP_WORDS)
    return there - without, without


def stems(text: str) -> list[str]:
    """The words that say something, without their endings, in order."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


@lru_cache(50_000)
def stem(word: str) -> str:
    """A word without the ending of its plural, and of its verb or noun form."""
    word = _singular(word)
    for ending in () if word in WHOLE else ENDINGS:
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
