"""Which section a code stands in, and which a query asks for."""

import pytest

from catalog.sections import cued, section
from catalog.words import stems


@pytest.mark.parametrize(
    ("code", "own"),
    [
        ("00142", "anesthesia"),
        ("01999", "anesthesia"),
        ("10060", "surgery"),
        ("71046", "imaging"),
        ("80053", "laboratory"),
        ("0001U", "laboratory"),
        ("99213", "visit"),
        ("93000", ""),
        ("J1100", ""),
        ("0075T", ""),
    ],
)
def test_section_is_told_by_the_code(code, own):
    assert section(code) == own


@pytest.mark.parametrize(
    ("query", "own"),
    [
        ("knee xray", {"imaging"}),
        ("b12 level", {"laboratory"}),
        ("iud insertion", {"surgery"}),
        ("zofran", set()),
        ("anesthesia for knee replacement", {"anesthesia"}),
        ("anes ear tubes", {"anesthesia"}),
        ("ear tubes under general anesthesia", set()),
        ("manipulation w anesthesia", set()),
    ],
)
def test_words_ask_for_a_section(query, own):
    assert cued(query, frozenset(stems(query))) == own
