"""Which counties each payment locality covers (LOCCO).

Layout: comma separated, blank rows between states, leading zeros lost. Seen for
2024 and 2025.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.cells import rows
from catalog.editions import Edition, Head, calendar_year
from catalog.errors import EditionUnknown
from catalog.published import Table
from catalog.readers.layout import Layout, Record, always
from catalog.records import LocalityCounties

MAC = "Medicare Adminstrative Contractor"  # CMS's spelling
LOCALITY, STATE = "Locality Number", "State"
AREA, COUNTIES = "Fee Schedule Area", "Counties"
COLUMNS = (MAC, LOCALITY, STATE, AREA, COUNTIES)


def read(table: Table) -> Iterator[Record]:
    """Yield one locality per row; a state is printed on its first row only.

    Raises:
        LayoutChanged: no header row names the columns.
        BadCell: a cell is not of its column's type.
    """
    state = ""
    for row in rows(table, COLUMNS):
        state = row.text(STATE) or state
        yield LocalityCounties(
            mac=row.digits(MAC, 5),
            locality=row.digits(LOCALITY, 2),
            state=state,
            area=row.text(AREA).rstrip("*").strip(),
            counties=row.text(COUNTIES),
        )


def _edition(head: Head) -> Edition:
    found = head.find(r"COUNTIES INCLUDED IN (20\d\d) LOCALITIES")
    if found is None:
        raise EditionUnknown(head.name, "which year it holds for", "its title row")
    return calendar_year(int(found[1]), name=f"LOCCO{found[1]}")


LAYOUTS = (
    Layout(
        name="localities and counties (LOCCO)",
        dataset=always("locality_counties"),
        recognises=lambda head: head.names_columns(*COLUMNS),
        edition=_edition,
        read=read,
    ),
)
