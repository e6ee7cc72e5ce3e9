"""Django templates as nodes, without running the project.

Django's own parser needs configured settings and imports the project's tag libraries; no kept package parses templates
without Django. The grammar is small: tags, variables and comments between braces. Templates of Jinja that lie in a
`templates` folder look the same as far as rows are concerned. Nothing here raises: what is malformed is passed over.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from scale_lsp.text.plain import TextFile
from scale_lsp.text.positions import Position, split_lines
from scale_lsp.text.source import Comment

_NOWHERE = ast.Pass(lineno=1, col_offset=0, end_lineno=1, end_col_offset=1)


@dataclass(frozen=True, slots=True)
class Filter:
    name: str
    argument: Expression | None = None


@dataclass(frozen=True, slots=True)
class Expression:
    """`order.customer.name|upper`, or a literal. `node` is its place, for sites."""

    path: tuple[str, ...]
    filters: tuple[Filter, ...]
    literal: str | int | None
    node: ast.AST


@dataclass(frozen=True, slots=True)
class Output:
    expression: Expression


@dataclass(frozen=True, slots=True)
class For:
    targets: tuple[str, ...]
    iterable: Expression
    body: tuple[Node, ...]
    empty: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class If:
    """Branches with the operands of their conditions; `else` has none."""

    branches: tuple[tuple[tuple[Expression, ...], tuple[Node, ...]], ...]


@dataclass(frozen=True, slots=True)
class With:
    assignments: tuple[tuple[str, Expression], ...]
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Include:
    template: Expression
    assignments: tuple[tuple[str, Expression], ...]
    only: bool


@dataclass(frozen=True, slots=True)
class Extends:
    template: Expression


@dataclass(frozen=True, slots=True)
class BlockNode:
    name: str
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Regroup:
    target: Expression
    by: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Tag:
    """Any other tag; `body` for one that has an end tag. `node` is its place."""

    name: str
    arguments: tuple[Expression, ...]
    as_name: str
    body: tuple[Node, ...]
    keywords: tuple[tuple[str, Expression], ...] = ()
    node: ast.AST = _NOWHERE


Node = Output | For | If | With | Include | Extends | BlockNode | Regroup | Tag


_TOKEN = re.compile(r"\{%-?(.*?)-?%\}|\{\{-?(.*?)-?\}\}|\{#.*?#\}", re.S)
_COMMENT = re.compile(r"\{#.*?#\}")
_BITS = re.compile(r'(?:[^\s"\']*(?:"[^"\n]*"|\'[^\'\n]*\')[^\s"\']*)+|\S+')
_PATH = re.compile(r"[A-Za-z_][\w]*(?:\(\))?(?:\.\w+(?:\(\))?)*")
_FILTERS = re.compile(r"""\|\s*(\w+)(?:\s*[:(]\s*("[^"]*"|'[^']*'|[\w.]+))?""")
_OPERATORS = frozenset({"and", "or", "not", "in", "is", "==", "!=", "<", ">", "<=", ">="})


class TemplateFile(TextFile):
    """A template with its nodes."""

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """Comments of the form `{# … #}`."""
        found = []
        for number, line in enumerate(self.lines):
            for match in _COMMENT.finditer(line):
                own = not (line[: match.start()] + line[match.end() :]).strip()
                found.append(Comment(Position(number, match.start()), match.group(), own))
        return tuple(found)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        try:
            return _Parser(self.text).parse()
        except RecursionError:
            return ()


@dataclass(frozen=True, slots=True)
class _Token:
    """`tag` "" for a variable."""

    tag: str
    rest: str
    start: int


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.line_starts = [0, *accumulate(len(line) for line in split_lines(text) if line.endswith(("\n", "\r")))]
        self.tokens: list[_Token] = list(self._tokens())
        self.ends = {token.tag for token in self.tokens if token.tag.startswith("end")}
        self.position = 0

    def parse(self) -> tuple[Node, ...]:
        nodes: list[Node] = []
        while self.position < len(self.tokens):
            nodes += self._body(frozenset())
            self.position += 1  # an end tag without its beginning
        return tuple(nodes)

    def _tokens(self) -> Iterator[_Token]:
        hidden = ""
        for match in _TOKEN.finditer(self.text):
            tag, variable = match.group(1), match.group(2)
            if tag is not None:
                name, _, rest = tag.strip().partition(" ")
                if hidden:
                    hidden = "" if name == hidden else hidden
                    continue
                if name in ("comment", "verbatim", "raw"):
                    hidden = f"end{name}"
                    continue
                if name:
                    start = match.start(1) + tag.index(name) + len(name)
                    start += len(tag) - len(tag[tag.index(name) + len(name) :].lstrip()) - (tag.index(name) + len(name))
                    yield _Token(name, rest.strip(), start)
            elif variable is not None and not hidden and variable.strip():
                lead = len(variable) - len(variable.lstrip())
                yield _Token("", variable.strip(), match.start(2) + lead)

    def _body(self, until: frozenset[str]) -> tuple[Node, ...]:
        nodes: list[Node] = []
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            if token.tag in until or (token.tag.startswith("end") and until):
                break
            if token.tag.startswith("end") or token.tag in ("else", "elif", "empty"):
                if not until:
                    break
            self.position += 1
            node = self._node(token)
            if node is not None:
                nodes.append(node)
        return tuple(nodes)

    def _closing(self, *tags: str) -> _Token | None:
        """The token at hand if it is one of the tags, consumed."""
        token = self.tokens[self.position] if self.position < len(self.tokens) else None
        if token is not None and token.tag in tags:
            self.position += 1
            return token
        return None

    def _node(self, token: _Token) -> Node | None:
        match token.tag:
            case "":
                return Output(self._expression(token.rest, token.start))
            case "for":
                return self._for(token)
            case "if" | "ifchanged":
                return self._if(token)
            case "with":
                assignments = self._assignments(token)
                body = self._body(frozenset({"endwith"}))
                self._closing("endwith")
                return With(assignments, body)
            case "include":
                return self._include(token)
            case "extends":
                return Extends(self._expression(token.rest, token.start))
            case "block":
                body = self._body(frozenset({"endblock"}))
                self._closing("endblock")
                return BlockNode(token.rest.split(" ")[0], body)
            case "regroup":
                match = re.fullmatch(r"(\S+)\s+by\s+(\S+)\s+as\s+(\w+)", token.rest)
                if match is None:
                    return None
                by = tuple(match[2].partition("|")[0].split("."))
                return Regroup(self._expression(match[1], token.start), by, match[3])
            case "set" if match := re.fullmatch(r"(\w+)\s*=\s*(.+)", token.rest, re.S):
                value = self._expression(match[2], token.start + match.start(2))
                return Tag("set", (value,), match[1], ())
        return self._tag(token)

    def _for(self, token: _Token) -> Node | None:
        match = re.fullmatch(
            r"\(?([\w\s,]+?)\)?\s+in\s+(.+?)(?:\s+if\s.+)?(?:\s+(?:reversed|recursive))*", token.rest, re.S
        )
        body = self._body(frozenset({"empty", "else", "endfor"}))
        empty: tuple[Node, ...] = ()
        if self._closing("empty", "else"):
            empty = self._body(frozenset({"endfor"}))
        self._closing("endfor")
        if match is None:
            return None
        targets = tuple(name.strip() for name in match[1].split(",") if name.strip())
        return For(targets, self._expression(match[2], token.start + match.start(2)), body, empty)

    def _if(self, token: _Token) -> Node:
        end = f"end{token.tag}"
        branches = []
        here: _Token | None = token
        while here is not None:
            body = self._body(frozenset({"elif", "else", end}))
            branches.append((() if here.tag == "else" else self._operands(here), body))
            here = self._closing("elif", "else")
        self._closing(end)
        return If(tuple(branches))

    def _operands(self, token: _Token) -> tuple[Expression, ...]:
        bits = _BITS.finditer(token.rest)
        return tuple(
            self._expression(
                bit.group().strip("()") if "(" in bit.group() and ")" not in bit.group() else bit.group(),
                token.start + bit.start(),
            )
            for bit in bits
            if bit.group() not in _OPERATORS
        )

    def _assignments(self, token: _Token) -> tuple[tuple[str, Expression], ...]:
        legacy = re.fullmatch(r"(\S+)\s+as\s+(\w+)", token.rest)
        if legacy:
            return ((legacy[2], self._expression(legacy[1], token.start)),)
        found = []
        for bit in _BITS.finditer(token.rest):
            name, equals, value = bit.group().partition("=")
            if equals and name.isidentifier():
                found.append((name, self._expression(value, token.start + bit.start() + len(name) + 1)))
        return tuple(found)

    def _include(self, token: _Token) -> Node | None:
        bits = [bit.group() for bit in _BITS.finditer(token.rest)]
        if not bits:
            return None
        return Include(self._expression(bits[0], token.start), self._assignments(token), "only" in bits[1:])

    def _tag(self, token: _Token) -> Node:
        bits = list(_BITS.finditer(token.rest))
        as_name = ""
        if len(bits) > 1 and bits[-2].group() == "as":
            as_name = bits[-1].group()
            bits = bits[:-2]
        named = re.compile(r"(\w+)=(?=[^=])")
        arguments = [self._expression(b.group(), token.start + b.start()) for b in bits if not named.match(b.group())]
        keywords = [
            (name[1], self._expression(bit.group()[name.end() :], token.start + bit.start() + name.end()))
            for bit in bits
            if (name := named.match(bit.group()))
        ]
        body: tuple[Node, ...] = ()
        if f"end{token.tag}" in self.ends and token.tag not in ("else", "plural"):
            body = self._body(frozenset({f"end{token.tag}"}))
            while self._closing("else", "plural", "elif"):
                body += self._body(frozenset({f"end{token.tag}"}))
            self._closing(f"end{token.tag}")
        place = self._place(token.start, len(token.rest))
        return Tag(token.tag, tuple(arguments), as_name, body, tuple(keywords), place)

    def _expression(self, text: str, start: int) -> Expression:
        text = text.strip()
        node = self._place(start, len(text))
        quoted = re.match(r"""_?\(?(["'])(.*?)\1""", text)
        if quoted:
            return Expression((), (), quoted[2], node)
        if text[:1].isdigit():
            return Expression((), (), int(text) if text.isdigit() else None, node)
        match = _PATH.match(text)
        if match is None:
            return Expression((), (), None, node)
        path = tuple(match.group().replace("()", "").split("."))
        rest = text[match.end() :]
        filters = tuple(Filter(f[1], self._expression(f[2], start) if f[2] else None) for f in _FILTERS.finditer(rest))
        if rest.startswith(("(", "[")):  # a call with arguments, an index: not followed
            return Expression(path[:-1] if rest[0] == "(" else path, (), None, node)
        return Expression(path, filters, None, node)

    def _place(self, start: int, length: int) -> ast.AST:
        first, last = self._position(start), self._position(start + max(length, 1))
        return ast.Pass(
            lineno=first.line + 1, col_offset=first.column, end_lineno=last.line + 1, end_col_offset=last.column
        )

    def _position(self, offset: int) -> Position:
        from bisect import bisect_right

        line = bisect_right(self.line_starts, offset) - 1
        text = self.text[self.line_starts[line] : offset]
        return Position(line, len(text.encode(errors="surrogatepass")))


SUFFIXES = frozenset({".html", ".htm", ".txt", ".xml", ".jinja", ".jinja2", ".j2"})


def is_template(path: str) -> bool:
    """Whether a file is a template by its name; everything else is taken for Python."""
    name = path.rpartition("/")[2]
    return "." in name and f".{name.rpartition('.')[2]}" in SUFFIXES


def template_names(path: str) -> Sequence[str]:
    """The names a template file can be loaded by: what follows a `templates` or `jinja2` folder."""
    parts = path.split("/")
    return ["/".join(parts[i + 1 :]) for i, part in enumerate(parts[:-1]) if part in ("templates", "jinja2")]


def uses_super(nodes: Iterable[Node]) -> bool:
    """Whether a block shows what the template above has in it."""
    return any(isinstance(n, Output) and n.expression.path == ("block", "super") for n in nodes)
