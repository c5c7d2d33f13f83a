"""Where a service is done: the payment locality, and the place of service."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from catalog.errors import NotLoaded, UnknownPlace
from catalog.holding import Held
from catalog.queries import Catalog
from catalog.records import Gpci, PlaceOfService
from server.errors import RequestError
from server.rules.claim import Doubt, Level, doubts_of

OFFICE, OUTPATIENT_HOSPITAL = "11", "22"
LOCALITY = re.compile(r"(\d{5})-?(\d{2})")
ZIP_CODE = re.compile(r"(\d{5})(?:-?\d{4})?")
SOUTHERN, NORTHERN = "01182", "01112"  # California's two carriers
SOUTHERN_LOCALITIES = ("17", "18", "71", "72", "73", "74")


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The payment locality of a claim; without one, the nation."""

    gpci: Gpci | None = None
    held: Held | None = None
    zip_held: Held | None = None
    others: tuple[Gpci, ...] = ()  # where else a ZIP that crosses a border may lie
    doubts: tuple[Doubt, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Such as "10112-00", or "national"."""
        return f"{self.gpci.mac}-{self.gpci.locality}" if self.gpci else "national"

    @property
    def name(self) -> str:
        """CMS's name of it."""
        return self.gpci.name if self.gpci else "National, unadjusted"


NATIONAL = Where()


def where(
    catalog: Catalog, on: date, *, zip_code: str | None, locality: str | None
) -> Where:
    """The locality of a ZIP code, or the one named; the nation without either.

    Raises:
        RequestError: both are given, or one has the wrong form.
        UnknownPlace: CMS lists no such place.
        NotLoaded: no table of that year is loaded.
    """
    if zip_code and locality:
        raise RequestError("Send zip_code or locality, not both.")
    if zip_code == "" or locality == "":
        raise RequestError(
            "zip_code or locality is empty: send one, or leave it out for national "
            "amounts."
        )
    if zip_code:
        return _of_zip(catalog, on, zip_code)
    return _of_locality(catalog, on, locality) if locality else NATIONAL


def _of_locality(catalog: Catalog, on: date, locality: str) -> Where:
    found = LOCALITY.fullmatch(locality.strip())
    if not found:
        raise RequestError(
            f"{locality!r} is no locality: send carrier and locality, such as 10112-00."
        )
    gpci = locality_indices(catalog, found[1], found[2], on)
    if gpci is None:
        others = [
            f"{g.mac}-{g.locality}" for g in catalog.gpcis(on) if g.mac == found[1]
        ]
        known = f" Carrier {found[1]} has {', '.join(others)}." if others else ""
        raise UnknownPlace(
            f"CMS lists no locality {locality!r} on {on}.{known} Send another, or a "
            "zip_code."
        )
    held = catalog.held("gpci", on)
    return Where(gpci=gpci, held=held, doubts=tuple(doubts_of(held)))


def locality_indices(
    catalog: Catalog, mac: str, locality: str, on: date
) -> Gpci | None:
    """Some files put southern California under the northern carrier."""
    found = catalog.gpci(mac, locality, on)
    if found is None and mac == NORTHERN and locality in SOUTHERN_LOCALITIES:
        return catalog.gpci(SOUTHERN, locality, on)
    return found


def on_day(catalog: Catalog, at: Where, day: date) -> Where:
    """The same locality on another day: its indices are those of that year.

    Raises:
        NotLoaded: no indices of that year are loaded.
    """
    if at.gpci is None or at.held is None:
        return at
    held = catalog.held("gpci", day)
    if held.release.id == at.held.release.id:
        return at
    there = _of_locality(catalog, day, at.id)
    return replace(there, zip_held=at.zip_held, doubts=(*at.doubts, *there.doubts))


def _of_zip(catalog: Catalog, on: date, zip_code: str) -> Where:
    found = ZIP_CODE.fullmatch(zip_code.strip())
    if not found:
        raise RequestError(f"{zip_code!r} is no ZIP code: send five digits.")
    try:
        held = catalog.held("zip_localities", on)
    except NotLoaded as error:
        raise RequestError(f"{error} Or send locality, such as 10112-00.") from error
    row = catalog.zip_locality(found[1], on)
    if row is None:
        raise UnknownPlace(
            f"CMS lists no ZIP code {found[1]} in {held.release.name}. Send the ZIP "
            "code of the place of service, or locality, such as 10112-00."
        )
    base = _of_locality(catalog, on, f"{row.carrier}-{row.locality}")
    doubts = (*doubts_of(held), *base.doubts)
    if not row.crosses:
        return replace(base, zip_held=held, doubts=doubts)
    return _crossing(catalog, on, found[1], replace(base, zip_held=held, doubts=doubts))


def _crossing(catalog: Catalog, on: date, zip_code: str, base: Where) -> Where:
    near = catalog.localities_near(zip_code, on)
    own = (base.gpci.mac, base.gpci.locality) if base.gpci else ("", "")
    others = [catalog.gpci(*place, on) for place in near if place != own]
    found = tuple(each for each in others if each)
    untold = "" if found else " Which the others are, the loaded file does not tell."
    said = (
        f"ZIP code {zip_code} lies in more than one payment locality; {base.id} "
        f"({base.name}) is the one CMS lists for its five digits. Claims need the "
        f"ZIP+4 there, and only it tells.{untold}"
    )
    return replace(
        base,
        others=found,
        doubts=(*base.doubts, Doubt(Level.MEDIUM, said)),
        warnings=(said,),
    )


def place_if_listed(catalog: Catalog, code: str, on: date) -> PlaceOfService | None:
    """A place that CMS has assigned; ``None`` where no list of that date is loaded.

    Raises:
        UnknownPlace: CMS has not.
    """
    try:
        return place_named(catalog, code, on)
    except NotLoaded:
        return None


def place_named(catalog: Catalog, code: str, on: date) -> PlaceOfService:
    """A place CMS has assigned.

    Raises:
        UnknownPlace: CMS has not.
    """
    text = code.strip().zfill(2)
    place = catalog.place_of_service(text, on)
    if place is None or place.rate == "unassigned":
        raise UnknownPlace(
            f"{code!r} is no place-of-service code that CMS has assigned. Send two "
            "digits, such as 11 (office), 22 (outpatient hospital) or 21 (inpatient)."
        )
    return place
