"""Confidence with its reasons, and each source once."""

from catalog.policy import Citation
from server.results import NOTHING_ASSUMED, confidence, sources
from server.rules.claim import Doubt, Level

GUESS = Doubt(Level.MEDIUM, "a guess")
OTHER = Doubt(Level.MEDIUM, "another guess")
HEARSAY = Doubt(Level.LOW, "hearsay")
BOOK = Citation(id="book", title="A book", url="https://example.org")


def test_without_a_doubt_the_answer_is_sure():
    found = confidence([])

    assert (found.level, found.because) == ("high", [NOTHING_ASSUMED])


def test_answer_is_as_sure_as_its_weakest_part():
    found = confidence([GUESS, HEARSAY])

    assert (found.level, found.because) == ("low", ["hearsay"])


def test_every_reason_of_the_level_is_given_once():
    found = confidence([GUESS, OTHER, GUESS])

    assert found.because == ["a guess", "another guess"]


def test_source_is_listed_once_in_the_order_of_use(catalog):
    release = catalog.releases("physician_fees")[0]

    assert [s.id for s in sources([BOOK, release, BOOK])] == ["book", "rvu25a"]


def test_document_has_no_release_and_no_hash():
    (found,) = sources([BOOK])

    assert (found.release, found.file, found.sha256) == (None, None, None)
    assert found.url == "https://example.org"


def test_open_period_has_no_end(catalog):
    (found,) = sources(catalog.releases("places_of_service"))

    assert found.effective_to is None
