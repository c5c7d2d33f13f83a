"""Every text the model reads, beside the descriptions of the tools."""

from __future__ import annotations

from importlib import resources


def load(name: str) -> str:
    """The text of one file of this folder, without its ending."""
    return resources.files("prompts").joinpath(f"{name}.md").read_text("utf-8").strip()
