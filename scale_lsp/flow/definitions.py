"""Where functions and classes of a file are: their syntax trees by qualified name."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from scale_lsp.flow.mattering import may_matter
from scale_lsp.index.project import Snapshot
from scale_lsp.text.blocks import Block, only_change
from scale_lsp.text.records import replace
from scale_lsp.text.source import SourceFile


@dataclass(frozen=True, slots=True)
class Definition:
    """`owner` is the qualified name of the class a method belongs to, "" for a function."""

    block: Block
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    owner: str = ""
    members: tuple[tuple[Block, ast.stmt], ...] = ()


@dataclass(frozen=True, slots=True)
class Definitions:
    functions: dict[str, Definition]
    classes: dict[str, Definition]
    values: dict[str, tuple[Block, ast.expr]]
    """Top-level names and class attributes (`Order.objects`) with the expression assigned to them."""
    parts: dict[int, Part] = field(default_factory=dict, compare=False)
    """What each top-level statement and each member of a class defines, by the identity of its node."""

    def of(self, node: ast.stmt) -> Part:
        """What one statement defines."""
        return self.parts[id(node)]


class Part(NamedTuple):
    """What one statement defines; it holds for this block and this class. Most define one thing, or nothing."""

    block: Block
    node: ast.stmt
    owner: str
    functions: tuple[tuple[str, Definition], ...]
    classes: tuple[tuple[str, Definition], ...]
    values: tuple[tuple[str, tuple[Block, ast.expr]], ...]
    matters: bool
    """Whether it is worth interpreting when the file is imported."""


def definitions(snapshot: Snapshot, path: str) -> Definitions | None:
    """The definitions of a file, computed once for each version of it. What is still there is the same object."""
    source = snapshot.source(path)  # notes all of the file, unless it is the interpreter that looks
    if not isinstance(source, SourceFile):
        return None
    known: tuple[SourceFile, Definitions] | None = snapshot.memo.get(("definitions", path))
    if known is None:
        found = _definitions(source, {})
    elif known[0] is source:
        return known[1]
    elif known[0].blocks is source.blocks:
        found = known[1]
    else:
        changed = only_change(known[0].blocks, source.blocks)
        found = (_patched(known[1], *changed) if changed is not None else None) or _definitions(source, known[1].parts)
    snapshot.memo["definitions", path] = (source, found)
    return found


def _definitions(source: SourceFile, before: Mapping[int, Part]) -> Definitions:
    found = Definitions({}, {}, {})

    def add(block: Block, node: ast.stmt, owner: str) -> None:
        known = before.get(id(node))
        if known is None or known.block is not block or known.node is not node or known.owner != owner:
            known = _part(block, node, owner)
        found.parts[id(node)] = known
        found.functions.update(known.functions)
        found.classes.update(known.classes)
        found.values.update(known.values)

    for item in source.items:
        if isinstance(item.node, ast.ClassDef) and item.members:
            found.classes[item.node.name] = Definition(item.block, item.node, "", item.members)
            for block, member in item.members:
                add(block, member, item.node.name)
        else:
            add(item.block, item.node, "")
    return found


def _part(block: Block, node: ast.stmt, owner: str) -> Part:
    found = Definitions({}, {}, {})
    _collect(found, block, node, (), owner)
    functions, classes, values = found.functions.items(), found.classes.items(), found.values.items()
    return Part(block, node, owner, tuple(functions), tuple(classes), tuple(values), may_matter(node))


def _patched(known: Definitions, old: Block, new: Block) -> Definitions | None:
    """The definitions with one block for another; None unless that defines the same names, each of them once, or other
    values than before that nothing else defines.
    """
    header = new.owner.header if new.owner is not None else None
    owner = header.name if header is not None else ""
    if len(old.statements) != 1 or len(new.statements) != 1 or isinstance(new.statements[0], ast.ClassDef):
        return None
    (gone,), (node,) = old.statements, new.statements
    before, after = known.parts.get(id(gone)), _part(new, node, owner)
    if before is None or before.owner != owner:
        return None
    patched: dict[str, dict[str, Any]] = {}
    for kind in ("functions", "classes", "values"):
        here: dict[str, Any] = getattr(known, kind)
        was, now = dict(getattr(before, kind)), dict(getattr(after, kind))
        if any(here[name] is not one for name, one in was.items()):
            return None
        if was.keys() == now.keys():
            patched[kind] = {**here, **now} if now else here
        elif kind == "values" and was and not _meets_others(known, before, {*was, *now}):
            others = [(name, one) if name not in was else None for name, one in here.items()]
            place = others.index(None)  # in the order of the text
            patched[kind] = dict(filter(None, [*others[:place], *now.items(), *others[place:]]))
        else:
            return None
    if header is not None:
        whole = known.classes.get(owner)
        if whole is None or whole.node is not header:
            return None
        members = tuple((new, node) if member is gone else (block, member) for block, member in whole.members)
        patched["classes"] = {**patched["classes"], owner: replace(whole, members=members)}
    parts = {**known.parts, id(node): after}
    del parts[id(gone)]
    return Definitions(**patched, parts=parts)


def _meets_others(known: Definitions, part: Part, names: Set[str]) -> bool:
    """Whether other statements than this one give values to some of the names."""
    return any(name in names for one in known.parts.values() if one is not part for name, _ in one.values)


def _collect(
    found: Definitions, block: Block, node: ast.stmt, members: tuple[tuple[Block, ast.stmt], ...], owner: str
) -> None:
    prefix = f"{owner}." if owner else ""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            found.functions[prefix + name] = Definition(block, node, owner)
        case ast.ClassDef(name=name):
            members = members or tuple((block, m) for m in node.body)
            found.classes[prefix + name] = Definition(block, node, owner, members)
            for inner_block, member in members:
                _collect(found, inner_block, member, (), prefix + name)
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                if isinstance(target, ast.Name):
                    found.values[prefix + target.id] = (block, value)
        case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
            found.values[prefix + name] = (block, value)
        case ast.If() | ast.Try() | ast.With():
            for inner in _nested(node):
                _collect(found, block, inner, (), owner)


def _nested(node: ast.If | ast.Try | ast.With) -> Iterator[ast.stmt]:
    if isinstance(node, ast.Try):
        for handler in node.handlers:
            yield from handler.body
    yield from node.body
    if not isinstance(node, ast.With):
        yield from node.orelse
