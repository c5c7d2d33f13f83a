"""What the edits read and find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

from catalog.policy import Parameter
from catalog.records import AddOnEdit, EditPair, UnitLimit
from server.rules.claim import Cited, Doubt, Line


class Verdict(StrEnum):
    """What an edit says of a line."""

    DENIED = "denied"
    BYPASSED = "bypassed"  # an edit stands there, and a modifier answers it
    CONTRADICTS = "contradicts"  # not denied, and not paid as it was meant
    WITHIN = "within_limit"
    UNKNOWN_LIMIT = "unknown_limit"  # CMS publishes none: not the same as unlimited
    PAYABLE = "payable"
    CONTRACTOR = "contractor_decides"
    NOT_CHECKED = "not_checked"  # no published rule decides it


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """What the tables in force on one day say of a claim's codes.

    A table that is not loaded is ``None``: nothing was checked against it.
    """

    pairs: Sequence[EditPair] | None
    limits: Mapping[str, UnitLimit | None] | None  # by code
    add_ons: Mapping[str, Sequence[AddOnEdit]] | None  # by add-on code
    global_days: Mapping[str, str] | None  # by code
    visits: frozenset[str]  # codes for evaluation and management, without add-ons
    evaluations: frozenset[str]  # those, and the add-ons to them
    new: frozenset[str]  # visits of a new patient
    established: frozenset[str]  # and of one that is known
    bilateral: Mapping[str, str]  # by code: the indicator, where the schedule has it
    modifiers: Mapping[str, Parameter]
    sources: Mapping[str, Cited]  # by edit: the table that it reads


@dataclass(frozen=True, slots=True, kw_only=True)
class EditFacts:
    """Everything the edits need to know, read before any of them runs."""

    days: Mapping[date, DayFacts]
    incomplete: bool = False  # a line of the claim could not be read
    hospital: bool = False  # an outpatient hospital's claim, else a practitioner's
    refused: frozenset[int] = frozenset()  # lines that are not paid by themselves
    denied: frozenset[int] = frozenset()  # those, and what an earlier edit denies
    correctable: frozenset[int] = frozenset()  # of these, by what is wrong on the line

    def of(self, line: Line) -> DayFacts:
        """What is known on a line's own day."""
        return self.days[line.on]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A circumstance in which a line is right, and what then says so on the claim."""

    when: str  # what must have happened
    modifiers: tuple[str, ...]  # that say it, the most telling first
    line: int  # that carries it
    document: str  # what the record must show


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFinding:
    """An edit between two lines: column 1 is paid, column 2 is denied."""

    rule: ClassVar[str] = "ncci_edits"
    column1: str
    column2: str
    column1_line: int
    column2_line: int
    modifier_indicator: str
    verdict: Verdict
    because: str
    source: Cited
    rationale: str | None  # None: the file does not say
    bypassed_by: str | None = None
    bypassed_on_line: int | None = None  # the line that carries it
    accepted_since: date | None = None
    suggestions: tuple[Suggestion, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def about(self) -> tuple[int, ...]:
        """The lines whose payment hangs on it."""
        return (self.column2_line,)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFinding:
    """One code's units on one day against its limit."""

    rule: ClassVar[str] = "unit_limits"
    code: str
    lines: tuple[int, ...]
    units: int
    mue: int | None  # None: CMS publishes none
    mai: str | None
    verdict: Verdict
    because: str
    source: Cited
    suggestions: tuple[Suggestion, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def about(self) -> tuple[int, ...]:
        """The lines whose payment hangs on it."""
        return self.lines


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOnFinding:
    """An add-on code and the primary code it needs."""

    rule: ClassVar[str] = "add_on_codes"
    code: str
    line: int
    verdict: Verdict
    primaries: tuple[str, ...] = field(repr=False)
    because: str
    source: Cited
    suggestions: tuple[Suggestion, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def about(self) -> tuple[int, ...]:
        """The lines whose payment hangs on it."""
        return (self.line,)


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalFinding:
    """A service within the days that a procedure's payment includes."""

    rule: ClassVar[str] = "global_periods"
    code: str
    line: int
    procedure: str
    procedure_line: int
    global_days: str
    days_after: int  # the procedure; -1: the day before
    verdict: Verdict
    because: str
    source: Cited
    suggestions: tuple[Suggestion, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def about(self) -> tuple[int, ...]:
        """The lines whose payment hangs on it."""
        return (self.line,)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFinding:
    """What a line's own modifiers, or a line just like it, keep it from being paid."""

    rule: str
    code: str
    line: int
    modifiers: tuple[str, ...]  # that it is about
    verdict: Verdict
    because: str
    source: Cited
    suggestions: tuple[Suggestion, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def about(self) -> tuple[int, ...]:
        """The lines whose payment hangs on it."""
        return (self.line,)


Finding = PairFinding | UnitFinding | AddOnFinding | GlobalFinding | LineFinding


def correctable_by(finding: Finding) -> tuple[int, ...]:
    """The lines that a finding denies for something that is to be put right.

    Too many units, modifiers that exclude one another, the same line twice: unlike a
    limit of 0 or a pair, these say nothing of what the code is paid for.
    """
    wrong = isinstance(finding, LineFinding) or (
        isinstance(finding, UnitFinding) and bool(finding.mue)
    )
    return denied_by(finding) if wrong else ()


def denied_by(finding: Finding) -> tuple[int, ...]:
    """The lines that a finding denies; none, unless that is its verdict."""
    return finding.about if finding.verdict is Verdict.DENIED else ()
