"""A file as a list of blocks; an edit makes a new file that shares all blocks it did not touch."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from scale_lsp.text.blocks import Block, Lines, SyntaxProblem, is_code, may_end_elsewhere, parse_module, reparsed, tile
from scale_lsp.text.positions import Edit, Location, Position, Span, apply_edits, spliced, split_lines
from scale_lsp.text.recovery import recover


@dataclass(frozen=True, slots=True)
class Comment:
    """A `#` comment. `own_line`: nothing but blanks stands before it."""

    position: Position
    text: str
    own_line: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A top-level statement; for a class, its members with the blocks they live in."""

    block: Block
    node: ast.stmt
    members: tuple[tuple[Block, ast.stmt], ...] = ()


class SourceFile:
    """The text of a Python file with its blocks. Immutable. `path` is absolute, with forward slashes."""

    def __init__(self, path: str, lines: list[str], blocks: tuple[Block, ...], retold: Lines = ()) -> None:
        self.path = path
        self.lines = lines
        self.blocks = blocks
        self.retold = retold
        """Lines that have come and gone since the version before, in a block that says what it said."""

    @classmethod
    def parse(cls, path: str, text: str) -> SourceFile:
        """Parse a whole text. What does not parse becomes broken blocks; nothing is raised."""
        lines = split_lines(text)
        blocks = tuple(_blocks(lines, ()))
        for block in blocks:
            _ = block.function and block.function.body  # apart from what is kept: only then is their memory free again
        return cls(path, lines, blocks)

    def edited(self, span: Span, text: str) -> SourceFile:
        """The file with a span replaced. Spans outside the text are clamped."""
        _ = self._by_block  # where the blocks of this version begin: the new one shares them, and may retell them
        lines = spliced(self.lines, span, text)
        first, last = self._index_of(span.start.line), self._index_of(span.end.line)
        if first == last and 0 <= first < len(self.blocks):
            local = self._edited_block(first, lines)
            if local is not None:
                return local
        return SourceFile(self.path, lines, tuple(_blocks(lines, self.blocks)))

    def parses_with(self, edits: Collection[Edit]) -> bool:
        """Whether a file that parses still does after edits that do not overlap: only their blocks are parsed."""
        return self.takes_inside(edits) or isinstance(parse_module(apply_edits(self.text, edits)), ast.Module)

    def takes_inside(self, edits: Collection[Edit]) -> bool:
        """Whether each edit stays inside a block, which parses then, whatever the rest of the file says."""
        inside: dict[int, list[Edit]] = {}
        for edit in edits:
            inside.setdefault(self._index_of(edit.span.start.line), []).append(edit)
        return all(self._parses_alone(index, mine) for index, mine in inside.items())

    def _parses_alone(self, index: int, edits: Collection[Edit]) -> bool:
        """Whether edits stay inside a block and leave its borders where they are."""
        if index < 0 or any(self._index_of(edit.span.end.line) != index for edit in edits):
            return False
        start, block = self.starts[index], self.blocks[index]
        text = "".join(block.lines)
        moved = [Edit(e.path, e.span.shifted(-start), e.text) for e in edits]
        lines = tuple(split_lines(apply_edits(text, moved)))
        is_last = index == len(self.blocks) - 1
        whole = bool(lines) and (is_last or lines[-1].endswith(("\n", "\r")))
        return whole and isinstance(reparsed(block, lines), Block)

    def rewritten(self, text: str) -> SourceFile:
        """The file with a wholly new text; blocks that are still there stay what they are."""
        _ = self._by_block
        lines = split_lines(text)
        return SourceFile(self.path, lines, tuple(_blocks(lines, self.blocks)))

    def _edited_block(self, index: int, lines: list[str]) -> SourceFile | None:
        """The file after an edit inside one block; None when all of it has to be looked at."""
        block = self.blocks[index]
        start = self.starts[index]
        grown = len(lines) - len(self.lines)
        mine = tuple(lines[start : start + len(block.lines) + grown])
        is_last = index == len(self.blocks) - 1
        if not mine or not (is_last or mine[-1].endswith(("\n", "\r"))):
            return None
        new = reparsed(block, mine)
        if new is None:
            return None
        before = block.lines
        made = block
        if block.retold(mine, new):
            edited = SourceFile(self.path, lines, self.blocks, retold=(*before, *mine))
        else:
            made = block.broken(mine, new) if isinstance(new, SyntaxProblem) else new
            edited = SourceFile(self.path, lines, (*self.blocks[:index], made, *self.blocks[index + 1 :]))
        edited._broken = [*(b for b in self._broken if b is not block), *([made] if made.problem is not None else [])]
        if not grown:
            edited.starts = self.starts
            edited._by_block = self._by_block if made is block else {**self._by_block, id(made): start}
            if made is not block:
                del edited._by_block[id(block)]
        if edited._may_parse() and isinstance(parse_module(edited.text), ast.Module):
            return None
        return edited

    def _may_parse(self) -> bool:
        """Whether broken blocks may be whole together with what is before or behind them."""
        return any(
            _begins_elsewhere(block) or may_end_elsewhere(block, self.lines[self.start_of(block) + len(block.lines) :])
            for block in self._broken
        )

    # look-ups

    @property
    def text(self) -> str:
        return _text(self)

    @cached_property
    def starts(self) -> list[int]:
        """The first line of each block; at the end, the number of lines."""
        return [0, *accumulate(len(block.lines) for block in self.blocks)]

    @cached_property
    def _by_block(self) -> dict[int, int]:
        return {id(block): start for block, start in zip(self.blocks, self.starts, strict=False)}

    @cached_property
    def _broken(self) -> list[Block]:
        return [block for block in self.blocks if block.problem is not None]

    def _index_of(self, line: int) -> int:
        return min(bisect_right(self.starts, line), len(self.blocks)) - 1

    def block_at(self, line: int) -> Block | None:
        return self.blocks[self._index_of(line)] if self.blocks else None

    def holds(self, block: Block) -> bool:
        """Whether a block is one of this version."""
        return id(block) in self._by_block

    def start_of(self, block: Block) -> int:
        """The first line of a block. Raises KeyError for a block of another version."""
        return self._by_block[id(block)]

    def location(self, block: Block, span: Span) -> Location:
        """Where a span of a block is in the file."""
        return Location(self.path, span.shifted(self.start_of(block)))

    def begins_like(self, other: object) -> bool:
        """Whether it has the blocks of another version, each where it was: only comments are others."""
        return isinstance(other, SourceFile) and self.blocks is other.blocks and self.starts == other.starts

    def members(self, header: Block) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.owner is header)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Top-level statements in order, classes put together again."""
        return tuple(items_of(self.blocks))

    @property
    def problems(self) -> tuple[SyntaxProblem, ...]:
        """What does not parse, in positions of the file."""
        return tuple(
            b.problem.shifted(start)
            for b, start in zip(self.blocks, self.starts, strict=False)
            if b.problem is not None
        )

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """Comments in order; in a broken block, those before the place where reading fails."""
        return tuple(
            Comment(Position(c.position.line + start, c.position.column), c.text, c.own_line)
            for block, start in zip(self.blocks, self.starts, strict=False)
            for c in _comments(block)
        )


@lru_cache(maxsize=4)
def _text(source: SourceFile) -> str:
    """The text of a file, kept for those that are asked about again and again."""
    return "".join(source.lines)


def items_of(blocks: Iterable[Block]) -> Iterator[Item]:
    """The statements of blocks, classes put together again."""
    header: Block | None = None
    members: list[tuple[Block, ast.stmt]] = []
    for block in blocks:
        if block.owner is not None and block.owner is header:
            members += [(block, node) for node in block.statements]
            continue
        if header is not None and header.header is not None:
            yield Item(header, header.header, tuple(members))
        header, members = None, []
        if block.header is not None:
            header, members = block, [(block, node) for node in block.statements]
            continue
        for node in block.statements:
            inner = tuple((block, m) for m in node.body) if isinstance(node, ast.ClassDef) else ()
            yield Item(block, node, inner)
    if header is not None and header.header is not None:
        yield Item(header, header.header, tuple(members))


def _blocks(lines: list[str], before: Iterable[Block]) -> Iterator[Block]:
    """The blocks of a whole file, taking over those that are the same as before, and in the same order."""
    tree = parse_module("".join(lines))
    new = recover(lines) if isinstance(tree, SyntaxProblem) else tile(lines, tree.body)
    known: dict[tuple[object, ...], list[tuple[int, Block]]] = {}
    for index, block in enumerate(before):
        if block.problem is None:
            known.setdefault(_identity(block, block.owner), []).append((index, block))
    owners: dict[int, Block] = {}
    last = -1
    for block in new:
        owner = owners.get(id(block.owner), block.owner) if block.owner is not None else None
        same = [(i, b) for i, b in known.get(_identity(block, owner), ()) if i > last] if block.problem is None else []
        kept = block
        if same:
            last, kept = same[0]
        if kept is block and owner is not block.owner:
            block.owner = owner
        owners[id(block)] = kept
        yield kept


def _identity(block: Block, owner: Block | None) -> tuple[object, ...]:
    return (block.lines, id(owner), block.indent, block.header is None, len(block.statements))


_GOES_ON = re.compile(r"[ \t]|(?:else|elif|except|finally)\b|[)\]}]")


def _begins_elsewhere(block: Block) -> bool:
    """Whether a broken block can only be the rest of a statement that begins before it."""
    return _GOES_ON.match(next(filter(is_code, block.lines), "").removeprefix(block.indent)) is not None


def _comments(block: Block) -> tuple[Comment, ...]:
    if "comments" not in block.memo:
        block.memo["comments"] = tuple(read_comments(block.lines)) if any("#" in line for line in block.lines) else ()
    found: tuple[Comment, ...] = block.memo["comments"]
    return found


def read_comments(lines: Iterable[str]) -> Iterator[Comment]:
    """The comments of Python, as far as it can be read."""
    lines = tuple(lines)
    try:
        for token in tokenize.generate_tokens(io.StringIO("".join(lines), newline="").readline):
            if token.type == tokenize.COMMENT:
                line, column = token.start[0] - 1, token.start[1]
                yield Comment(Position(line, column), token.string, not token.line[:column].strip())
    except (tokenize.TokenError, SyntaxError):
        return
