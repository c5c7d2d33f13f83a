"""The main job, through the server as a client would do it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from rich.console import Console

from server import printing
from server.client import Client, answer, over_stdio, tool_names

CODE = "77011"
BEFORE, NOW = "2025-02-03", "2026-08-03"
CLAIM: list[tuple[str, list[str]]] = [("45385", []), ("45380", []), ("99213", ["25"])]
ALABAMA, HOSPITAL = "10112-00", "22"


def show(path: Path, out: Console) -> None:
    """Print what one code is, pays and bundles with, then the same for a claim."""
    asyncio.run(_show(path, out))


async def _show(path: Path, out: Console) -> None:
    async with over_stdio(path) as client:
        names = ", ".join(await tool_names(client))
        out.print(f"cleanclaim serve, asked over stdio. Its tools: {names}.")
        await _one_code(client, out)
        await _one_claim(client, out)


async def _one_code(client: Client, out: Console) -> None:
    line = {"lines": [{"code": CODE}]}
    out.rule(f"{CODE} on {BEFORE}: what Medicare paid")
    asked = {**line, "date_of_service": BEFORE}
    paid = await answer(client, "estimate_payment", asked)
    printing.payment(out, paid, steps=True)

    out.rule(f"{CODE} on {NOW}: what it is, pays and bundles with")
    then, now = [
        await answer(client, "lookup_code", {"query": CODE, "date_of_service": day})
        for day in (BEFORE, NOW)
    ]
    printing.card(out, now, then, None)
    out.print()
    first_page = {**line, "date_of_service": NOW, "limit": 6}
    printing.bundling(out, await answer(client, "check_bundling", first_page))

    out.rule(f"Tips for {CODE}, each with its impact")
    about = {"code": CODE, "date_of_service": NOW}
    printing.tips(out, await answer(client, "get_billing_tips", about))


async def _one_claim(client: Client, out: Console) -> None:
    codes = ", ".join("-".join((code, *modifiers)) for code, modifiers in CLAIM)
    out.rule(f"A claim of three lines: {codes}, Alabama, hospital, {NOW}")
    lines = [{"code": code, "modifiers": modifiers} for code, modifiers in CLAIM]
    there = {
        "lines": lines,
        "date_of_service": NOW,
        "locality": ALABAMA,
        "place_of_service": HOSPITAL,
    }
    printing.bundling(out, await answer(client, "check_bundling", there))
    out.print()
    edited = {**there, "apply_edits": True}
    paid = await answer(client, "estimate_payment", edited)
    printing.payment(out, paid, steps=True)
