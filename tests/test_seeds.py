"""Each statement of the reviews that the rules come from leads to a rule, and to a fixture where the rule finds it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from scale_lsp.catalogue import entries

HERE = Path(__file__).parent
STATEMENTS = tomllib.loads((HERE / "seeds.toml").read_text(encoding="utf-8"))
ROWS = [
    pytest.param(seed, slug, id=f"{seed}-{number}-{slug}")
    for seed, statements in STATEMENTS.items()
    for number, statement in statements.items()
    for slug in statement["rules"]
]


@pytest.mark.parametrize(("seed", "slug"), ROWS)
def test_a_statement_leads_to_a_rule_and_to_what_it_finds(seed: str, slug: str) -> None:
    entry = entries()[slug]
    assert seed in entry.seeds, "the page names the reviews it comes from"
    assert any(re.search(rf"(#|\{{#) expect: .*{slug}", text) for text in _fixtures(entry.category, slug))


def _fixtures(category: str, slug: str) -> list[str]:
    place = HERE / "rules" / category / slug.replace("-", "_")
    files = [place.with_suffix(".py")] if place.with_suffix(".py").is_file() else sorted(place.glob("*.py"))
    return [file.read_text(encoding="utf-8") for file in files]


def test_a_page_names_no_other_review() -> None:
    said = {(seed, slug) for seed, all_of in STATEMENTS.items() for one in all_of.values() for slug in one["rules"]}
    named = {(seed, slug) for slug, entry in entries().items() for seed in entry.seeds}
    assert named <= said
