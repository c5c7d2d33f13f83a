"""The catalog of a running server: made at the first start, reopened when replaced."""

from __future__ import annotations

import sys
from pathlib import Path

import anyio

from catalog.errors import CatalogUnavailable
from catalog.opening import needs_building, open_catalog
from catalog.queries import Catalog

Stamp = tuple[int, int, int]


class CatalogFile:
    """Gives the catalog that lies at a path now.

    Imports put a new file in its place; the next question opens that one, so an answer
    never says "not loaded" of what has been loaded since. A missing catalog is built
    by another process, so that the server answers its client meanwhile.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._catalog: Catalog | None = None
        self._stamp: Stamp | None = None
        self._building: anyio.Lock | None = None

    async def current(self) -> Catalog:
        """The catalog, built first if there is none.

        Raises:
            CatalogUnavailable: it cannot be built or opened.
        """
        stamp = _stamp(self.path)
        if self._catalog is None or stamp is None or stamp != self._stamp:
            await self.prepare()
            self.close()
            self._catalog = open_catalog(self.path)
            self._stamp = _stamp(self.path)
        return self._catalog

    async def prepare(self) -> None:
        """Build the default catalog where there is none, once for all who wait.

        Raises:
            CatalogUnavailable: it cannot be built.
        """
        if self._building is None:
            self._building = anyio.Lock()
        async with self._building:
            if needs_building(self.path):
                await self._build()

    async def _build(self) -> None:
        # -P: a folder called server where the client started must not be ours.
        command = [sys.executable, "-P", "-m", "server.main", "catalog", "build"]
        done = await anyio.run_process(
            [*command, "--if-needed", "--catalog", str(self.path)], check=False
        )
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace")
            _, _, reason = said.rpartition("cleanclaim: ")
            raise CatalogUnavailable(
                " ".join(reason.split())
                or f"The catalog at {self.path} cannot be built."
            )

    def close(self) -> None:
        """Let go of the file."""
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = None


def _stamp(path: Path) -> Stamp | None:
    """What changes when another file takes a file's place; ``None``: no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
