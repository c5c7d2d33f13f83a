"""Several cardiovascular tests of one day: one technical part is paid in full."""

from __future__ import annotations

from collections.abc import Iterator

from server.rules.claim import Claim, Facts, Step
from server.rules.technical_parts import further_technical_parts

INDICATOR = "6"  # multiple-procedure indicator


def multiple_cardiovascular(claim: Claim, facts: Facts) -> Iterator[Step]:
    """Pay the costliest technical part of a day in full and the others at 75%.

    Professional parts are never reduced. A whole is split into its parts.

    Yields:
        A step for each line whose technical part is paid at a share.

    Source:
        CMS relative value file record layout (RVU25D), multiple procedure indicator
        6; CMS Change Request 7848.
    """
    yield from further_technical_parts(
        claim, facts, INDICATOR, "multiple_cardiovascular"
    )
