"""Where the catalog lies, and opening it."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from catalog.errors import CatalogUnavailable
from catalog.opening import default_path, open_catalog


def test_missing_catalog_is_refused_with_what_makes_one(tmp_path):
    path = tmp_path / "catalog.sqlite"

    with pytest.raises(CatalogUnavailable, match="cleanclaim catalog build") as caught:
        open_catalog(path)
    assert str(path) in str(caught.value)
    assert "CLEANCLAIM_CATALOG" in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"not a database" * 100])
def test_file_that_is_no_catalog_is_refused(tmp_path, content):
    path = tmp_path / "catalog.sqlite"
    path.write_bytes(content)

    with pytest.raises(CatalogUnavailable, match="cannot be read as a catalog"):
        open_catalog(path)


def test_folder_in_its_place_is_refused(tmp_path):
    with pytest.raises(CatalogUnavailable):
        open_catalog(tmp_path)


def test_catalog_of_another_version_is_refused(catalog_path, tmp_path):
    path = tmp_path / "catalog.sqlite"
    shutil.copy(catalog_path, path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE about SET value = '0' WHERE name = 'schema'")
    connection.commit()
    connection.close()

    with pytest.raises(CatalogUnavailable, match="another version"):
        open_catalog(path)


def test_catalog_cannot_be_written_through_it(catalog):
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        catalog.connection.execute("DELETE FROM release")


@pytest.mark.parametrize(
    "name", ["a b.sqlite", "50%25.sqlite", "what?.sqlite", "#1.sqlite"]
)
def test_any_file_name_opens(catalog_path, tmp_path, name):
    shutil.copy(catalog_path, tmp_path / name)

    with open_catalog(tmp_path / name) as catalog:
        assert catalog.releases()


def test_relative_path_opens(catalog_path, monkeypatch):
    monkeypatch.chdir(catalog_path.parent)

    with open_catalog(Path(catalog_path.name)) as catalog:
        assert catalog.releases()


def test_closed_catalog_answers_no_more(catalog_path):
    with open_catalog(catalog_path) as catalog:
        pass

    with pytest.raises(sqlite3.ProgrammingError):
        catalog.title("77011")


def test_variable_names_the_place(monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_CATALOG", "~/mine.sqlite")

    assert default_path() == Path.home() / "mine.sqlite"


@pytest.mark.parametrize("value", [None, ""])
def test_without_the_variable_it_lies_in_the_users_data_folder(monkeypatch, value):
    if value is None:
        monkeypatch.delenv("CLEANCLAIM_CATALOG", raising=False)
    else:
        monkeypatch.setenv("CLEANCLAIM_CATALOG", value)

    assert default_path().parts[-2:] == ("cleanclaim", "catalog.sqlite")
