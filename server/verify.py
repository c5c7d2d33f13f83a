"""Recompute CMS's published amounts with the project's own rules.

A payment file (PFALL, PFREV) lists fees before the OPPS cap; OPPSCAP lists amounts
after it. Neither says from which quarter's release it was made: each loaded release
that may be the one is compared, and said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from catalog.editions import Hints
from catalog.errors import ImportFailed, NotInCatalog
from catalog.queries import Catalog
from catalog.recognise import Found, recognise
from catalog.records import Gpci, OppsCap, PaymentAmount, PhysicianFee, Release
from server.places import locality_indices
from server.rules.physician_fee import priced

SHOWN = 5
Published = PaymentAmount | OppsCap
Amounts = tuple[Decimal, Decimal]


@dataclass(kw_only=True)
class Agreement:
    """How far one file agrees with one release."""

    file: str
    release: Release
    rows: Counter[str] = field(default_factory=Counter)  # by status, "" for fees
    amounts: int = 0
    agreeing: int = 0
    differences: list[str] = field(default_factory=list)
    not_compared: int = 0  # rows whose code or locality the release does not list

    @property
    def whole(self) -> bool:
        """Whether every amount of the file agrees to the cent."""
        return (
            self.amounts > 0
            and self.agreeing == self.amounts
            and (not self.not_compared)
        )


def verify(catalog: Catalog, path: Path) -> Iterator[Agreement]:
    """Compare a file's amounts with ours, for each release it may belong to.

    Raises:
        ImportFailed: it is no file of amounts.
        NotInCatalog: no release it may belong to is loaded.
    """
    tables = [each for each in recognise(path, Hints()) if each.dataset in CHECKS]
    if not tables:
        raise ImportFailed(
            f"{path.name}: holds no published amounts. Give a payment file (PFALL, "
            "PFREV) or an OPPSCAP file."
        )
    for table in tables:
        for release in _candidates(catalog, table):
            yield _compare(catalog, table, release)


def _candidates(catalog: Catalog, table: Found) -> list[Release]:
    edition = table.edition
    releases = catalog.releases("physician_fees")
    if table.dataset == "payment_amounts":
        year = edition.effective_from.year
        found = [each for each in releases if each.effective_from.year == year]
    else:
        found = [each for each in releases if fnmatchcase(each.name, edition.name)]
    if not found:
        names = ", ".join(release.name for release in releases)
        raise NotInCatalog(
            f"{table.table.name} belongs to {edition.name}, of which no relative value "
            f"release is loaded ({names}). Import it first."
        )
    return found


def _compare(catalog: Catalog, table: Found, release: Release) -> Agreement:
    found = Agreement(file=table.table.name, release=release)
    ours = CHECKS[table.dataset](catalog, release)
    for row in table.layout.read(table.table):
        assert isinstance(row, (PaymentAmount, OppsCap))  # noqa: S101 - CHECKS says so
        computed = ours(row)
        if computed is None:
            found.not_compared += 1
            continue
        found.rows[row.status if isinstance(row, OppsCap) else ""] += 1
        for name, published, own in (
            ("non-facility", row.nonfacility, computed[0]),
            ("facility", row.facility, computed[1]),
        ):
            found.amounts += 1
            found.agreeing += published == own
            if published != own and len(found.differences) < SHOWN:
                found.differences.append(
                    f"{row.code} {row.modifier} {row.carrier}-{row.locality} {name}: "
                    f"CMS {published}, ours {own}"
                )
    return found


def _rows_of(
    catalog: Catalog, release: Release
) -> Callable[[str], dict[str, PhysicianFee]]:
    on = release.effective_from

    @cache
    def rows(code: str) -> dict[str, PhysicianFee]:
        return catalog.fees([code], on).get(code, {})

    return rows


def _indices_of(
    catalog: Catalog, release: Release
) -> Callable[[str, str], Gpci | None]:
    on = release.effective_from

    @cache
    def indices(carrier: str, locality: str) -> Gpci | None:
        return locality_indices(catalog, carrier, locality, on)

    return indices


def _fees(catalog: Catalog, release: Release) -> Callable[[Published], Amounts | None]:
    """Amounts before the cap, also where the place is flagged NA: CMS prints both."""
    rows, indices = _rows_of(catalog, release), _indices_of(catalog, release)

    def ours(published: Published) -> Amounts | None:
        row = rows(published.code).get(published.modifier)
        gpci = indices(published.carrier, published.locality)
        if row is None or gpci is None:
            return None
        factor = row.conversion_factor
        return (
            priced(row.work, row.pe_nonfacility, row.mp, gpci, factor),
            priced(row.work, row.pe_facility, row.mp, gpci, factor),
        )

    return ours


def _caps(catalog: Catalog, release: Release) -> Callable[[Published], Amounts | None]:
    """Capped amounts; for contractor-priced codes their ceiling.

    The work of a contractor-priced whole is that of its 26 row: its own is blank.
    """
    rows, indices = _rows_of(catalog, release), _indices_of(catalog, release)

    def ours(published: Published) -> Amounts | None:
        of_code = rows(published.code)
        row = of_code.get(published.modifier)
        gpci = indices(published.carrier, published.locality)
        if row is None or gpci is None:
            return None
        reading = of_code.get("26")
        whole = row.status == "C" and row.modifier == "" and reading is not None
        work = reading.work if whole and reading else row.work
        factor = row.conversion_factor
        return (
            priced(work, row.opps_pe_nonfacility, row.opps_mp, gpci, factor),
            priced(work, row.opps_pe_facility, row.opps_mp, gpci, factor),
        )

    return ours


CHECKS = {"payment_amounts": _fees, "opps_caps": _caps}
