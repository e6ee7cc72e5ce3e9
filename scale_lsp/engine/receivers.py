"""Whose method is called in code that may be half written: the model of the rows of a queryset or manager.

The call is replaced by one that names a relation, and the function around it interpreted: the model is the one that the
interpretation sees the relation named on.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.entries import Entry
from scale_lsp.flow.facts import RelationNamed
from scale_lsp.flow.interpretation import interpret
from scale_lsp.flow.values import Value
from scale_lsp.frameworks import ALL
from scale_lsp.index.dependencies import Reads
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.text.blocks import Block, SyntaxProblem, reparsed
from scale_lsp.text.cursor import OpenCall, Word, closed_at, closers
from scale_lsp.text.positions import split_lines
from scale_lsp.text.source import SourceFile

PROBE = "__scale_lsp__"
_NAMED = f'.prefetch_related("{PROBE}")'
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def models_of_receiver(
    snapshot: Snapshot, source: SourceFile, first_line: int, text: str, word: Word, call: OpenCall
) -> tuple[tuple[Symbol, ...], Probe | None]:
    """The models a method may be called for, none when that is not known; and the first probe.

    `text` is that of the block that begins at `first_line`, and what offsets count in.
    """
    first = None
    for probe in probes(source, first_line, text, word, call):
        first = first or probe
        if found := models_of(snapshot, probe):
            return found, first
    return (), first


@dataclass(frozen=True, slots=True)
class Probe:
    """The file with the call replaced by one that names a relation."""

    source: SourceFile
    block: Block
    line: int
    tail: str
    """What stands behind the call in the block."""


def probes(
    source: SourceFile, first_line: int, text: str, word: Word, call: OpenCall, before: str | None = None
) -> Iterator[Probe]:
    """The ways to end the call after which the text parses. `before` is written up to its dot, if given."""
    if call.dot is None:
        return
    before = text[: call.dot] if before is None else before
    line = first_line + before.count("\n")
    for tail in dict.fromkeys(_tails(text, word, call)):
        edited = _with_block(source, first_line, text, before + _NAMED + tail)
        block = edited.block_at(line) if edited is not None else None
        if edited is not None and block is not None and block.problem is None and PROBE in "".join(block.lines):
            yield Probe(edited, block, line, tail)


def models_of(snapshot: Snapshot, probe: Probe, given: Mapping[str, Value] | None = None) -> tuple[Symbol, ...]:
    """The models that the relation is named on, while what stands around that line is interpreted."""
    sources = {**snapshot.sources, probe.source.path: probe.source}
    probed = replace(snapshot, sources=sources, memo=dict(snapshot.memo), reads=Reads())
    found: dict[Symbol, None] = {}
    for entry in _entries(probed, probe.source, probe.block, probe.line):
        for seen in interpret(probed, entry, frameworks=ALL, given=given or {}).observations:
            if isinstance(seen, RelationNamed) and seen.name == PROBE:
                found[seen.model] = None
        if found:
            break
    return tuple(found)


def _tails(text: str, word: Word, call: OpenCall) -> Iterator[str]:
    """What may follow the call: what does now; else the rest of its line; else nothing but what closes brackets."""
    end = closed_at(text, call.open)
    if end is not None:
        yield text[end:]
    behind = word.end + (text[word.end : word.end + 1] in ("'", '"') if word.quoted else 0)
    line_end = next((i for i in range(behind, len(text)) if text[i] in "\r\n"), len(text))
    yield text[behind:]
    closing = closers(text, tuple(i for i in word.open if i < call.open))
    for rest in (text[line_end:], "\n"):
        yield closing + rest
        yield f"{closing}: pass{rest}"


def _with_block(source: SourceFile, first_line: int, text: str, changed: str) -> SourceFile | None:
    """Another file with the text of a block replaced: editing this one may change its blocks. All of it is parsed only
    where the borders of the block may be others. None if the block does not parse.
    """
    last = first_line + len(split_lines(text))
    block, lines = source.block_at(first_line), tuple(split_lines(changed))
    whole = changed.endswith("\n") or last >= len(source.lines)
    new = reparsed(block, lines) if block is not None and lines and whole else None
    if new is None:
        return SourceFile.parse(source.path, "".join((*source.lines[:first_line], changed, *source.lines[last:])))
    if isinstance(new, SyntaxProblem):
        return None
    blocks = tuple(new if one is block else one for one in source.blocks)
    return SourceFile(source.path, [*source.lines[:first_line], *lines, *source.lines[last:]], blocks)


def _entries(snapshot: Snapshot, source: SourceFile, block: Block, line: int) -> Iterator[Entry]:
    """The code around a line: the outermost function, functions inside it that nobody may call, else the statement."""
    known = definitions(snapshot, source.path)
    for name, definition in known.functions.items() if known else ():
        if definition.block is block and _holds(source, block, definition.node, line):
            owner = Symbol(Kind.CLASS, source.path, definition.owner) if definition.owner else None
            yield Entry(source.path, block, name, definition.node, owner)
            for inner in ast.walk(definition.node):
                if (
                    inner is not definition.node
                    and isinstance(inner, _FUNCTIONS)
                    and _holds(source, block, inner, line)
                ):
                    yield Entry(source.path, block, f"{name}.{inner.name}", inner)
            return
    for item in source.items:
        owner = Symbol(Kind.CLASS, source.path, item.node.name) if isinstance(item.node, ast.ClassDef) else None
        for of, node in item.members if owner else ((item.block, item.node),):
            if of is block and isinstance(node, ast.stmt) and _holds(source, block, node, line):
                yield Entry(source.path, block, owner.name if owner else "", node, owner)


def _holds(source: SourceFile, block: Block, node: ast.stmt, line: int) -> bool:
    here = block.span(node).shifted(source.start_of(block))
    return here.start.line <= line <= here.end.line
