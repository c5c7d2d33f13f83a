"""Numbers in titles and queries: how many, how long, how large, how old."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf

from catalog.words import stem

NUMBER = r"(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
UNIT = r"\s*-?\s*([a-z]+(?: [a-z]+)?)?"
LEAST = r"(?:at least|from)"
MOST = r"(?:up to|under|below|less than|no more than|at most|within)"
MORE = r"(?:over|above|more than|longer than|greater than|older than|beyond|past)"
FORMS = (
    (re.compile(NUMBER + r"\s*(?:to|-|through|up to)\s*" + NUMBER + UNIT), "span"),
    (re.compile(MOST + r"(?: age)?\s*" + NUMBER + UNIT), "most"),
    (re.compile(MORE + r"(?: age)?\s*" + NUMBER + UNIT), "more"),
    (re.compile(LEAST + r"(?: age)?\s*" + NUMBER + UNIT), "least"),
    (re.compile(NUMBER + UNIT + r"\s*(?:or|and)\s*(?:more|over|older)"), "least"),
    (re.compile(NUMBER + UNIT), "just"),
)  # fmt: skip
UNITS = {
    "min": "minut", "mins": "minut", "minutes": "minut", "minute": "minut",
    "hr": "hour", "hrs": "hour", "hour": "hour", "hours": "hour",
    "v": "view", "view": "view", "views": "view", "vw": "view",
    "yo": "year", "yr": "year", "yrs": "year", "year": "year", "years": "year",
    "wk": "week", "wks": "week", "week": "week", "weeks": "week",
    "cm": "cm", "sq cm": "sq cm", "square cm": "sq cm", "mg": "mg", "mcg": "mcg",
    "ml": "ml", "unit": "unit", "units": "unit", "day": "day", "days": "day",
    "level": "level", "levels": "level",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """A number or a span of numbers, and of what; "" where that is not said."""

    low: float
    high: float
    unit: str

    def fits(self, other: Measure) -> float:
        """How near another measure of the same thing comes to this one; 0: outside it.

        1 within a span; up to or from a number on, the less the farther from it.
        """
        if not (self.low <= other.low and other.high <= self.high):
            return 0.0
        if self.low == 0:
            return (1 + other.high / self.high) / 2 if self.high else 1.0
        return (1 + self.low / other.low) / 2 if self.high == inf else 1.0


def measures(text: str) -> list[Measure]:
    """The measures that a text says, in order; each number is read once."""
    text, found = text.lower(), []
    for form, kind in FORMS:
        for match in form.finditer(text):
            found.append((match.start(), _measure(kind, [*match.groups()])))
        text = form.sub(lambda match: " " * len(match[0]), text)
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]


def _measure(kind: str, groups: list[str | None]) -> Measure:
    *numbers, unit = groups
    values = [float((each or "0").replace(",", "")) for each in numbers]
    low, high = values[0], values[-1]
    if kind == "most":
        low = 0.0
    elif kind in ("more", "least"):
        low, high = low + (0.001 if kind == "more" else 0.0), inf
    return Measure(low, high, _unit(unit or ""))


def _unit(text: str) -> str:
    if text in UNITS:
        return UNITS[text]
    first = text.split()[0] if text else ""
    return UNITS.get(first, stem(first))
