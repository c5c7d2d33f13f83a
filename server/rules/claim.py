"""The values rules read and yield."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from catalog.holding import Held
from catalog.policy import Citation, Parameter
from catalog.records import (
    DrugLimit,
    Gpci,
    LabFee,
    PhysicianFee,
    PlaceOfService,
    Release,
)
from server.money import ZERO

Cited = Release | Citation
PHYSICIAN = "physician"
FEE_SCHEDULE = "physician_fee"  # the rule that begins a line of the fee schedule


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
    minutes: int | None = None  # of anesthesia
    postoperative_days: int | None = None  # of care taken over (55)
    on: date

    @property
    def tie(self) -> tuple[Decimal, str, int, tuple[str, ...], tuple[int, ...]]:
        """What decides between lines of equal amounts: the least is first.

        The one that its charge bounds least, then by code, modifiers and units; never
        the order on the claim, which must change no total.
        """
        charge = Decimal("-Infinity") if self.charge is None else -self.charge
        counts = (self.units, self.minutes or 0, self.postoperative_days or 0)
        return (charge, self.code, len(self.modifiers), self.modifiers, counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one rule did to one line, and on whose authority."""

    line: int
    rule: str
    amount: Decimal  # after this step
    because: str
    sources: tuple[Cited, ...]  # the one that decided first
    paid: bool = True  # False: Medicare pays nothing for the line, and why
    per_unit: bool = False  # the amount is one unit's: ``units_of_service`` comes yet
    technical: Decimal | None = None  # the technical part of it, once a rule splits it
    technical_units: tuple[Decimal, ...] = ()  # the same by unit, where units differ
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
class AnesthesiaFacts:
    """What an anesthesia code is priced with at one place."""

    base_units: int
    base_release: Release
    factor: Decimal | None  # dollars per unit; None: none of that year is loaded
    factor_source: Cited | None


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
    parameters: Mapping[str, Parameter]  # "rule.name": those in force on the date
    endoscopic_base: PhysicianFee | None = None  # of a family's other members
    lab: LabFee | None = None
    lab_release: Release | None = None
    drug: DrugLimit | None = None
    drug_release: Release | None = None
    anesthesia: AnesthesiaFacts | None = None
    missing: tuple[str, ...] = ()  # other schedules of that date that are not loaded
    doubts: tuple[Doubt, ...] = ()  # of anything above: they hold for the whole line

    @property
    def facility(self) -> bool:
        """Whether the place is paid the facility rate."""
        return self.place.rate == "facility"

    def asked(self, modifiers: tuple[str, ...]) -> PhysicianFee | None:
        """The row that a line's modifiers ask for; the whole where none does."""
        return asked_row(self.rows, modifiers)

    @property
    def whole(self) -> PhysicianFee | None:
        """The row that says what the code is: the whole, else its first part."""
        return self.rows.get("") or next(iter(self.rows.values()), None)


def asked_row(
    rows: Mapping[str, PhysicianFee], modifiers: tuple[str, ...]
) -> PhysicianFee | None:
    """The row of the first modifier that has one, else the whole, else the first."""
    part = next((each for each in modifiers if each in rows), "")
    return rows.get(part) or next(iter(rows.values()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything the rules need to know about one claim, read before any rule runs."""

    lines: Mapping[int, LineFacts]  # by line number


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One patient's services, with every step taken so far.

    Nothing of it changes, so what its steps come to is worked out once.
    """

    lines: tuple[Line, ...]
    practitioner: str = PHYSICIAN
    participating: bool = True
    steps: tuple[Step, ...] = ()
    unpriced: tuple[Unpriced, ...] = ()

    @cached_property
    def _last(self) -> dict[int, Step]:
        return {step.line: step for step in self.steps}

    @cached_property
    def _by_line(self) -> dict[int, list[Step]]:
        found: dict[int, list[Step]] = {}
        for step in self.steps:
            found.setdefault(step.line, []).append(step)
        return found

    @cached_property
    def _first_rule(self) -> dict[int, str]:
        return {step.line: step.rule for step in reversed(self.steps)}

    @cached_property
    def open(self) -> tuple[Line, ...]:
        """The lines that may still be priced: neither unpriced nor found not paid."""
        closed = {each.line for each in self.unpriced}
        closed |= {step.line for step in self.steps if not step.paid}
        return tuple(line for line in self.lines if line.number not in closed)

    @cached_property
    def priced(self) -> tuple[Line, ...]:
        """The open lines that some rule has given an amount."""
        return tuple(line for line in self.open if line.number in self._last)

    @cached_property
    def waiting(self) -> tuple[Line, ...]:
        """The open lines that no rule has given an amount yet."""
        return tuple(line for line in self.open if line.number not in self._last)

    @cached_property
    def on_schedule(self) -> tuple[Line, ...]:
        """The priced lines whose amount the physician fee schedule began."""
        return tuple(
            line for line in self.priced if self.began_with(line) == FEE_SCHEDULE
        )

    def began_with(self, line: Line) -> str:
        """The rule that gave a priced line its first amount."""
        return self._first_rule[line.number]

    def steps_of(self, line: Line) -> list[Step]:
        """Every step of a line, in order."""
        return self._by_line.get(line.number, [])

    def last(self, line: Line) -> Step | None:
        """A line's last step."""
        return self._last.get(line.number)

    def reason(self, line: Line) -> str | None:
        """Why a line has no price; ``None``: it has one, or is found not paid."""
        return next(
            (each.because for each in self.unpriced if each.line == line.number), None
        )

    def amount(self, line: Line) -> Decimal | None:
        """What a line stands at: its last step's amount; ``None`` without a step."""
        last = self.last(line)
        return last.amount if last else None

    def standing(self, line: Line) -> Decimal:
        """What a priced line stands at."""
        return self._last[line.number].amount

    def technical(self, line: Line) -> Decimal | None:
        """The technical part of a line's amount, where a rule has split it."""
        last = self.last(line)
        return last.technical if last else None

    @property
    def total(self) -> Decimal | None:
        """The sum of the lines' amounts; ``None`` where no line has one.

        A line that a later rule found it cannot price is no part of it.
        """
        unpriced = {each.line for each in self.unpriced}
        found = [n for n in self._last if n not in unpriced]
        return sum((self._last[n].amount for n in found), ZERO) if found else None

    def with_outcomes(self, outcomes: Iterable[Step | Unpriced]) -> Claim:
        """This claim with more steps at its end; itself, where there are none."""
        found = tuple(outcomes)
        if not found:
            return self
        steps = tuple(each for each in found if isinstance(each, Step))
        unpriced = tuple(each for each in found if isinstance(each, Unpriced))
        return Claim(
            lines=self.lines,
            practitioner=self.practitioner,
            participating=self.participating,
            steps=self.steps + steps,
            unpriced=self.unpriced + unpriced,
        )
