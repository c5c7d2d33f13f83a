"""Which table keeps which record, and the version of all of them."""

from __future__ import annotations

from importlib import resources
from typing import Any

from catalog.records import (
    AddOnEdit,
    AnesthesiaBase,
    AnesthesiaFactor,
    Category,
    Descriptor,
    DrugLimit,
    EditPair,
    Gpci,
    HcpcsCode,
    HcpcsModifier,
    LabFee,
    LocalityCounties,
    PhysicianFee,
    PlaceOfService,
    UnitLimit,
    ZipLocality,
)

# Raise it when schema.sql changes, or what stands in its tables: older files are
# made anew, or refused where something was imported into them.
SCHEMA = "2"

TABLES: dict[type[Any], str] = {
    PhysicianFee: "physician_fee",
    Descriptor: "descriptor",
    Gpci: "gpci",
    AnesthesiaFactor: "anesthesia_factor",
    AnesthesiaBase: "anesthesia_base",
    LocalityCounties: "locality_counties",
    ZipLocality: "zip_locality",
    EditPair: "edit_pair",
    UnitLimit: "unit_limit",
    AddOnEdit: "add_on_edit",
    HcpcsCode: "hcpcs_code",
    HcpcsModifier: "hcpcs_modifier",
    LabFee: "lab_fee",
    DrugLimit: "drug_limit",
    Category: "category",
    PlaceOfService: "place_of_service",
}


def schema() -> str:
    """The tables of a catalog, as SQL."""
    return resources.files("catalog").joinpath("schema.sql").read_text("utf-8")
