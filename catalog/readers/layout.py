"""What a reader says of the file layout it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from catalog.editions import Edition, Head
from catalog.published import Table
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
    OppsCap,
    PaymentAmount,
    PhysicianFee,
    PlaceOfService,
    UnitLimit,
    ZipLocality,
)

Record = (
    PhysicianFee
    | Descriptor
    | Gpci
    | AnesthesiaFactor
    | AnesthesiaBase
    | LocalityCounties
    | ZipLocality
    | EditPair
    | UnitLimit
    | AddOnEdit
    | HcpcsCode
    | HcpcsModifier
    | LabFee
    | DrugLimit
    | Category
    | PlaceOfService
    | OppsCap
    | PaymentAmount
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One way CMS lays out one dataset."""

    name: str  # for messages: what the file is called among billers
    dataset: Callable[[Head], str]  # a name of catalog/datasets.py
    recognises: Callable[[Head], bool]
    edition: Callable[[Head], Edition]
    read: Callable[[Table], Iterator[Record]]
    encoding: str = "cp1252"


def always(dataset: str) -> Callable[[Head], str]:
    """A layout that holds one dataset only."""
    return lambda head: dataset
