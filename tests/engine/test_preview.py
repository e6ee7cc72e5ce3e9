"""Rules in preview are off until somebody asks for them."""

from __future__ import annotations

from typing import Any

import pytest

from scale_lsp.catalogue import entries
from scale_lsp.cli.dev import rule_table
from scale_lsp.cli.rule import page
from scale_lsp.config import Config

STABLE = entries()["query-in-loop"].model_copy(update={"preview": False})
TRIED = STABLE.model_copy(update={"preview": True})


@pytest.mark.parametrize(
    ("values", "on"),
    [
        ({}, False),
        ({"preview": True}, True),
        ({"select": ["query-in-loop"]}, True),
        ({"extend-select": ["query-in-loop"]}, True),
        ({"select": ["queries"]}, False),
        ({"select": ["ALL"]}, False),
        ({"extend-select": ["queries"]}, False),
        ({"select": ["queries"], "preview": True}, True),
        ({"select": ["ALL"], "preview": True}, True),
        ({"select": ["writes"], "preview": True}, False),
        ({"select": ["query-in-loop"], "ignore": ["queries"]}, False),
        ({"preview": True, "ignore": ["query-in-loop"]}, False),
    ],
)
def test_a_rule_in_preview_runs_when_it_is_asked_for(values: dict[str, Any], on: bool) -> None:
    assert Config.model_validate(values).enabled(TRIED) is on


@pytest.mark.parametrize("values", [{}, {"preview": True}, {"select": ["queries"]}, {"extend-select": ["writes"]}])
def test_preview_leaves_the_other_rules_as_they_are(values: dict[str, Any]) -> None:
    assert Config.model_validate(values).enabled(STABLE)


def test_pages_and_the_table_say_which_rules_are_in_preview() -> None:
    assert "warning · no automatic fix · preview\n" in page(TRIED.model_copy(update={"fix": "none"}))
    assert "preview" not in page(STABLE).splitlines()[2]
    rows = {
        entry.slug: row
        for entry in entries().values()
        for row in rule_table().splitlines()
        if f"[`{entry.slug}`]" in row
    }
    assert {slug for slug, row in rows.items() if "(preview)" in row} == {
        e.slug for e in entries().values() if e.preview
    }
