"""Words as the search compares them: small, without endings, numbers apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

WORD = re.compile(r"\d*\.?\d+|[a-z]+")
NEGATIONS = frozenset({"no", "not", "without", "non"})
STOP_WORDS = NEGATIONS | frozenset(
    "a an and any are as at be been by can code codes cpt did do does for from had has "  # noqa: SIM905
    "have hcpcs how i in is it its me my need needed needs no of on or per that the "
    "this to use want was what when which who with".split()
)
DYE = frozenset({"contrast", "dye", "material"})
OLD = r"\b(\d+)[\s-]*(?:(?:years?|yrs?)[\s-]*olds?|yo|y/o)\b"
BOTH_WAYS = "plainagain"  # a picture without dye, and again with it
SIGNS = str.maketrans("\u2018\u2019\u2010\u2013\u2014\u2044", "''---/")  # of printers
LETTER_A = "lettera"  # where it is a name, not an article
SHOWN = {BOTH_WAYS: "with and without", LETTER_A: "A", "ind": "I&D", "dnc": "D&C",
         "tna": "T&A", "hnp": "H&P"}  # fmt: skip
SHORT_HANDS = (
    (
        re.compile(
            r"\b(?:with\s?(?:and/or|and|&|\+|/)\s?without"
            r"|without\s?(?:and/or|and|&|\+|/)\s?with"
            r"|w/?\s?(?:&|and|/|\+)?\s?w/?o|w/?o\s?(?:&|and|/|\+)?\s?w/?"
            r"|(?:first )?plain, then (?:again )?with|before and after)(?!\w)|\+/-"
        ),
        f" {BOTH_WAYS} ",
    ),
    (re.compile(r"\b(?:with or without|w/?\s?or\s?w/?o)\b"), " "),
    (re.compile(r"\bw/?\s?o\b"), "without "),
    (re.compile(r"\bw(?:/(?![a-z]\b)|\b(?!/))"), "with "),
    (
        re.compile(r"(?<!vitamin )(?<!vit )\b([itdoeh])\s?(?:&|\band\b)\s?([damcp])\b"),
        r"\1n\2",
    ),
    (re.compile(r"\b([a-z])\s?/\s?([a-z])\b"), r"\1\2"),
    (
        re.compile(
            r"\b(hep|hepatitis|vit|vitamin|flu|influenza|strep|factor|group|type) a\b"
        ),
        rf"\1 {LETTER_A}",
    ),
    (re.compile(r"(?<=\b[a-z])\.(?=[a-z]\b)"), ""),  # "e.k.g."
    (re.compile(r"\bc\+"), "with contrast"),
    (re.compile(r"\b1st\b"), "first"),
    (re.compile(r"\b2nd\b"), "second"),
    (re.compile(r"\b3rd\b"), "third"),
    (re.compile(r"\b4th\b"), "fourth"),
    (re.compile(r"\b5th\b"), "fifth"),
    (re.compile(OLD), r"age \1"),
    (re.compile(r"\bage[sd]\b(?=\s*\d)"), "age"),
    (re.compile(r"(\w)'s?\b"), r"\1"),
)
NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), 1  # noqa: SIM905
    )
}  # fmt: skip
IN_WORDS = re.compile(rf"\b(?:{'|'.join(NUMBERS)})\b")
CLAUSE = re.compile(r"[,;:]| then | but ")
ENDINGS = (
    "ization", "ations", "ation", "ings", "ing", "ions", "ion", "ally", "als", "al",
    "ers", "er", "ed", "ic", "y", "e",
)  # fmt: skip
LEAST = 4  # letters that an ending leaves
WHOLE = frozenset({"splinter", "walker"})  # without its ending another word


def plain(text: str) -> str:
    """A text without accents, ligatures, wide digits or a printer's own signs."""
    apart = unicodedata.normalize("NFKD", text).translate(SIGNS)
    return "".join(each for each in apart if not unicodedata.combining(each))


def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text in lower case, in order: "2v" is "2", "v"."""
    return tuple(WORD.findall(_written_out(text)))


def _written_out(text: str) -> str:
    text = numbers_in_digits(text.lower())
    for short, long in SHORT_HANDS:
        text = short.sub(long, text)
    return text


def numbers_in_digits(text: str) -> str:
    """A text in lower case with its numbers up to twelve in digits."""
    return IN_WORDS.sub(lambda match: NUMBERS[match[0]], text)


def told(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of what a text says is there, and of what it only says is not."""
    there: set[str] = set()
    absent: set[str] = set()
    for clause in CLAUSE.split(_written_out(text)):
        said = WORD.findall(clause)
        without = {*_without(said)}
        for place, word in enumerate(said):
            if word not in STOP_WORDS:
                (absent if place in without else there).add(stem(word))
    return frozenset(there), frozenset(absent - there)


def _without(said: Sequence[str]) -> Iterator[int]:
    """Where the words stand that are not there: the two after "no" or "without".

    After "non" or "not" only the one; of "no dye" and what else follows, only the dye.
    """
    for place, word in enumerate(said):
        if word in NEGATIONS:
            after = [
                p for p in range(place + 1, len(said)) if said[p] not in STOP_WORDS
            ]
            dye = [*takewhile(lambda p: said[p] in DYE, after)]
            yield from (dye or after)[: 1 if word in ("non", "not") else 2]


def negated(text: str) -> frozenset[str]:
    """The stems of what a text only says is not there."""
    return told(text)[1]


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
