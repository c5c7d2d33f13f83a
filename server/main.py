"""The command.

Serving is told apart first: it must not wait for the command line's libraries, which
take a third of a server's start.
"""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:2] == ["serve"]:
        # Imports make a hundred thousand objects that live as long as the server:
        # looking through them for garbage costs a tenth of its start.
        gc.disable()
        from server.serving import serve

        gc.freeze()
        gc.enable()
        serve(sys.argv[2:])
        return
    from server.cli import run

    run()


if __name__ == "__main__":
    main()
