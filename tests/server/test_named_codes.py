"""What a query names: codes, codes that nobody knows, and words."""

import pytest

from catalog.search import Search
from server.errors import RequestError
from server.named_codes import named


@pytest.fixture
def read(catalog):
    return lambda query: named(Search(catalog), query)


@pytest.mark.parametrize(
    ("query", "codes", "unknown", "words"),
    [
        ("45385 45380", ("45385", "45380"), (), ""),
        ("45385, 45385", ("45385",), (), ""),
        ("45385 99999", ("45385",), ("99999",), ""),
        ("99999", (), ("99999",), "99999"),
        ("45385-59 45380", ("45385", "45380"), (), ""),
        ("99213 modifier 25", ("99213",), (), ""),
        ("45378 x2", ("45378",), (), ""),
        ("45378 vs G0105", ("45378", "G0105"), (), ""),
        ("J1100 toradol", ("J1100",), (), "TORADOL"),
        ("hba1c", (), (), "hba1c"),
        ("knee injection", (), (), "knee injection"),
    ],
)
def test_codes_and_words_are_told_apart(read, query, codes, unknown, words):
    found = read(query)

    assert (found.codes, found.unknown, found.words) == (codes, unknown, words)


@pytest.mark.parametrize("query", ["45378-45385", "45378 to 45385"])
def test_span_names_the_codes_between(read, query):
    found = read(query).codes

    assert {"45378", "45380", "45385"} <= set(found)
    assert list(found) == sorted(found)


@pytest.mark.parametrize("query", ["E11.9", "z00.00", " M54.50 "])
def test_diagnosis_code_is_refused_with_what_to_send(read, query):
    with pytest.raises(RequestError, match="ICD-10-CM"):
        read(query)
