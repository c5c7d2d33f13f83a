"""Keep patient data out: free text that looks like it is refused, not read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.vocabulary import spelled
from server.errors import RequestError

# A Medicare Beneficiary Identifier: no S, L, O, I, B or Z among its letters.
_LETTER = "AC-HJKMNP-RT-Y"
_MBI = (
    rf"[1-9][{_LETTER}][0-9{_LETTER}]\d[ -]?[{_LETTER}][0-9{_LETTER}]\d[ -]?"
    rf"[{_LETTER}]{{2}}\d\d"
)
LOOKS_LIKE = {
    "a Social Security number": re.compile(
        r"(?<!\d)\d{3}[- ]\d{2}[- ]\d{4}(?!\d)|\bSSN\W*\d", re.IGNORECASE
    ),
    "a Medicare number": re.compile(rf"\b{_MBI}\b", re.IGNORECASE),
    "a date of birth": re.compile(
        r"\b(d\.?o\.?b\.?|birth ?date|date of birth|born( on| in)?)\W*"
        r"(\d|jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)",
        re.IGNORECASE,
    ),
    "a birth date": re.compile(r"\b\d{1,2}[/-]\d{1,2}[/-](19)?[2-9]\d\b"),
    "a record number": re.compile(
        r"\b(mrn|acct|account|hicn?|medical record|(member|patient) id|subscriber|"
        r"(record|policy) (no|number))( (no|number|id)\b\.?)?\W*[a-z]?\d{3,}",
        re.IGNORECASE,
    ),
    "a person's name": re.compile(r"\b(Mr|Mrs|Ms)\.? [A-Z]['a-zA-Z]+"),
    "a telephone number": re.compile(r"\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b"),
    "an e-mail address": re.compile(r"\b[\w.+-]+@[\w-]+\.\w+"),
}


NAMED = re.compile(
    r"\b(?:[Pp]atient|PATIENT|[Pp]t|PT)(?:'s)?(?: name)?( ?: ?| )([A-Z][A-Za-z'-]+ "
    r"[A-Z][A-Za-z'-]+)|\b[Nn]ame( ?: ?)([A-Z][A-Za-z'-]+ [A-Z][A-Za-z'-]+)"
)


def texts(value: object) -> Iterator[str]:
    """Every text of a call's arguments, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from texts(each)


def refuse_patient_data(text: str) -> None:
    """Refuse a text that looks as if it held patient data, without repeating it.

    Raises:
        RequestError: it does.
    """
    held = [what for what, pattern in LOOKS_LIKE.items() if pattern.search(text)]
    if held or any(_is_name(*each.groups()) for each in NAMED.finditer(text)):
        raise RequestError(
            f"The text looks as if it held {(held or ['a name'])[0]}. No patient data "
            "belongs here: ask again with codes and words for the service alone."
        )


def _is_name(*found: str | None) -> bool:
    """Whether two words in capitals are a name.

    They are after a colon, and else where one of them is no word of services.
    """
    mark, words = (each for each in found if each is not None)
    return ":" in mark or not spelled() >= set(words.lower().split())
