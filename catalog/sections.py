"""The sections of the code set, and the words that ask for one of them."""

from __future__ import annotations

import re
from collections.abc import Set

from catalog.words import stems

# A service says how the patient is kept from pain; this asks for who does it.
ANESTHESIA = re.compile(
    r"(?<!under )(?<!general )(?<!local )(?<!topical )(?<!spinal )"
    r"(?<!with )(?<!w/ )(?<!w )(?<!no )(?<!without )(?<!w/o )"
    r"\b(?:anesth|anaesth|anes\b)|\bput to sleep\b"
)
CUES = {
    "imaging": "xray ray xr cxr film view ct cta mri mr mra mammogram scan",
    "laboratory": "test level blood lab culture swab antibody panel titer screen urine",
    "surgery": "insertion insert placement implant implantation surgery removal remove "
    "take put repair fix excision replacement drain biopsy scope",
    "visit": "visit consult exam",
}
DRUG_LEVELS = ("80143", "80299")  # of one drug in the blood
SECTIONS = {each: frozenset(stems(words)) for each, words in CUES.items()}


def section(code: str) -> str:
    """The section that a code stands in; empty for those that no cue asks for."""
    if not code.isdigit():
        return "laboratory" if code.endswith("U") else ""
    if code < "02000":
        return "anesthesia"
    if DRUG_LEVELS[0] <= code <= DRUG_LEVELS[1]:
        return "drug level"
    if code[0] == "9":
        return "visit" if "99202" <= code <= "99499" else ""
    return {"7": "imaging", "8": "laboratory"}.get(code[0], "surgery")


def cued(query: str, asked: Set[str]) -> frozenset[str]:
    """The sections that a query asks for, or its stems do; anesthesia alone, if so."""
    if ANESTHESIA.search(query.lower()):
        return frozenset({"anesthesia"})
    return frozenset(each for each, cues in SECTIONS.items() if cues & asked)
