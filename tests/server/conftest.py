"""Fixtures for the server's tests."""

import sys

import pytest

from server.app import build_server
from server.catalog_file import CatalogFile
from server.main import main


@pytest.fixture
def server(catalog_path):
    """A server that answers from the small catalog."""
    return build_server(CatalogFile(catalog_path))


@pytest.fixture
def run(monkeypatch, capsys, catalog_path):
    """Run the command as a person does; its exit status, output and errors."""

    def command(*arguments, catalog=catalog_path):
        monkeypatch.setenv("CLEANCLAIM_CATALOG", str(catalog))
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.setattr(sys, "argv", ["cleanclaim", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
            status = 0
        except SystemExit as done:
            status = done.code or 0
        said = capsys.readouterr()
        return status, said.out, said.err

    return command
