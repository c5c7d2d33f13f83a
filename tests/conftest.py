"""Fixtures shared by every test: a small catalog made of cuts of CMS's files."""

from itertools import islice
from pathlib import Path

import pytest

from catalog import titles
from catalog.build import import_files
from catalog.editions import Hints
from catalog.opening import open_catalog

DATA = Path(__file__).parent / "data"
FORMS = (".csv", ".tsv", ".txt")
# The same release in another layout, which one catalog cannot hold beside the first.
OTHER_FORMS = {
    "Anesthesia_CY_2025_locality_adjusted_CF_Sheet_1.txt",
    "OPPSCAP_JAN.csv",
    "OPPSCAP_Oct.txt",
    "PPRRVU2025_Oct.txt",
    "ncci_ptp_practitioner_v32.2_2026Q3_active.tsv",
}


@pytest.fixture(scope="session")
def data():
    """The folder of the cuts; ``make_cuts.py`` there says what they are."""
    return DATA


@pytest.fixture
def few_titles(monkeypatch):
    """Index a few titles: all take seconds, which few tests are about."""
    _index_few(monkeypatch)


@pytest.fixture(scope="session")
def add_to():
    """Import files into a catalog, of which no more than a few titles are indexed."""

    def add(path, files, **options):
        with pytest.MonkeyPatch.context() as patch:
            _index_few(patch)
            return import_files(path, files, Hints(), **options)

    return add


def _index_few(patch):
    read = titles.read
    patch.setattr(titles, "read", lambda folder: islice(read(folder), 100))


@pytest.fixture(scope="session")
def catalog_path(tmp_path_factory):
    """A catalog with a release of every dataset that the catalog keeps.

    Fees of RVU25A, RVU25D and RVU26C; all else of one or two quarters.
    """
    path = tmp_path_factory.mktemp("catalog") / "catalog.sqlite"
    cuts = [cut for cut in sorted(DATA.iterdir()) if cut.suffix in FORMS]
    files = [cut for cut in cuts if cut.name not in OTHER_FORMS]
    import_files(path, files, Hints(), accept_fewer_rows=True)
    return path


@pytest.fixture
def catalog(catalog_path):
    """That catalog, opened."""
    with open_catalog(catalog_path) as opened:
        yield opened
