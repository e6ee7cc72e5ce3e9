"""Blocks: whatever the edits, a valid file has the blocks that a cold parse gives, and nothing ever raises."""

from __future__ import annotations

import ast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scale_lsp.text.blocks import SyntaxProblem, parse_module
from scale_lsp.text.positions import Edit, OverlappingEdits, Position, Span, apply_edits, span, split_lines
from scale_lsp.text.source import SourceFile

PATH = "/p/views.py"
TEXT = '''"""Module."""
from django.db import models  # comment é

A = 1; B = 2


class Order(models.Model):
    """Doc."""

    customer = models.ForeignKey("Customer", on_delete=models.CASCADE)

    @property
    def total(self):
        return sum(i.price for i in self.items.all())  # ünï

    class Meta:
        ordering = ["-id"]

    def __str__(self): return f"{self.customer} 😀"


@decorator
def view(request):
    text = """
def not_a_function():
    pass
"""
    for order in Order.objects.all():
        print(order.customer.name)
    return text

if A:
    x = 1
else:
    x = 2
class Empty: pass
'''


def shape(source: SourceFile) -> list[object]:
    """All statements with their absolute places and texts."""
    found: list[object] = []
    for item in source.items:
        for block, node in [(item.block, item.node), *item.members]:
            if isinstance(node, ast.ClassDef) and item.members:
                found.append(("class", node.name))
                continue
            span = source.location(block, block.span(node)).span
            inner = [
                (type(n).__name__, source.location(block, block.span(n)).span)
                for n in ast.walk(node)
                if hasattr(n, "lineno")
            ]
            found.append((span, block.text_of(node), inner))
    return found


def test_blocks_tile_the_file() -> None:
    source = SourceFile.parse(PATH, TEXT)
    assert "".join(line for block in source.blocks for line in block.lines) == TEXT
    assert [b.header.name for b in source.blocks if b.header] == ["Order"]


def test_a_span_gives_back_the_source_of_its_node() -> None:
    source = SourceFile.parse(PATH, TEXT)
    lines = split_lines(TEXT)
    for item in source.items:
        for block, node in item.members or [(item.block, item.node)]:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Attribute | ast.Call | ast.Name):
                    span = source.location(block, block.span(inner)).span
                    if span.start.line == span.end.line:
                        assert lines[span.start.line][span.start.column : span.end.column] == block.text_of(inner)


def test_an_edit_inside_a_member_reparses_that_member_alone() -> None:
    source = SourceFile.parse(PATH, TEXT)
    line = next(i for i, text in enumerate(source.lines) if "self.items.all()" in text)
    edited = source.edited(Span(Position(line, 8), Position(line, 8)), "x = 1; ")
    changed = [b for b in edited.blocks if b not in source.blocks]
    assert len(changed) == 1
    assert len([b for b in source.blocks if b not in edited.blocks]) == 1


def test_a_new_line_in_one_block_keeps_the_others() -> None:
    source = SourceFile.parse(PATH, TEXT)
    line = next(i for i, text in enumerate(source.lines) if "print(order" in text)
    edited = source.edited(Span(Position(line, 0), Position(line, 0)), "        pass\n")
    assert len([b for b in edited.blocks if b not in source.blocks]) == 1
    assert shape(edited) == shape(SourceFile.parse(PATH, edited.text))


def test_a_broken_line_leaves_the_rest_of_the_file_alive() -> None:
    source = SourceFile.parse(PATH, TEXT)
    line = next(i for i, text in enumerate(source.lines) if "print(order" in text)
    edited = source.edited(Span(Position(line, 8), Position(line, 8)), "order.")
    edited = edited.edited(Span(Position(line, 8), Position(line, 8)), "((")
    names = [getattr(i.node, "name", "") for i in edited.items]
    assert "Order" in names
    assert "view" in names, "the broken function keeps what it last said"
    assert len(edited.problems) == 1


@pytest.mark.parametrize("text", ["def f():\n    a()\n    b()\n", "if a:\n    b()\nelse:\n    c()\n"])
def test_a_statement_that_was_cut_in_two_is_whole_again(text: str) -> None:
    """Its second half is a broken block, and begins with what only goes on."""
    source = SourceFile.parse("/a.py", "x = 1\n" + text)
    source = source.edited(span(3, 0, 3, 0), "@cut\n").edited(span(0, 0, 1, 0), "y = 2\nz = 3\n")
    assert source.problems
    source = source.edited(span(4, 0, 5, 0), "")
    assert not source.problems
    assert shape(source) == shape(SourceFile.parse("/a.py", source.text))


