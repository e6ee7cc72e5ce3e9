"""Every fixture: finds, fixes, proves. Every rule page: documents."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from scale_lsp.engine.registry import ENGINE_RULES, registry
from tests.formulas import Counts, differences, formulas, results
from tests.harness import (
    Fixture,
    carets,
    elsewhere,
    findings,
    fixed,
    fixtures,
    found_lines,
    goldens,
    marks,
    proven,
    severities,
    unsafely_fixed,
)

PARTS = 16
"""The tests of a part run in one process: what one finds out about a fixture, the others know."""
PART_OF = {f: i % PARTS for i, f in enumerate(fixtures())}


def together(part: int) -> pytest.MarkDecorator:
    return pytest.mark.xdist_group(f"part-{part}")


FIXTURES = [pytest.param(f, id=f.name, marks=together(part)) for f, part in PART_OF.items()]


@pytest.mark.parametrize("fixture", FIXTURES)
def test_finds(fixture: Fixture) -> None:
    text = fixture.text
    found = found_lines(text)
    known_wrong = marks(text, "wrong")
    for line, slugs in known_wrong.items():
        assert set(slugs) <= set(found.get(line, ())), f"line {line + 1}: {slugs} is no longer found: remove `wrong`"
    for line, slugs in marks(text, "miss").items():
        assert line not in found, f"line {line + 1}: {slugs} is no longer missed: mark it `expect`"
    expected = marks(text, "expect")
    for line, slugs in known_wrong.items():
        expected[line] = expected.get(line, []) + slugs
    assert described(text, found) == described(text, expected)
    assert described(text, elsewhere(text)) == described(text, marks(text, "elsewhere"))
    assert described(text, severities(text)) == described(text, marks(text, "severity"))
    for caret in carets(text):
        assert any(caret.points_at(finding) for finding in findings(text)), caret


def described(text: str, slugs: dict[int, list[str]]) -> list[str]:
    """Lines as a person reads them, so that a difference shows itself."""
    lines = text.splitlines()
    return [f"{n + 1}: {lines[n].strip()} ← {', '.join(sorted(slugs[n]))}" for n in sorted(slugs)]


@pytest.mark.parametrize("fixture", FIXTURES)
def test_fixes(fixture: Fixture, request: pytest.FixtureRequest) -> None:
    after, unsafe = fixed(fixture.text), unsafely_fixed(fixture.text)
    update = request.config.getoption("--update-golden")
    matches(after, fixture.text, fixture.golden, update)
    matches(unsafe, after, fixture.unsafe_golden, update)
    assert fixed(after) == after, "a second pass changes nothing"
    assert unsafely_fixed(unsafe) == unsafe, "a second pass changes nothing"
    assert set(results(fixture.text)) <= set(formulas(fixture.text)), "a result is compared where something is counted"


def matches(after: str, usual: str, golden: Path, update: bool) -> None:
    """A text is in order and as its golden has it; there is no golden when nothing is changed."""
    ast.parse(after)
    if update:
        golden.unlink(missing_ok=True)
        if after != usual:
            golden.write_text(after, encoding="utf-8")
    assert after == (golden.read_text(encoding="utf-8") if golden.exists() else usual)


def test_every_golden_belongs_to_a_fixture() -> None:
    assert set(goldens()) <= {golden for f in fixtures() for golden in (f.golden, f.unsafe_golden)}


PROVEN = [
    pytest.param(f, part, name, id=f"{f.name}:{name}", marks=together(part))
    for f, part in PART_OF.items()
    for name in formulas(f.text)
]


@cache
def counts(part: int) -> Counts:
    """What Django says of the fixtures of a part, asked once."""
    return proven(part=part, parts=PARTS)


@pytest.mark.parametrize(("fixture", "part", "function"), PROVEN)
def test_proves(fixture: Fixture, part: int, function: str) -> None:
    said = formulas(fixture.text)[function]
    assert list(differences(fixture.name, fixture.text, function, said, counts(part))) == []


PAGES = [pytest.param(e, id=e.slug) for e in registry().entries.values() if e.slug not in ENGINE_RULES]


@pytest.mark.parametrize("entry", PAGES)
def test_documents(entry) -> None:  # type: ignore[no-untyped-def]
    assert entry.bad_examples
    assert entry.good_examples
    assert "## When to leave it" in entry.body
    for example in entry.bad_examples:
        assert entry.slug in {slug for found in found_lines(example).values() for slug in found}, example
    for example in entry.good_examples:
        assert entry.slug not in {slug for found in found_lines(example).values() for slug in found}, example
