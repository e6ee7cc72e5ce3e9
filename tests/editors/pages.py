"""The code in `docs/editors/`, so that what is tested is what people copy."""

from __future__ import annotations

import re
from pathlib import Path

PAGES = Path(__file__).parents[2] / "docs" / "editors"


def code_of(page: str, section: str) -> str:
    """All code blocks of a section, one after the other."""
    text = (PAGES / f"{page}.md").read_text("utf-8")
    body = re.search(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert body is not None, f"{page} has no section {section}"
    blocks = re.findall(r"^```\w+\n(.*?)^```", body[1], re.M | re.S)
    assert blocks
    return "\n".join(blocks)
