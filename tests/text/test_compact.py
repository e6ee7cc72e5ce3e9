"""Compact trees say what the trees of `ast` say, in less memory."""

import _ast
import ast
import gc
import sys
from pathlib import Path
from typing import Any

import pytest

import scale_lsp
from scale_lsp.config import Config
from scale_lsp.engine.check import check
from scale_lsp.index.project import Project
from scale_lsp.text import compact as module
from scale_lsp.text.blocks import Block
from scale_lsp.text.compact import by_kind, compact
from scale_lsp.text.source import SourceFile
from scale_lsp.text.trees import are_same

OURS = [path.read_text("utf-8") for path in sorted(Path(scale_lsp.__file__).parent.glob("**/*.py"))]
_LIBRARY = [Path(ast.__file__).with_name(name) for name in ("ast.py", "typing.py", "dataclasses.py")]
SHIPPED_WITH_PYTHON = [path.read_text("utf-8") for path in _LIBRARY]
EXAMPLE = Path(__file__).parents[2] / "examples" / "shop"
EVERYTHING = """\
@decorated
async def each(a, /, b: int = 1, *rest, c=2, **more) -> None:
    global somewhere
    async with a as (b, [c]), d:
        async for one in b:
            await one
    try:
        nonlocal_ = lambda: (yield)
    except* (KeyError, ValueError) as error:
        raise error from None
    else:
        del a.b, a[1:2:3]
    finally:
        assert a, "no"
    return {**a, 1: 2}, {x for x in y if x}, {k: v for k, v in z}, (i for i in j), [*rest]


class C(Base, metaclass=Meta):
    from . import a as b, c
    import d.e as f
    x: int = 1
    y += 1
    while x := not y:
        break
    else:
        pass
    for x in y:
        continue
    print(f"{x!r:>{width}} {y=}", u"text", b"bytes", 1.5, 2j, ..., None, 257, 1 < 2 <= 3, a or b and not c, -x)
    a if b else c
    match x:
        case 1 | [a, *_] | {"k": v, **rest} | Point(x=0) | None as whole if x:
            pass


def outer():
    def inner():
        nonlocal x
        yield from x
"""
NEWER = [
    text
    for since, text in [((3, 12), "type A[T: int, *Ts, **P] = list[T]\ndef f[T](x: T): pass\nclass C[T]: pass\n")]
    if sys.version_info >= since
]
"""What only newer versions of Python read."""


def nodes(*trees: ast.AST) -> list[ast.AST]:
    return [node for tree in trees for node in ast.walk(tree)]


def places(tree: ast.AST) -> list[tuple[Any, ...]]:
    """Classes and positions of all nodes, in order."""
    names = ("lineno", "col_offset", "end_lineno", "end_col_offset")
    return [(type(node).__name__, *(getattr(node, name, None) for name in names)) for node in ast.walk(tree)]


@pytest.mark.parametrize("texts", [OURS, SHIPPED_WITH_PYTHON, [EVERYTHING, *NEWER]], ids=["ours", "theirs", "all"])
def test_a_compact_tree_says_the_same(texts: list[str]) -> None:
    for text in texts:
        plain, made = ast.parse(text), compact(ast.parse(text))
        assert ast.unparse(made) == ast.unparse(plain)
        assert places(made) == places(plain)
        for one, other in zip(ast.walk(plain), ast.walk(made), strict=True):
            for name in one._fields:
                said, found = getattr(one, name), getattr(other, name)
                if not isinstance(said, (ast.AST, list)):
                    assert (type(found), found) == (type(said), said)


def test_no_compact_node_has_a_dictionary() -> None:
    for node in nodes(compact(ast.parse(EVERYTHING))):
        assert not any(isinstance(one, dict) and one is not type(node).__dict__ for one in gc.get_referents(node))


def test_what_is_known_of_classes_holds_for_this_python() -> None:
    """A leaf is never a list or a node that could be compact, and every class with fields or places is known."""
    for node in nodes(*map(ast.parse, [*OURS, *NEWER, EVERYTHING])):
        for name in module._LEAVES & {*node._fields, *node._attributes}:
            assert not isinstance(getattr(node, name), list), (type(node), name)
            assert type(getattr(node, name)) not in module._KINDS, (type(node), name)
        assert type(node) in module._KINDS or not (node._fields or node._attributes)
    known = {each for each in vars(_ast).values() if isinstance(each, type) and issubclass(each, ast.AST)}
    assert {type(node) for node in nodes(ast.parse(EVERYTHING))} <= known


def test_places_of_a_long_file_are_shared() -> None:
    tree = compact(ast.parse("\n" * 1000 + "first = second\n"))
    (statement,) = tree.body
    assert isinstance(statement, ast.Assign)
    assert statement.lineno == 1001
    assert statement.lineno is statement.value.lineno
    assert statement.lineno is statement.end_lineno


def test_what_is_compact_stays() -> None:
    tree = compact(ast.parse("a = b"))
    assert compact(tree) is tree


def test_a_tree_deeper_than_the_stack_stays_readable() -> None:
    """`1 + 1 + …` nests as deep as it is long."""
    text = " + ".join(["1"] * (sys.getrecursionlimit() - 200))
    source = SourceFile.parse("/a.py", f"x = {text}\n")
    assert not source.problems
    assert len(nodes(*source.blocks[0].statements)) > sys.getrecursionlimit()


def test_a_table_knows_both() -> None:
    table = by_kind({ast.Name: "name", ast.Add: "plus"})
    tree: Any = ast.parse("a + b", mode="eval").body
    made = compact(ast.parse("a + b", mode="eval")).body
    assert isinstance(made, ast.BinOp)
    assert [table[type(tree.left)], table[type(made.left)], table[type(made.op)]] == ["name", "name", "plus"]


def test_blocks_keep_compact_trees() -> None:
    source = SourceFile.parse("/a.py", EVERYTHING)
    kept = [node for block in source.blocks for node in (*block.statements, block.header) if node is not None]
    assert {type(node) in module._KINDS for node in nodes(*kept) if node._fields} == {False}


def test_an_edited_block_is_compared_with_what_it_said() -> None:
    before, after = (Block((text,), tuple(ast.parse(text).body), 0) for text in ("f(a, [])  # one\n", "f(a, [])\n"))
    assert are_same(before.statements, after.statements, 0)


def test_nothing_is_put_into_the_shared_list() -> None:
    """A whole check reads many trees; none of them may be changed."""
    project = Project(str(EXAMPLE))
    for path in EXAMPLE.glob("**/*.py"):
        project.put(str(path), path.read_text("utf-8"))
    snapshot = project.snapshot()
    assert any(check(snapshot, path, Config()) for path in snapshot.paths)
    assert module._NOTHING == []
