"""What the edits read and find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from catalog.policy import Parameter
from catalog.records import AddOnEdit, EditPair, UnitLimit
from server.rules.claim import Doubt


class Verdict(StrEnum):
    """What an edit says of a line."""

    DENIED = "denied"
    BYPASSED = "bypassed"  # an edit stands there, and a modifier answers it
    WITHIN = "within_limit"
    UNKNOWN_LIMIT = "unknown_limit"  # CMS publishes none: not the same as unlimited
    PAYABLE = "payable"
    CONTRACTOR = "contractor_decides"
    NOT_CHECKED = "not_checked"  # no table for that date is loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class EditFacts:
    """Everything the edits need to know, read before any of them runs.

    A table that is not loaded is ``None``: nothing was checked against it.
    """

    pairs: Sequence[EditPair] | None
    limits: Mapping[str, UnitLimit | None] | None  # by code
    add_ons: Mapping[str, Sequence[AddOnEdit]] | None  # by add-on code
    global_days: Mapping[str, str] | None  # by code
    visits: frozenset[str]  # codes for evaluation and management
    modifiers: Mapping[str, Parameter]
    denied: frozenset[int] = frozenset()  # lines that an earlier edit denies


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFinding:
    """An edit between two lines: column 1 is paid, column 2 is denied."""

    column1: str
    column2: str
    column1_line: int
    column2_line: int
    modifier_indicator: str
    verdict: Verdict
    because: str
    rationale: str
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFinding:
    """One code's units on one day against its limit."""

    code: str
    lines: tuple[int, ...]
    units: int
    limit: int | None
    adjudication: str
    verdict: Verdict
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOnFinding:
    """An add-on code and the primary code it needs."""

    code: str
    line: int
    verdict: Verdict
    primaries: tuple[str, ...] = field(repr=False)
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalFinding:
    """A visit on the day of a procedure whose payment includes it."""

    visit: str
    visit_line: int
    procedure: str
    procedure_line: int
    global_days: str
    verdict: Verdict
    because: str


Finding = PairFinding | UnitFinding | AddOnFinding | GlobalFinding
