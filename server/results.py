"""The one shape every tool answers in.

Pydantic models live here and in tools/, at the edge; everything further in is a
frozen dataclass.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from catalog.records import FOREVER, Release
from server.rules.claim import Cited, Doubt, Level

T = TypeVar("T")
_WEAKEST_FIRST = (Level.LOW, Level.MEDIUM, Level.HIGH)
NOTHING_ASSUMED = "CMS's own figures and rules, from the releases in force on that date"


class SourceOut(BaseModel):
    """A release or a document that the answer rests on."""

    id: str
    title: str
    release: str | None = Field(description="CMS's name of it; null for a document.")
    effective_from: str | None
    effective_to: str | None = Field(description="null: still in force.")
    file: str | None
    sha256: str | None
    url: str


class ConfidenceOut(BaseModel):
    """How far the answer can be trusted: as far as its weakest part."""

    level: Level
    because: list[str]


class Answer(BaseModel, Generic[T]):
    """A result, how far to trust it, and what it rests on."""

    model_config = ConfigDict(frozen=True)

    result: T
    confidence: ConfidenceOut
    sources: list[SourceOut]
    warnings: list[str]


def confidence(
    doubts: Iterable[Doubt], otherwise: str = NOTHING_ASSUMED
) -> ConfidenceOut:
    """The weakest doubt's level, with every reason at that level; high without any."""
    found = list(dict.fromkeys(doubts))
    level = min(
        (doubt.level for doubt in found), key=_WEAKEST_FIRST.index, default=Level.HIGH
    )
    because = [doubt.because for doubt in found if doubt.level == level]
    return ConfidenceOut(level=level, because=because or [otherwise])


def sources(cited: Iterable[Cited]) -> list[SourceOut]:
    """Each source once, in the order it was first used."""
    return [_source(each) for each in dict.fromkeys(cited)]


def _source(cited: Cited) -> SourceOut:
    if not isinstance(cited, Release):
        return SourceOut(
            id=cited.id,
            title=cited.title,
            release=None,
            effective_from=None,
            effective_to=None,
            file=None,
            sha256=None,
            url=cited.url,
        )
    last = cited.effective_to
    return SourceOut(
        id=cited.id,
        title=cited.title,
        release=cited.name,
        effective_from=cited.effective_from.isoformat(),
        effective_to=None if last == FOREVER else last.isoformat(),
        file=cited.file,
        sha256=cited.sha256,
        url=cited.url,
    )
