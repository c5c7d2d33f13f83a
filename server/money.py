"""Money is Decimal, in US dollars, rounded only where a rule says so."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import WithJsonSchema

Usd = Annotated[
    Decimal, WithJsonSchema({"type": "string", "pattern": r"^-?\d+\.\d\d$"})
]
"""US dollars; a string on the wire, so that no client reads it as a float."""

Figure = Annotated[Decimal, WithJsonSchema({"type": "string"})]
"""An exact figure that is no amount: RVUs, an index, a conversion factor."""

_CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def cents(amount: Decimal) -> Decimal:
    """Round to the cent, halves up: the only rounding in the project.

    Source: Medicare Claims Processing Manual (Pub. 100-04), ch. 12, s. 40.4 ("nearest
    cent"); one rounding at the end reproduces every amount CMS publishes.
    """
    return amount.quantize(_CENT, ROUND_HALF_UP)
