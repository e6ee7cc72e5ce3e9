"""What a name or dotted name in a piece of code means, without interpreting it: for facts that code alone shows."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from scale_lsp.flow.definitions import Definition, definitions
from scale_lsp.flow.values import Site
from scale_lsp.index.derived import mentioning
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.summary import imported
from scale_lsp.text.blocks import Block
from scale_lsp.text.source import SourceFile
from scale_lsp.text.trees import walk

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def dotted(node: ast.AST | None) -> str:
    """`a.b.c`, also behind a subscript of a dictionary; empty for what is no dotted name."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            of = dotted(value)
            return f"{of}.{attr}" if of else ""
    return ""


def meaning(snapshot: Snapshot, path: str, node: ast.AST | None, function: ast.AST | None = None) -> Symbol | None:
    """What an expression names. Imports inside `function` come before those of the module."""
    name = dotted(node)
    if not name:
        return None
    head, _, rest = name.partition(".")
    for statement in ast.walk(function) if function is not None else ():
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for local, target in imported(statement):
                if local == head:
                    found = snapshot.graph.names.import_target(path, target)
                    return snapshot.graph.names.member(found, rest) if found is not None and rest else found
    return snapshot.graph.names.resolve(path, name)


def outside_name(snapshot: Snapshot, path: str, node: ast.AST | None, function: ast.AST | None = None) -> str:
    """The qualified name of something outside the project; empty for anything else."""
    found = meaning(snapshot, path, node, function)
    return found.name if found is not None and found.kind is Kind.EXTERNAL else ""


def definition(snapshot: Snapshot, symbol: Symbol) -> Definition | None:
    """The function or class that a symbol names."""
    found = definitions(snapshot, symbol.path)
    if found is None:
        return None
    return (found.functions if symbol.kind is Kind.FUNCTION else found.classes).get(symbol.name)


def code(found: Definition) -> Iterator[ast.AST]:
    """All nodes of a function or a class, the members of a class included."""
    yield from ast.walk(found.node)
    if isinstance(found.node, ast.ClassDef):
        for _, member in found.members:
            yield from ast.walk(member)


def method(snapshot: Snapshot, symbol: Symbol, name: str) -> tuple[Symbol, Definition] | None:
    """The method that a class or its nearest project ancestor defines, and which of them that is."""
    for ancestor in snapshot.graph.classes.info(symbol).ancestors:
        found = definition(snapshot, Symbol(Kind.FUNCTION, ancestor.path, f"{ancestor.name}.{name}"))
        if found is not None:
            return ancestor, found
    return None


def mentions(snapshot: Snapshot, path: str, *words: str) -> bool:
    """Whether a file has one of some words in its text, looked up once for each version of it."""
    source = snapshot.sources.get(path)
    snapshot.reads.note_words(path, words)
    if source is None:
        return False
    known = snapshot.memo.get(("mentions", path, words))
    if known is None or known[0] is not source:
        known = snapshot.memo["mentions", path, words] = (source, any(word in source.text for word in words))
    found: bool = known[1]
    return found


def nodes_with(snapshot: Snapshot, *words: str) -> Iterator[tuple[str, Site]]:
    """Every node of the blocks that have one of the words in their text, with its path."""
    for path in mentioning(snapshot, *words):
        source = snapshot.sources[path]
        assert isinstance(source, SourceFile), "what mentions them is Python"
        for block in source.blocks:
            for node in _nodes_with(block, words):
                yield path, Site(path, block, node)


def functions_with(snapshot: Snapshot, *words: str) -> Iterator[tuple[str, str, Definition]]:
    """The functions that have one of the words in their text, with their paths and names."""
    for path in mentioning(snapshot, *words):
        found = definitions(snapshot, path)
        for name, function in found.functions.items() if found is not None else ():
            if has_word(function.block, words):
                yield path, name, function


def has_word(block: Block, words: Sequence[str]) -> bool:
    return any(word in line for line in block.told for word in words)


def _nodes_with(block: Block, words: tuple[str, ...]) -> Sequence[ast.AST]:
    known = block.memo.get(("nodes with", words))
    if known is None:
        walked = (node for one in block.statements for node in ast.walk(one)) if has_word(block, words) else ()
        known = block.memo["nodes with", words] = [node for node in walked if hasattr(node, "lineno")]
    found: Sequence[ast.AST] = known
    return found


def assigned(function: FunctionNode, name: str) -> tuple[ast.expr | None, ...]:
    """What is assigned to a variable, each value; None for a parameter, the target of a loop and the like."""
    return tuple(_assigned(function, name))


def _assigned(function: FunctionNode, name: str) -> Iterator[ast.expr | None]:
    arguments = function.args
    everything = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    if any(argument is not None and argument.arg == name for argument in everything):
        yield None
    plain: set[int] = set()
    for node in walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=target) as bound], value=value) if target == name:
                plain.add(id(bound))
                yield value
            case ast.AnnAssign(target=ast.Name(id=target) as bound, value=ast.expr() as value) if target == name:
                plain.add(id(bound))
                yield value
            case ast.Name(id=target, ctx=ast.Store() | ast.Del()) if target == name and id(node) not in plain:
                yield None
            case ast.Global(names=names) | ast.Nonlocal(names=names) if name in names:
                yield None
            case ast.Call(func=ast.Name(id="locals" | "vars")):
                yield None
