"""Queries as people type them, and how often the search finds the code they mean.

``benchmarks/queries.tsv`` holds the queries, written by people who had not seen the
titles, each with its right codes, its kind and its section. Whoever writes a title or
a word of the vocabulary, or sets a weight, does not look at it: they have
``queries_for_tuning.tsv``, by others, of which ``--tuning`` also lists the misses.

Goals: the right code first for 90% of queries, among the first five for 98%; of the
misspelt 85% and 95%; a query in under 3 ms at the median and 10 ms at the 95th
percentile. And a title with one slip in a word of six letters or more stays among the
first five.

``python -m benchmarks.search [PPRRVU]``: with CMS's relative value file (csv) the same
queries also go through two baselines over its short descriptors, word search (SQLite's
full text, ranked) and likeness of whole strings.
"""

from __future__ import annotations

import csv
import random
import re
import sqlite3
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from catalog.opening import default_path, open_catalog
from catalog.queries import Catalog
from catalog.search import Search
from server.catalog_commands import ready

QUERIES = Path(__file__).with_name("queries.tsv")
TUNING = Path(__file__).with_name("queries_for_tuning.tsv")
SLIPS = 1_500
CODE = re.compile(r"[A-Z0-9]{5}")
FIRST = 10
Find = Callable[[str], Sequence[str]]


def queries(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def report(name: str, find: Find, path: Path = QUERIES) -> list[str]:
    """Hits and mean reciprocal rank by kind, what a query takes; returns the misses."""
    ranks: dict[str, list[int]] = defaultdict(list)
    took, missed = [], []
    for each in queries(path):
        started = time.perf_counter()
        found = list(find(each["query"]))
        took.append((time.perf_counter() - started) * 1000)
        right = each["codes"].split()
        rank = next((n for n, code in enumerate(found, 1) if code in right), 0)
        if rank != 1:
            missed.append(f"{rank or '-':>2} {each['query']}: {right}, {found[:5]}")
        for group in ("all", each["kind"], f"section {each['section']}"):
            ranks[group].append(rank)
    took.sort()
    print(f"{name}: median {statistics.median(took):.1f} ms, 95th percentile "
          f"{took[int(len(took) * 0.95)]:.1f} ms")  # fmt: skip
    for group, own in sorted(ranks.items()):
        first = sum(rank == 1 for rank in own) / len(own)
        five = sum(1 <= rank <= 5 for rank in own) / len(own)
        mean = sum(1 / rank for rank in own if rank) / len(own)
        print(f"  {group:20} {len(own):4} queries: first {first:.2f}, among five "
              f"{five:.2f}, mean reciprocal rank {mean:.2f}")  # fmt: skip

    return missed


def slips(catalog: Catalog, find: Find) -> None:
    """Titles with one slip in a long word: how many are no longer found."""
    chance = random.Random(1)  # noqa: S311 - the same slips each time
    titles = [(code, catalog.title(code)) for code in catalog.codes]
    own = [(code, each.title) for code, each in titles if each and each.title]
    lost, tried = [], 0
    for code, title in chance.sample(own, SLIPS):
        if long := re.findall(r"[A-Za-z]{6,}", title):
            tried += 1
            word = chance.choice(long)
            typed = title.replace(word, slip(word, chance), 1)
            if code not in find(typed)[:5]:
                lost.append(f"{code} {typed}")
    print(f"titles with one slip: {len(lost)} of {tried} lost {lost}")


def slip(word: str, chance: random.Random) -> str:
    """A word with two letters changed round, or one lost, added or wrong."""
    place = chance.randrange(1, len(word) - 1)
    before, own, after = word[:place], word[place], word[place + 1 :]
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        [
            before + after[:1] + own + after[1:],
            before + after,
            before + letter + own + after,
            before + letter + after,
        ]
    )


def descriptors(path: Path) -> dict[str, str]:
    """CMS's short descriptor of each code, read here without our readers."""
    with path.open(encoding="cp1252", newline="") as file:
        rows = [row for row in csv.reader(file) if row and CODE.fullmatch(row[0])]
    return {row[0]: row[2] for row in reversed(rows)}


def full_text(texts: dict[str, str]) -> Find:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE text USING fts5(code UNINDEXED, said)")
    database.executemany("INSERT INTO text VALUES (?, ?)", texts.items())

    def find(query: str) -> list[str]:
        asked = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        sql = "SELECT code FROM text WHERE text MATCH ? ORDER BY rank LIMIT ?"
        return [code for (code,) in database.execute(sql, [asked, FIRST])]

    return find


def likeness(texts: dict[str, str]) -> Find:
    said = {code: text.lower() for code, text in texts.items()}

    def find(query: str) -> list[str]:
        close = process.extract(query.lower(), said, scorer=fuzz.WRatio, limit=FIRST)
        return [code for _, _, code in close]

    return find


def main() -> None:
    with open_catalog(ready(default_path())) as catalog:
        search = Search(catalog)

        def find(query: str) -> list[str]:
            return [each.code for each in search.find(query, FIRST)]

        started = time.perf_counter()
        find("a first query, which reads the words")
        took = (time.perf_counter() - started) * 1000
        print(f"first query: {took:.0f} ms (process start reads nothing of it)")
        if sys.argv[1:] == ["--tuning"]:
            print(*report("tuning", find, TUNING), sep="\n")
            return
        report("search", find)
        slips(catalog, find)
    if sys.argv[1:]:
        texts = descriptors(Path(sys.argv[1]))
        report("baseline, word search over CMS's descriptors", full_text(texts))
        report("baseline, likeness of whole strings", likeness(texts))


if __name__ == "__main__":
    main()
