"""The values rules read and yield."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from catalog.holding import Held
from catalog.policy import Citation, Parameter
from catalog.records import Gpci, PhysicianFee, PlaceOfService, Release
from server.money import ZERO

Cited = Release | Citation


class Level(StrEnum):
    """How far something can be trusted, best first."""

    HIGH = "high"  # CMS's own figure or formula, from the release in force
    MEDIUM = "medium"  # something was assumed
    LOW = "low"  # editorial, reported by users, or priced by the contractor


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason to trust an answer less."""

    level: Level
    because: str


def doubts_of(*held: Held) -> list[Doubt]:
    """A doubt for each release that answers although it is not the one in force."""
    return [
        Doubt(
            Level.MEDIUM,
            f"{each.release.title.removesuffix(f', {each.release.name}')}: "
            f"{each.release.name} answers; {each.wanted}, in force on that date, is "
            "not loaded",
        )
        for each in held
        if not each.in_force
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One service on a claim."""

    number: int  # from 1, as on the claim form
    code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    charge: Decimal | None = None
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one rule did to one line, and on whose authority."""

    line: int
    rule: str
    amount: Decimal  # after this step
    because: str
    sources: tuple[Cited, ...]  # the one that decided first
    paid: bool = True  # False: Medicare pays nothing for the line, and why
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpriced:
    """Why no rule can price a line: it stays out of the total and of later rules."""

    line: int
    rule: str
    because: str
    sources: tuple[Cited, ...]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """What the catalog knows of one line's code on its date."""

    rows: Mapping[str, PhysicianFee]  # by the row's modifier: "", "26", "TC", "53"
    fees: Held
    place: PlaceOfService
    place_held: Held
    gpci: Gpci | None  # None: national, every index is 1
    gpci_held: Held | None
    conversion_factor: Decimal
    factor_source: Cited
    elsewhere: str = ""  # the schedule that prices the code, where this one does not
    elsewhere_source: Release | None = None
    doubts: tuple[Doubt, ...] = ()  # of anything above: they hold for the whole line

    @property
    def facility(self) -> bool:
        """Whether the place is paid the facility rate."""
        return self.place.rate == "facility"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything the rules need to know about one claim, read before any rule runs."""

    lines: Mapping[int, LineFacts]  # by line number
    parameters: Mapping[str, Parameter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One patient's services, with every step taken so far."""

    lines: tuple[Line, ...]
    steps: tuple[Step, ...] = ()
    unpriced: tuple[Unpriced, ...] = ()

    @property
    def open(self) -> tuple[Line, ...]:
        """The lines that may still be priced: neither unpriced nor found not paid."""
        closed = {each.line for each in self.unpriced}
        closed |= {step.line for step in self.steps if not step.paid}
        return tuple(line for line in self.lines if line.number not in closed)

    @property
    def priced(self) -> tuple[Line, ...]:
        """The open lines that some rule has given an amount."""
        started = {step.line for step in self.steps}
        return tuple(line for line in self.open if line.number in started)

    def amount(self, line: Line) -> Decimal | None:
        """What a line stands at: its last step's amount; ``None`` without a step."""
        return next(
            (s.amount for s in reversed(self.steps) if s.line == line.number), None
        )

    @property
    def total(self) -> Decimal | None:
        """The sum of the lines' amounts; ``None`` where no line has one."""
        amounts = [each for each in map(self.amount, self.lines) if each is not None]
        return sum(amounts, ZERO) if amounts else None

    def with_outcomes(self, outcomes: Iterable[Step | Unpriced]) -> Claim:
        """This claim with more steps at its end."""
        found = tuple(outcomes)
        return replace(
            self,
            steps=(*self.steps, *(each for each in found if isinstance(each, Step))),
            unpriced=(
                *self.unpriced,
                *(each for each in found if isinstance(each, Unpriced)),
            ),
        )
