"""Every fixture: finds, fixes, proves. Every rule page: documents."""

from __future__ import annotations

import ast

import pytest

from scale_lsp.engine.registry import ENGINE_RULES, registry
from tests.harness import SIZES, Counts, Fixture, findings, fixed, fixtures, formula, formulas, marks, proven

FIXTURES = [pytest.param(f, id=f.name) for f in fixtures()]


@pytest.mark.parametrize("fixture", FIXTURES)
def test_finds(fixture: Fixture) -> None:
    text = fixture.text
    found: dict[int, list[str]] = {}
    for finding in findings(text):
        found.setdefault(finding.location.span.start.line, []).append(finding.rule)
    found = {line: sorted(rules) for line, rules in found.items()}
    lines = text.splitlines()
    expected = marks(text, "expect")
    wrong = {
        n: (expected.get(n), found.get(n)) for n in expected.keys() | found.keys() if expected.get(n) != found.get(n)
    }
    assert not wrong, "\n".join(
        f"{n + 1}: {lines[n]}\n   expected {e}, found {f}" for n, (e, f) in sorted(wrong.items())
    )
    for line, slugs in marks(text, "miss").items():
        assert line not in found, f"line {line + 1}: {slugs} is no longer missed: mark it `expect`"


@pytest.mark.parametrize("fixture", FIXTURES)
def test_fixes(fixture: Fixture, request: pytest.FixtureRequest) -> None:
    after = fixed(fixture.text)
    ast.parse(after)
    if after == fixture.text:
        assert not fixture.golden.exists(), "nothing is fixed here"
        return
    if request.config.getoption("--update-golden"):
        fixture.golden.write_text(after, encoding="utf-8")
    assert after == fixture.golden.read_text(encoding="utf-8")
    assert fixed(after) == after, "a second pass changes nothing"


PROVEN = [pytest.param(f, name, id=f"{f.name}:{name}") for f in fixtures() for name in formulas(f.text)]


@pytest.fixture(scope="session")
def counts() -> Counts:
    """What Django says, asked once."""
    return proven()


@pytest.mark.parametrize(("fixture", "function"), PROVEN)
def test_proves(fixture: Fixture, function: str, counts: Counts) -> None:
    before, after = formulas(fixture.text)[function]
    for size in SIZES:
        queries, result = counts[f"{fixture.name}:before"][function][str(size)]
        queries_after, result_after = counts[f"{fixture.name}:after"][function][str(size)]
        assert queries == formula(before, size), f"before, n = {size}"
        assert queries_after == formula(after, size), f"after, n = {size}"
        assert result_after == result, f"the fix changes the result, n = {size}"


PAGES = [pytest.param(e, id=e.slug) for e in registry().entries.values() if e.slug not in ENGINE_RULES]


@pytest.mark.parametrize("entry", PAGES)
def test_documents(entry) -> None:  # type: ignore[no-untyped-def]
    assert entry.bad_examples
    assert entry.good_examples
    assert "## When to leave it" in entry.body
    for example in entry.bad_examples:
        assert entry.slug in [f.rule for f in findings(example)], example
    for example in entry.good_examples:
        assert entry.slug not in [f.rule for f in findings(example)], example