def test_a_broken_file_is_recovered_when_opened() -> None:
    broken = TEXT.replace("        return sum(", "        return sum((")
    source = SourceFile.parse(PATH, broken)
    order = next(i for i in source.items if getattr(i.node, "name", "") == "Order")
    assert {getattr(m, "name", "") for _, m in order.members} >= {"Meta", "__str__"}
    assert any(getattr(i.node, "name", "") == "view" for i in source.items)
    assert source.problems


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\x00",
        "\ud800",
        "x = (",
        "def f(:\n  pass\n",
        "class A:\n",
        "\f\nx = 1\n",
        "a\r\nb\r\n",
        "a\rb\r",
        "(" * 500,
    ],
)
def test_nothing_raises(text: str) -> None:
    source = SourceFile.parse(PATH, text)
    assert "".join(line for block in source.blocks for line in block.lines) == text
    list(source.items)
    _ = source.comments, source.problems
    source.edited(Span(Position(99, 99), Position(200, 0)), "x")


def test_comments_are_found_and_strings_are_not() -> None:
    source = SourceFile.parse(PATH, 'x = "# no"  # yes\n    # own\ny = """\n# no\n"""\n'.replace("    #", "#"))
    assert [(c.position.line, c.text, c.own_line) for c in source.comments] == [(0, "# yes", False), (1, "# own", True)]


SNIPPETS = [
    "x",
    "(",
    ")",
    '"""',
    "'",
    "\n",
    "    ",
    "def f():\n    pass\n",
    "class K:\n    a = 1\n",
    "😀",
    "@d\n",
    ":",
    "#",
    "return",
    "\\\n",
]
EDITS = st.tuples(
    st.integers(0, 40), st.integers(0, 60), st.integers(0, 3), st.integers(0, 30), st.sampled_from([*SNIPPETS, ""])
)


@settings(max_examples=250, deadline=None)
@given(st.lists(EDITS, max_size=8))
def test_any_sequence_of_edits_equals_a_cold_parse(edits: list[tuple[int, int, int, int, str]]) -> None:
    source = SourceFile.parse(PATH, TEXT)
    for line, column, lines, columns, text in edits:
        start = Position(line, column)
        end = Position(line + lines, columns if lines else column + columns)
        source = source.edited(Span(start, end), text)
        assert "".join(piece for block in source.blocks for piece in block.lines) == source.text
        for item in source.items:
            for block, node in [(item.block, item.node), *item.members]:
                block.text_of(node)
    try:
        ast.parse(source.text)
    except (SyntaxError, ValueError):
        return
    assert shape(source) == shape(SourceFile.parse(PATH, source.text))


@settings(max_examples=250, deadline=None)
@given(st.lists(EDITS, max_size=3))
def test_whether_a_file_parses_with_edits(edits: list[tuple[int, int, int, int, str]]) -> None:
    source = SourceFile.parse(PATH, TEXT)
    made = [
        Edit(PATH, Span(Position(line, column), Position(line + lines, columns if lines else column + columns)), text)
        for line, column, lines, columns, text in edits
    ]
    try:
        changed = apply_edits(TEXT, made)
    except OverlappingEdits:
        return
    assert source.parses_with(made) == (not SourceFile.parse(PATH, changed).problems)


def test_only_the_edited_block_is_parsed_to_see_whether_an_edit_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    source = SourceFile.parse(PATH, TEXT)
    line = next(i for i, text in enumerate(TEXT.splitlines()) if text.startswith("def view"))
    whole: list[str] = []
    monkeypatch.setattr("scale_lsp.text.source.parse_module", whole.append)
    assert source.parses_with([Edit(PATH, Span(Position(line, 4), Position(line, 8)), "page")])
    assert not whole
    assert not source.parses_with([Edit(PATH, Span(Position(line, 4), Position(line, 8)), "")])
    assert whole


HALF = [".", " x", " =", "\n    for order in", "\n    if order", "(1 2)", " + 50x", " + 'a", "\n    if orders:", "("]


@pytest.mark.parametrize("behind", ["def second():\n    pass\n", "@login_required\ndef second():\n    pass\n"])
@pytest.mark.parametrize("typed", HALF)
def test_a_half_written_statement_is_no_reason_to_parse_the_file(
    typed: str, behind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = SourceFile.parse(PATH, f"def first(orders):\n    return orders\n\n\n{behind}")
    whole: list[str] = []
    monkeypatch.setattr("scale_lsp.text.source.parse_module", whole.append)
    edited = source.edited(Span(Position(1, 17), Position(1, 17)), typed)
    assert [block.problem is None for block in edited.blocks] == [False, True]
    assert not whole


BEHIND = ["", "x = 1\n", ")\n", "def f():\n    pass\n", "    pass\n", "else:\n    pass\n", ": pass\n", '"""\n', "x)\n"]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(TEXT)), st.sampled_from(["", ".", " x", "=", ":", "@f", "(", "\\", '"""', "f'"]))
def test_what_is_wrong_for_good_stays_so_whatever_follows(length: int, typed: str) -> None:
    text = f"{TEXT[:length]}{typed}\n"
    problem = parse_module(text)
    assume(isinstance(problem, SyntaxProblem) and problem.is_final)
    assert all(isinstance(parse_module(text + behind), SyntaxProblem) for behind in [*BEHIND, TEXT[length:]])
