"""Long work shows that it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from server.printing.layout import console


@contextmanager
def reporting() -> Iterator[Callable[[str, int], None]]:
    """A moving line on a terminal, plain lines elsewhere; both on stderr."""
    err = console(error=True)
    if not err.is_terminal:
        seen: set[str] = set()

        def say(what: str, _rows: int) -> None:
            if what not in seen:
                seen.add(what)
                err.print(f"{what} ...")

        yield say
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"),
               TextColumn("{task.completed:,} rows"), TimeElapsedColumn())  # fmt: skip
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda what, rows: bar.update(task, description=what, completed=rows)
