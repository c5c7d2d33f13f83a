"""Our own plain-language titles, and the index that words are looked up in.

``catalog/plain/*.tsv`` has one file per section of the code set: code, title,
synonyms, description. A code without a title is found by the label of its RBCS
family; where the owner of a catalog imported CMS's descriptors, by those as well.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from catalog import word_index
from catalog.errors import BadRow
from catalog.records import PlainTitle
from catalog.rows import columns

if TYPE_CHECKING:
    from sqlite_utils import Database  # slow to import, and only a build needs it

# Every table that can be the first to know a code, the fullest last.
CODE_TABLES = ("category", "drug_limit", "lab_fee", "hcpcs_code", "anesthesia_base",
               "physician_fee")  # fmt: skip
COMMON = (
    "common.txt",
    "commonest.txt",
)  # codes that many claims have, the more the later


def default_folder() -> Traversable:
    """Where the titles lie in the installed project."""
    return resources.files("catalog").joinpath("plain")


def fingerprint(folder: Traversable) -> str:
    """What changes whenever a title does, or how its words are read."""
    digest = hashlib.sha256()
    readers = map(resources.files("catalog").joinpath, ("words.py", "measures.py"))
    for file in [*_files(folder), *map(folder.joinpath, COMMON), *readers]:
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()[:16]


def _files(folder: Traversable) -> list[Traversable]:
    files = (file for file in folder.iterdir() if file.name.endswith(".tsv"))
    return sorted(files, key=lambda file: file.name)


def read(folder: Traversable) -> Iterator[PlainTitle]:
    """Yield every title of every section.

    Raises:
        BadRow: a file's header or one of its rows is not as it must be.
    """
    names = columns(PlainTitle)
    for file in _files(folder):
        text = io.StringIO(file.read_text("utf-8"))
        reader = csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(next(reader, ())) != names:
            raise BadRow(file.name, 1, f"the header must be {', '.join(names)}.")
        for cells in reader:
            if len(cells) != len(names):
                raise BadRow(file.name, reader.line_num, f"{len(cells)} cells, not 4.")
            yield PlainTitle(**dict(zip(names, cells, strict=True)))


def index(database: Database, titles: Iterator[PlainTitle]) -> None:
    """Fill ``known_code`` with every code of every release, and index its words."""
    own = {title.code: title for title in titles}
    database.execute("DELETE FROM known_code")
    nothing = PlainTitle(code="", title="", synonyms="", description="")
    labels, texts = _labels(database), _texts(database)
    common, reports = how_common(), _reports(database)
    rows = []
    for code in sorted({*_codes(database), *own}):
        said = own.get(code, nothing)
        label, text = labels.get(code, ""), texts.get(code, "")
        row = (code, said.title, said.synonyms, said.description, label, text)
        rows.append(row)
    database.conn.executemany(
        "INSERT INTO known_code VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ((*row, common.get(row[0], 0), row[0] in reports) for row in rows),
    )
    word_index.write(database.conn, rows)


def how_common() -> dict[str, int]:
    """1 for a code that many claims have, 2 for one that is the ordinary case."""
    found = {}
    for tier, name in enumerate(COMMON, 1):
        lines = default_folder().joinpath(name).read_text("utf-8").splitlines()
        codes = " ".join(line for line in lines if not line.startswith("#"))
        found.update(dict.fromkeys(codes.split(), tier))
    return found


def _codes(database: Database) -> set[str]:
    found: set[str] = set()
    for table in CODE_TABLES:
        rows = database.execute(f"SELECT DISTINCT code FROM {table}")  # noqa: S608
        found.update(code for (code,) in rows)
    return found


def _reports(database: Database) -> set[str]:
    """The codes of status M in any release: they report a measure, unpaid."""
    rows = database.execute("SELECT code FROM physician_fee WHERE status = 'M'")
    return {code for (code,) in rows}


def _labels(database: Database) -> dict[str, str]:
    """The newest placement of each code: family, subcategory and category."""
    rows = database.execute(
        "SELECT code, category, subcategory, family FROM category"
        " ORDER BY effective_from"
    )
    return {
        code: ", ".join(filter(None, (family, subcategory, category)))
        for code, category, subcategory, family in rows
    }


def _texts(database: Database) -> dict[str, str]:
    rows = database.execute(
        "SELECT code, text FROM descriptor JOIN release ON release = number"
        " WHERE code <> '' ORDER BY effective_from"
    )
    return dict(rows.fetchall())
