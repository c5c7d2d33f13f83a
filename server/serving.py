"""Serve over stdio, or over HTTP to several clients."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from catalog.opening import VARIABLE, default_path
from server.app import build_server
from server.catalog_file import CatalogFile

LOOPBACK = "127.0.0.1"


def serve(arguments: list[str]) -> None:
    """Serve until the client closes standard input, or until stopped."""
    options = _options(arguments)
    _log_to_stderr(logging.WARNING if options.quiet else logging.INFO)
    server = build_server(CatalogFile(options.catalog or default_path()))
    if options.http:
        if options.host != LOOPBACK:
            logging.getLogger("cleanclaim").warning(
                "serving beyond this machine: the Host header is not checked and "
                "nobody is asked who they are. Put a proxy before it that does both."
            )
        server.run(
            "streamable-http",
            host=options.host,
            port=options.port,
            json_response=True,
            stateless_http=True,  # any replica answers any request
        )
    else:
        server.run("stdio")


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="cleanclaim serve",
        description="Serve the tools to an MCP client, over stdio unless told "
        "otherwise.",
    )
    parser.add_argument(
        "--catalog",
        type=Path,
        metavar="PATH",
        help=f"another catalog than the default one (also {VARIABLE})",
    )
    parser.add_argument("--http", action="store_true", help="serve Streamable HTTP")
    parser.add_argument("--host", default=LOOPBACK, help=f"default {LOOPBACK}")
    parser.add_argument("--port", type=_port, default=8000, help="default 8000")
    parser.add_argument(
        "--quiet", action="store_true", help="log nothing but what goes wrong"
    )
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 65_536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port: 1 to 65535")


def _log_to_stderr(level: int) -> None:
    """Tool, duration and outcome; standard output belongs to the protocol."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("cleanclaim: %(message)s"))
    log = logging.getLogger("cleanclaim")
    log.addHandler(handler)
    log.setLevel(level)
    log.propagate = False
