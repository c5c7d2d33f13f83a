"""Price a file of claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path

from catalog.queries import Catalog
from server.bundling_card import doubts_of_edits
from server.claim_file import Row, billed_at, billed_by, located, read_line
from server.claim_runs import Answer, Tick, run_claims
from server.edit_tables import PRACTITIONER
from server.editing import edit_priced
from server.places import place_named
from server.pricing import Priced, price_lines
from server.results import confidence
from server.rules.claim import Doubt, Level, Line
from server.unmodelled import left_out

RESULT = ("status", "allowed", "because", "priced_for", "release", "confidence",
          "doubts")  # fmt: skip


@dataclass(slots=True)
class Tally:
    """What became of a file's rows."""

    rows: int = 0
    priced: int = 0
    not_paid: int = 0
    unpriced: int = 0
    refused: int = 0
    allowed: Decimal = field(default=Decimal("0.00"))


def reprice(
    catalog: Catalog,
    source: Path,
    priced: Path,
    refused: Path,
    tick: Tick,
    *,
    edits: bool = False,
) -> Tally:
    """Read claims from one file; write what they are allowed, and the rows refused.

    With ``edits`` what the edits leave of each claim is priced.

    Raises:
        RequestError: as ``run_claims``.
    """
    tally = Tally()
    counts = run_claims(
        source,
        priced,
        refused,
        RESULT,
        partial(read_line, catalog),
        partial(_price, catalog, tally, edits),
        tick,
    )
    tally.rows, tally.refused = counts.rows, counts.refused
    return tally


def _price(
    catalog: Catalog,
    tally: Tally,
    edits: bool,
    first: Row,
    lines: Sequence[Line],
    refused: int,
) -> list[Answer]:
    on = lines[0].on
    priced = price_lines(
        catalog,
        lines,
        place=place_named(catalog, billed_at(first), on),
        at=located(catalog, first, on),
        who=billed_by(first),
    )
    more: list[Doubt] = []
    if edits:
        edited = edit_priced(catalog, lines, PRACTITIONER, priced, unread=refused)
        priced, more = edited.priced or priced, doubts_of_edits(edited)
    missing = list(left_out(priced))
    return [
        _outcome(priced, line, [*_doubted(missing, line), *more], tally)
        for line in lines
    ]


def _doubted(missing: Iterable[tuple[int, str]], line: Line) -> Iterator[Doubt]:
    return (Doubt(Level.MEDIUM, said) for n, said in missing if n == line.number)


def _outcome(priced: Priced, line: Line, more: Sequence[Doubt], tally: Tally) -> Answer:
    claim, known = priced.claim, priced.facts.lines[line.number]
    reason = claim.reason(line)
    if reason is not None:
        tally.unpriced += 1
        status, amount, because = "unpriced", "", reason
    else:
        last = claim.last(line)
        assert last is not None  # noqa: S101 - a line is priced or unpriced
        status = "priced" if last.paid else "not_paid"
        tally.priced += last.paid
        tally.not_paid += not last.paid
        tally.allowed += last.amount
        amount, because = str(last.amount), last.because
    doubts = [*priced.doubts_of(line), *more]
    sure = confidence(doubts)
    place = f"{known.gpci.mac}-{known.gpci.locality}" if known.gpci else "national"
    why = "; ".join(sure.because) if doubts else ""
    release = known.fees.release.name
    return (status, amount, because, place, release, sure.level.value, why)
