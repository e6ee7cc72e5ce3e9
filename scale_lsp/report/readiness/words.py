"""How texts of the model are put together, whatever the format."""

from __future__ import annotations

from scale_lsp.report.readiness.model import Repair


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def full_stop(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def repair(fix: Repair) -> str:
    """What it does, and why it is not safe."""
    return f"{fix.title}; {fix.reason}" if fix.reason else fix.title
