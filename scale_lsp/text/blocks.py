"""Blocks: top-level statements and class members, each with its own syntax tree, so that an edit re-parses one.

If text A (ending in a line end) and text B parse as modules, A + B parses as their concatenation. The same holds for
the members of a class behind a `class _:` line as long as all have the same indentation.
"""

from __future__ import annotations

import ast
import re
from codeop import PyCF_ALLOW_INCOMPLETE_INPUT  # type: ignore[attr-defined]  # typeshed does not know it
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress, count
from operator import is_not
from typing import Any

from scale_lsp.text.compact import compact
from scale_lsp.text.positions import Position, Span, cut
from scale_lsp.text.trees import are_same

Lines = tuple[str, ...]
Located = Any
"""A node, or what says where one is."""


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    message: str
    position: Position
    is_final: bool = False
    """Whatever comes behind the text, it does not parse: Python stumbled over a token that is there."""

    def shifted(self, lines: int) -> SyntaxProblem:
        """The same so many lines further down."""
        return replace(self, position=Position(max(self.position.line + lines, 0), self.position.column))


class Block:
    """Some consecutive lines of a file. Compared by identity; it stays what it is as long as its statements do.

    `header` is set for the first lines of a top-level class (decorators, name, bases), whose members are blocks of
    their own with this block as `owner`. With a `problem` the statements are those of the last version that parsed; its
    lines are `told`: spans and texts of nodes are of that version.
    """

    __slots__ = (
        *("__weakref__", "_memo", "_offset", "header", "indent", "lines", "owner", "problem", "sites", "statements"),
        "told",
    )

    def __init__(
        self,
        lines: Lines,
        statements: tuple[ast.stmt, ...],
        offset: int,
        *,
        header: ast.ClassDef | None = None,
        owner: Block | None = None,
        indent: str = "",
        problem: SyntaxProblem | None = None,
    ) -> None:
        self.lines = self.told = lines
        self.statements = tuple(map(compact, statements))
        self._offset = offset
        self.header = compact(header) if header is not None else None
        self.owner = owner
        self.indent = indent
        self.problem = problem
        self._memo: dict[Any, Any] | None = None
        self.sites: dict[int, Any] | None = None
        """The places in a function of which somebody has spoken, by the identities of their nodes."""

    @property
    def memo(self) -> dict[Any, Any]:
        """What is found out about its code. Most blocks need none."""
        if self._memo is None:
            self._memo = {}
        return self._memo

    def forget(self) -> None:
        """What was found out does not count any more."""
        self._memo = None

    @property
    def function(self) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The function that the block is, if it is nothing else."""
        if len(self.statements) != 1 or self.header is not None or self.problem is not None:
            return None
        (found,) = self.statements
        return found if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef) else None

    def parsed(self) -> ast.stmt:
        """The first statement once more, at the same place."""
        head = "\n" * (self._offset - 1) + "class _:\n" if self.indent else "\n" * self._offset
        tree = parse_module(head + "".join(self.told))
        if isinstance(tree, SyntaxProblem):  # what has been parsed fails only where Python's stack ends
            raise RecursionError
        body = tree.body[0].body if self.indent and isinstance(tree.body[0], ast.ClassDef) else tree.body
        return body[0]

    def span(self, node: Located) -> Span:
        """The place of a node, counted from the first line of the block, in code points."""
        first, last = node.lineno - 1 - self._offset, node.end_lineno - 1 - self._offset
        return Span(
            Position(first, self._column(first, node.col_offset)),
            Position(last, self._column(last, node.end_col_offset)),
        )

    def text_of(self, node: Located) -> str:
        """The source text of a node."""
        return cut(self.told, self.span(node))

    def retold(self, lines: Lines, new: Block | SyntaxProblem) -> bool:
        """Take over lines that say the same, such as another comment; or that say nothing, while they do not parse."""
        if isinstance(new, SyntaxProblem):
            kept = all((s.end_lineno or s.lineno) - self._offset <= len(lines) for s in self.statements)
            if not kept or not self.statements or self.header is not None:
                return False
            self.problem = new
        elif are_same(self.statements, new.statements, new._offset - self._offset):
            self.problem, self.told = None, lines
        else:
            return False
        self.lines = lines
        self.forget()
        return True

    def broken(self, lines: Lines, problem: SyntaxProblem) -> Block:
        """The block with new lines that do not parse; what it last said still counts, as far as it is still inside."""
        kept = tuple(s for s in self.statements if (s.end_lineno or s.lineno) - self._offset <= len(lines))
        header = self.header if self.header is not None and self.header.lineno - self._offset <= len(lines) else None
        made = Block(lines, kept, self._offset, header=header, owner=self.owner, indent=self.indent, problem=problem)
        made.told = self.told
        return made

    def _column(self, line: int, byte: int) -> int:
        text = self.told[line] if 0 <= line < len(self.told) else ""
        if text.isascii():
            return min(byte, len(text))
        return len(text.encode(errors="surrogatepass")[:byte].decode(errors="ignore"))


def parse_module(text: str) -> ast.Module | SyntaxProblem:
    """The syntax tree of a text, or what is wrong with it; never raises."""
    try:
        return ast.parse(text)
    except SyntaxError as error:
        line, column = error.lineno or 1, error.offset or 0  # the end of the text has no column
        return SyntaxProblem(error.msg, Position(max(line - 1, 0), max(column - 1, 0)), not _may_go_on(text))
    except (ValueError, RecursionError, MemoryError) as error:  # NUL bytes, lone surrogates, very deep nesting
        return SyntaxProblem(str(error) or type(error).__name__, Position(0, 0))


def _may_go_on(text: str) -> bool:
    """Whether a text that does not parse may be the beginning of one that does: Python has read to its end.

    A text in f-quotes is a token of its own that ends too early, in some versions of Python.
    """
    try:
        compile(text, "", "exec", ast.PyCF_ONLY_AST | PyCF_ALLOW_INCOMPLETE_INPUT, dont_inherit=True)
    except SyntaxError as error:
        is_open = "triple-quoted" in error.msg or text.rstrip("\r\n").endswith("\\")
        return error.msg == "incomplete input" or ("unterminated" in error.msg and is_open)
    except (ValueError, RecursionError, MemoryError):
        pass
    return True


def tile(lines: Sequence[str], body: Sequence[ast.stmt]) -> Iterator[Block]:
    """Blocks for the statements of a module made of `lines`.

    Lines between statements belong to the statement before them; those before the first one to the first.
    """
    starts = [_start(s) for s in body]
    last = len(lines)
    position = 0
    i = 0
    while i < len(body):
        j = i + 1
        while j < len(body) and starts[j] < (body[j - 1].end_lineno or 0):
            j += 1  # statements that share a line
        end = starts[j] if j < len(body) else last
        node = body[i]
        if j == i + 1 and isinstance(node, ast.ClassDef) and _splits(node):
            yield from _class_blocks(lines, node, position, end)
        else:
            yield Block(tuple(lines[position:end]), tuple(body[i:j]), position)
        position = end
        i = j
    if position < last or not body:
        yield Block(tuple(lines[position:last]), (), position)


def _splits(node: ast.ClassDef) -> bool:
    """Whether the members of a class can be blocks: each begins on a line of its own, behind the header."""
    starts = [_start(m) for m in node.body]
    header_end = max([node.lineno, *((b.end_lineno or 0) for b in (*node.bases, *(k.value for k in node.keywords)))])
    ends = [(m.end_lineno or 0) for m in node.body]
    return starts[0] >= header_end and all(start >= end for start, end in zip(starts[1:], ends, strict=False))


def _class_blocks(lines: Sequence[str], node: ast.ClassDef, first: int, last: int) -> Iterator[Block]:
    # The header keeps the class without its members: they have trees of their own.
    members, node.body = node.body, []
    starts = [_start(m) for m in members]
    header = Block(tuple(lines[first : starts[0]]), (), first, header=node)
    yield header
    indent = lines[starts[0]][: len(lines[starts[0]]) - len(lines[starts[0]].lstrip())]
    for i, member in enumerate(members):
        end = starts[i + 1] if i + 1 < len(members) else last
        yield Block(tuple(lines[starts[i] : end]), (member,), starts[i], owner=header, indent=indent)


def _start(node: ast.stmt) -> int:
    """The zero-based line on which a statement begins, its decorators included."""
    decorators = getattr(node, "decorator_list", None)
    return int((decorators[0].lineno if decorators else node.lineno) - 1)


def reparsed(block: Block, lines: Lines) -> Block | SyntaxProblem | None:
    """The block with new lines, parsed by themselves; None when its borders may have changed and the file must tell."""
    if block.header is not None:
        return None
    if not block.indent:
        tree = parse_module("".join(lines))
        if isinstance(tree, SyntaxProblem):
            return tree
        if len(tree.body) != 1 or (isinstance(tree.body[0], ast.ClassDef) and _splits(tree.body[0])):
            return None
        return Block(lines, tuple(tree.body), 0)
    first = next(filter(is_code, lines), "")
    if not first.startswith(block.indent) or first[len(block.indent) : len(block.indent) + 1] in (" ", "\t"):
        return None
    tree = parse_module("class _:\n" + "".join(lines))
    if isinstance(tree, SyntaxProblem):
        return tree.shifted(-1)
    if len(tree.body) != 1 or not isinstance(tree.body[0], ast.ClassDef) or len(tree.body[0].body) != 1:
        return None
    return Block(lines, tuple(tree.body[0].body), 1, owner=block.owner, indent=block.indent)


def replaced(before: Sequence[Block], after: Sequence[Block]) -> list[tuple[Block, Block]] | None:
    """The blocks of a file that are others in its next version, each with that one; None if there are more or fewer."""
    if len(before) != len(after):
        return None
    return [(before[place], after[place]) for place in compress(count(), map(is_not, before, after))]


def only_change(before: Sequence[Block], after: Sequence[Block]) -> tuple[Block, Block] | None:
    """The one block of a file that is another one in its next version; None if more is different, or a class header."""
    different = replaced(before, after)
    if different is None or len(different) != 1:
        return None
    ((old, new),) = different
    return (old, new) if old.header is None and new.header is None and old.owner is new.owner else None


_STATEMENT = re.compile(r"(?:async\s+def|def|class|import|with|while|return|try)\b")


def may_end_elsewhere(block: Block, behind: Sequence[str]) -> bool:
    """Whether a broken block could be the beginning of a statement that the lines `behind` it go on with.

    What Python stumbles over before the end of the lines stays wrong whatever follows.
    """
    if block.problem is None or block.problem.is_final:
        return False
    message = block.problem.message
    if "triple-quoted" in message:
        return any('"""' in line or "'''" in line for line in behind)
    if "was never closed" in message:
        following = next((line.lstrip() for line in behind if is_code(line) and not line.lstrip().startswith("@")), "")
        return bool(following) and not _STATEMENT.match(following)
    if "expected an indented block" in message and any(map(is_code, block.lines)):
        following = next(filter(is_code, behind), "")
        return following.startswith((f"{block.indent} ", f"{block.indent}\t"))
    return True


def is_code(line: str) -> bool:
    """Whether a line has more than blanks and a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")
