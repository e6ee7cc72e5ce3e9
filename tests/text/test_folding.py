"""A function without its body says what it said, and is parsed again when somebody wants to know."""

from __future__ import annotations

import ast
import gc
from pathlib import Path
from typing import Any

import pytest

import scale_lsp
from scale_lsp.engine.check import check
from scale_lsp.index.project import Project
from scale_lsp.text.blocks import Block
from scale_lsp.text.folding import Trees
from scale_lsp.text.positions import Position, Span
from scale_lsp.text.site import Site
from scale_lsp.text.source import SourceFile
from tests.oracle.answers import CONFIG

OURS = [path.read_text("utf-8") for path in sorted(Path(scale_lsp.__file__).parent.glob("flow/**/*.py"))]
SHOP = Path(__file__).parents[2] / "examples" / "shop"
TEXT = """\
import shop


class Page:
    limit = 10

    # The list.
    @decorated(1)
    async def rows(self, of="ä"):
        found = f"{of} ä {of.name}"
        return Order.objects.filter(name=found)


def plain(order): return order.kept_nowhere
"""


def folded(text: str) -> tuple[SourceFile, Trees]:
    source, trees = SourceFile.parse("/a.py", text), Trees()
    trees.most = 0
    trees.replace((), source.blocks)
    return source, trees


def functions(source: SourceFile) -> list[Block]:
    return [block for block in source.blocks if block.function is not None]


def is_folded(block: Block) -> bool:
    function: Any = block.function
    return not isinstance(function.folded, list)


def said(block: Block) -> list[tuple[str, Span, str]]:
    nodes = [node for node in ast.walk(block.statements[0]) if hasattr(node, "lineno")]
    return [(type(node).__name__, block.span(node), block.text_of(node)) for node in nodes]


@pytest.mark.parametrize("texts", [OURS, [TEXT, "\n" * 400 + TEXT]], ids=["ours", "small"])
def test_a_folded_function_says_the_same_at_the_same_place(texts: list[str]) -> None:
    for text in texts:
        source, trees = folded(text)
        before = [said(block) for block in functions(source)]
        trees.fold()
        assert any(map(is_folded, functions(source))) or not before
        assert [said(block) for block in functions(source)] == before


def test_the_nodes_of_a_folded_function_are_gone() -> None:
    source, trees = folded(TEXT)
    trees.fold()
    assert [is_folded(block) for block in functions(source)] == [True, True]
    left = [one for one in gc.get_objects() if isinstance(one, ast.Attribute) and one.attr == "kept_nowhere"]
    assert left == []


def test_a_function_with_functions_in_it_keeps_their_nodes() -> None:
    inner = "def one():\n    def two():\n        pass\n\n\ndef three():\n    return lambda: 0\n"
    source, trees = folded(inner + "\n\nclass A:\n    def four(self):\n        class B:\n            pass\n")
    trees.fold()
    assert [is_folded(block) for block in functions(source)] == [False] * 3
    assert [block.sites for block in functions(source)] == [None] * 3, "nor are places of it collected"


def test_a_place_finds_its_node_again() -> None:
    source, trees = folded(TEXT)
    block = functions(source)[0]
    calls = [node for node in ast.walk(block.statements[0]) if isinstance(node, ast.Call)]
    places = [Site("/a.py", block, node) for node in calls]
    texts = [place.text for place in places]
    trees.fold()
    assert [place.text for place in places] == texts == ["decorated(1)", "Order.objects.filter(name=found)"]
    assert is_folded(block), "where a place is and what it says is known without its node"
    again = [node for node in ast.walk(block.statements[0]) if isinstance(node, ast.Call)]
    assert [place.node for place in places] == again
    assert again[0] is calls[0], "decorators stay"
    assert again[1] is not calls[1]
    assert [Site("/a.py", block, node) for node in again] == places
    assert [hash(Site("/a.py", block, node)) for node in again] == [hash(place) for place in places]


def test_a_place_that_is_made_up_keeps_its_node() -> None:
    source, trees = folded(TEXT)
    block = functions(source)[0]
    node = ast.Pass(lineno=10, col_offset=8, end_lineno=10, end_col_offset=9)
    place = Site("/a.py", block, node)
    trees.fold()
    assert place.node is node


def test_another_comment_does_not_move_what_is_folded() -> None:
    source, trees = folded(TEXT)
    trees.fold()
    line = source.lines.index("    # The list.\n")
    text = "    # The list,\n    # all of it.\n"
    edited = source.edited(Span(Position(line, 0), Position(line + 1, 0)), text)
    trees.fold()
    texts = [text for block in functions(edited) for _, _, text in said(block)]
    assert "Order.objects.filter(name=found)" in texts
    assert "order.kept_nowhere" in texts


def test_what_does_not_parse_any_more_says_what_it_said() -> None:
    source, trees = folded(TEXT)
    trees.fold()
    last = Position(len(source.lines) - 1, len(source.lines[-1]) - 1)
    edited = source.edited(Span(last, last), ".(")
    assert edited.problems
    assert "order.kept_nowhere" in [text for _, _, text in said(edited.blocks[-1])]


def test_a_project_that_was_looked_at_keeps_few_bodies() -> None:
    project = Project(str(SHOP))
    project.trees.most = 0
    for path in SHOP.glob("**/*.py"):
        project.put(str(path), path.read_text("utf-8"))
    snapshot = project.snapshot()
    found = [finding for path in snapshot.paths for finding in check(snapshot, path, CONFIG)]
    blocks = [block for path in snapshot.paths for block in snapshot.sources[path].blocks if block.function is not None]
    assert len(blocks) > 20
    assert sum(map(is_folded, blocks)) > 0.9 * len(blocks)
    assert found
