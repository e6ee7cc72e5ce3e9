"""The pages of `docs/editors/`: what is to be copied can be read by the editor it is for."""

from __future__ import annotations

import json
import re
import tomllib

import pytest

from .pages import PAGES

READERS = {"json": json.loads, "toml": tomllib.loads}
NAMES = sorted(page.stem for page in PAGES.glob("*.md") if page.name != "README.md")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_to_be_copied_can_be_read(name: str) -> None:
    text = (PAGES / f"{name}.md").read_text("utf-8")
    for language, code in re.findall(r"^```(\w+)\n(.*?)^```", text, re.M | re.S):
        READERS.get(language, str)(code)
    assert re.search(r"['\"]server['\"]|scale-lsp server", text)


def test_every_page_is_listed_and_tells_whether_it_was_tried() -> None:
    listed = dict(re.findall(r"^\| \[.*\]\((\w+)\.md\) \| (.*) \|$", (PAGES / "README.md").read_text("utf-8"), re.M))
    assert sorted(listed) == NAMES
    for name, tried in listed.items():
        says_no = "Not tested" in (PAGES / f"{name}.md").read_text("utf-8")
        assert ("not tested" in tried) == says_no, name
