"""CMS's own payment amounts by locality (PFALL and PFREV): the yardstick.

Amounts are before the OPPS cap. Revision files name no quarter, only the year. The
catalog keeps none of it: the file is read to verify that ours agree.

Layout: sixteen quoted fields without a header, lines that begin with TRL last. Seen
in PFREV25D and PFREV26B.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.cells import Row
from catalog.editions import Edition, Head, calendar_year
from catalog.errors import BadRow
from catalog.published import Table
from catalog.readers.layout import Layout, Record, always
from catalog.records import PaymentAmount

FIELDS = 16
YEAR, CARRIER, LOCALITY, CODE, MODIFIER = "year", "carrier", "locality", "HCPCS", "mod"
NONFACILITY, FACILITY = "non-facility amount", "facility amount"
NAMES = (YEAR, CARRIER, LOCALITY, CODE, MODIFIER, NONFACILITY, FACILITY)
LINE = re.compile(
    r'"20\d\d","\d{5}","\d\d","[0-9A-Z]{5}","(26|TC|53|  )","\d{7}\.\d\d"'
)


def read(table: Table) -> Iterator[Record]:
    """Yield one code, modifier and locality per row.

    Raises:
        BadRow: a row has other than sixteen fields.
        BadCell: a field is not of its type.
    """
    for line, cells in table.cells():
        if not cells or cells[0].startswith("TRL"):
            continue
        if len(cells) != FIELDS:
            raise BadRow(
                table.name,
                line,
                f"{len(cells)} fields, expected {FIELDS}. Is the file cut short?",
            )
        yield _amount(Row(table.name, line, dict(zip(NAMES, cells, strict=False))))


def _amount(row: Row) -> PaymentAmount:
    return PaymentAmount(
        year=row.whole(YEAR),
        carrier=row.digits(CARRIER, 5),
        locality=row.digits(LOCALITY, 2),
        code=row.code(CODE),
        modifier=row.one_of(MODIFIER, ("", "26", "TC", "53")),
        nonfacility=row.decimal(NONFACILITY),
        facility=row.decimal(FACILITY),
    )


def _edition(head: Head) -> Edition:
    year = int(head.rows[0][0])
    return calendar_year(year, name=f"PF{year}")


LAYOUTS = (
    Layout(
        name="payment amounts (PFALL, PFREV)",
        dataset=always("payment_amounts"),
        recognises=lambda head: (
            bool(head.lines) and all(LINE.match(line) for line in head.lines[:3])
        ),
        edition=_edition,
        read=read,
    ),
)
