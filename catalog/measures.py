"""Numbers in titles and queries: how many, how long, how large, how old."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf

from catalog.words import numbers_in_digits, stem

NUMBER = r"(\d{1,3}(?:,\d{3})+|\d*\.?\d+)"
UP = r"\s*(?:or|and)\s*(?:more|over|older|up|above)"
UNIT = r"\s*-?\s*([a-z]+(?: [a-z]+)?)?"
LEAST = r"(?:at least|from)"
MOST = r"(?:first|initial|up to|no more than|at most|within)"
UNDER = r"(?:under|below|less than|younger than|smaller than)"
DOWN = r"\s*(?:or|and)\s*(?:less|fewer|under|younger|smaller|below)"
APART = r"\s*(?:to|-|through|up to|or)\s*"
MORE = r"(?:over|above|more than|longer than|greater than|older than|beyond|past)"
FORMS = (
    (re.compile(NUMBER + r"\s*-?\s*([a-z]+)" + APART + NUMBER + UNIT), "span"),
    (re.compile(NUMBER + "()" + APART + NUMBER + UNIT), "span"),
    (re.compile(MOST + r"\s*" + NUMBER + UNIT), "most"),
    (re.compile(UNDER + r"\s*" + NUMBER + UNIT), "under"),
    (re.compile(MORE + r"\s*" + NUMBER + UNIT), "more"),
    (re.compile(LEAST + r"\s*" + NUMBER + UNIT), "least"),
    (re.compile(NUMBER + UNIT + UP), "least"),
    (re.compile(NUMBER + UNIT + DOWN), "most"),
    (re.compile(NUMBER + UNIT), "just"),
)  # fmt: skip
# Each unit as it is written, and how many of which other it is.
UNITS: dict[str, tuple[str, float]] = {
    each: (unit, many)
    for unit, many, written in (
        ("minut", 1, "min mins minute minutes"),
        ("minut", 60, "hr hrs hour hours"),
        ("cm", 1, "cm centimeter centimeters"),
        ("cm", 0.1, "mm millimeter millimeters"),
        ("cm", 2.54, "inch inches"),
        ("view", 1, "v view views vw vws"),
        ("day", 1, "day days"),
        ("day", 7, "wk wks week weeks"),
        ("day", 30.4, "mo mos month months"),
        ("day", 365, "yo yr yrs year years"),
        ("g", 1, "g gm gms gram grams"),
        ("lb", 1, "lb lbs pound pounds"),
        ("mg", 1, "mg"),
        ("mcg", 1, "mcg"),
        ("ml", 1, "ml cc"),
        ("unit", 1, "unit units"),
        ("level", 1, "level levels"),
    )
    for each in written.split()
} | dict.fromkeys(
    ("sq cm", "square cm", "square centimeter", "square centimeters"), ("sq cm", 1.0)
)
AGES = (  # of which the years are not said
    (
        re.compile(
            r"\bage[sd]? (\d+)(?:(\s*(?:to|through|-)\s*)(\d+))?\b(?: years?\b)?"
            r"(?!\s*-?\s*(?:mo|month|wk|week|day)s?\b)"
        ),
        r"\1\2\3 years",
    ),
    (re.compile(r"\b(\d+)(?= (?:or|and) older)"), r"\1 years"),
)
# Signs and halves as words, before anything is read.
SIGNS = (
    (re.compile(r"(?:>=|=>|\u2265)\s*(?=\d)"), "at least "),
    (re.compile(r"(?:<=|=<|\u2264)\s*(?=\d)"), "up to "),
    (re.compile(r">\s*(?=\d)"), "over "),
    (re.compile(r"<\s*(?=\d)"), "under "),
    (re.compile(r"(\d)\s*\+\s*([a-z]+)"), r"\1 \2 or more"),
    (re.compile(r"(\d)\s*y[/.]\s?o\b"), r"\1 yo"),
    (re.compile(r"\bhalf(?: an?| of an?)?[ -]*(?:hour|hr)\b"), "30 minutes"),
    (re.compile(r"(\d)\s+1/2\b"), r"\1.5"),
    (re.compile(r"(?<![\d/])1/2\b"), "0.5"),
)
KNOWN = frozenset({unit for unit, _ in UNITS.values()} | {"grade", "group"})
GRADE = re.compile(r"\b(level|lvl|group)\s*(\d)\b")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number or a span of numbers, and of what; "" where that is not said."""

    low: float
    high: float
    unit: str

    def comparable(self, other: Measure) -> bool:
        """Whether both count the same, or may: things that are named in many ways."""
        return self.unit == other.unit or not {self.unit, other.unit} & KNOWN

    def fits(self, other: Measure) -> float:
        """How near another measure of the same thing comes to this one, -1 to 1.

        1 within a span; up to or from a number on, the less the farther from it; below
        0 where it is in part outside, and below -0.5 all of it, the less the farther.
        """
        if not (self.low <= other.low and other.high <= self.high):
            apart = max(self.low, other.low) > min(self.high, other.high)
            return (self._near(other) - 1 - apart) / 2
        if self.low == 0:
            return other.high / self.high if self.high else 1.0
        return self.low / other.low if self.high == inf and other.low else 1.0

    def _near(self, other: Measure) -> float:
        """What part the smaller is of the larger, where the two come nearest."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return min(1.0, high / low) if low else 1.0


def measures(text: str) -> list[Measure]:
    """The measures that a text says, in order; each number is read once."""
    text, found = numbers_in_digits(text.lower()), []
    for said, written in (*SIGNS, *AGES):
        text = said.sub(written, text)
    for match in GRADE.finditer(text):
        level, unit = float(match[2]), "group" if match[1] == "group" else "grade"
        found.append((match.start(), Measure(level, level, unit)))
    text = GRADE.sub(lambda match: " " * len(match[0]), text)
    for form, kind in FORMS:
        for match in form.finditer(text):
            found.append((match.start(), _measure(kind, [*match.groups()])))
        text = form.sub(lambda match: " " * len(match[0]), text)
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]


def _measure(kind: str, groups: list[str | None]) -> Measure:
    unit, many = _unit(groups[-1] or "")
    low = high = _number(groups[-2]) * many
    if kind == "span":
        own, each = _unit(groups[1] or "")
        low = _number(groups[0]) * (each if own == unit else many)
    elif kind in ("most", "under"):
        low, high = 0.0, high - (0.001 if kind == "under" else 0.0)
    elif kind in ("more", "least"):
        low, high = low + (0.001 if kind == "more" else 0.0), inf
    return Measure(low, high, unit)


def _number(text: str | None) -> float:
    return float((text or "0").replace(",", ""))


def _unit(text: str) -> tuple[str, float]:
    """What a number counts, and how many of that one is."""
    if text in UNITS:
        return UNITS[text]
    first = text.split()[0] if text else ""
    return UNITS.get(first, (stem(first), 1.0))
