"""Jinja templates as Python syntax trees: what rendering them executes, at the places where the template says it.

jinja2 compiles templates to Python too. Scopes are made by renaming, since loops have none in Python; what only Jinja
has is a call of `jinja2.…`. https://jinja.palletsprojects.com/en/stable/templates/#list-of-control-structures
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from scale_lsp.text.jinja_expressions import Expressions, like

_OWN_SCOPE = frozenset(
    {"For", "Macro", "CallBlock", "With", "FilterBlock", "Block", "Scope", "ScopedEvalContextModifier", "AssignBlock"}
)


@dataclass(frozen=True, slots=True)
class Code:
    """A template as Python.

    `blocks` are functions by name, `extends` the name of the template they are put into. `names` are all variables
    the code uses, `exports` those that a template importing this one can see.
    """

    body: tuple[ast.stmt, ...]
    blocks: Mapping[str, ast.FunctionDef]
    extends: ast.expr | None
    names: frozenset[str]
    exports: frozenset[str]


def translate(tree: Any, expressions: Expressions) -> Code:
    """The Python of a `jinja2.nodes.Template`."""
    statements = _Statements(expressions, muted=_extends(tree))
    body = tuple(statements.body(tree.body))
    exports = frozenset(name for name in _assigned(tree.body) if not name.startswith("_"))
    return Code(body, statements.blocks, statements.extends, frozenset(expressions.used), exports)


def _extends(node: Any) -> bool:
    return any(type(child).__name__ == "Extends" or _extends(child) for child in node.iter_child_nodes())


class _Statements:
    """`muted`: a template that extends another one puts out nothing but what its blocks do."""

    def __init__(self, expressions: Expressions, muted: bool) -> None:
        self.of = expressions
        self.muted = muted
        self.blocks: dict[str, ast.FunctionDef] = {}
        self.extends: ast.expr | None = None
        self.nesting = 0
        self.count = 0

    def body(self, nodes: Iterable[Any]) -> Iterator[ast.stmt]:
        for node in nodes:
            handler = getattr(self, f"_{type(node).__name__.lower()}", None)
            if handler is not None:
                before = self.of.at
                self.of.at = before if node.lineno is None else node.lineno
                yield from handler(node)
                self.of.at = before

    # scopes

    @contextmanager
    def _renaming(self, names: Iterable[str]) -> Iterator[None]:
        """Variables that are others than those of the same names outside."""
        outside = self.of.renamed
        self.count += 1
        self.nesting += 1
        self.of.renamed = outside | {name: f"{name}@{self.count}" for name in names}
        try:
            yield
        finally:
            self.of.renamed = outside
            self.nesting -= 1

    def _scoped(self, nodes: Sequence[Any], own: Sequence[str] = ()) -> list[ast.stmt]:
        """Statements in a scope of their own. What they change is at first what it is outside."""
        changed = [name for name in _assigned(nodes) if name not in own]
        outside = [self.of.named(self.of.name(name)) for name in changed]
        with self._renaming([*own, *changed]):
            first = [self._bound(name, value) for name, value in zip(changed, outside, strict=True)]
            return [*first, *self.body(nodes)]

    def _bound(self, name: str, value: ast.expr) -> ast.stmt:
        target = self.of.named(self.of.name(name), ast.Store())
        return like(ast.Assign(targets=[target], value=value), value)

    def _renamed(self, old: str, new: str) -> ast.stmt:
        value = self.of.named(old)
        return like(ast.Assign(targets=[self.of.named(new, ast.Store())], value=value), value)

    def _function(self, name: str, arguments: ast.arguments, nodes: Sequence[Any]) -> ast.FunctionDef:
        """A function: its parameters and what it assigns are its own."""
        own = [a.arg for a in (*arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg) if a]
        changed = [n for n in _assigned(nodes) if n not in own]
        outside, muted = self.of.renamed, self.muted
        first = [self.of.named(self.of.name(n)) for n in changed]
        self.of.renamed = {n: r for n, r in outside.items() if n not in own and n not in changed}
        self.of.used.update(own)
        self.muted = False
        self.nesting += 1
        try:
            body = [*(self._bound(n, v) for n, v in zip(changed, first, strict=True)), *self.body(nodes)]
        finally:
            self.of.renamed, self.muted = outside, muted
            self.nesting -= 1
        made = ast.FunctionDef(name=name, args=arguments, body=body, decorator_list=[], returns=None, type_comment=None)
        return self.of.placed(made, self.of.at, self.of.at + 1)

    # output

    def _output(self, node: Any) -> Iterator[ast.stmt]:
        for part in node.nodes:
            if not self.muted and type(part).__name__ != "TemplateData":
                yield self._statement(self.of.call("output", [self.of.expression(part)]))

    def _statement(self, value: ast.expr) -> ast.stmt:
        return like(ast.Expr(value=value), value)

    def _exprstmt(self, node: Any) -> Iterator[ast.stmt]:
        yield self._statement(self.of.expression(node.node))

    def _filterblock(self, node: Any) -> Iterator[ast.stmt]:
        yield from self._scoped(node.body)

    def _scope(self, node: Any) -> Iterator[ast.stmt]:
        yield from self._scoped(node.body)

    _scopedevalcontextmodifier = _scope

    # variables

    def _assign(self, node: Any) -> Iterator[ast.stmt]:
        value = self.of.expression(node.node)
        yield like(ast.Assign(targets=[self.of.expression(node.target)], value=value), value)

    def _assignblock(self, node: Any) -> Iterator[ast.stmt]:
        muted, self.muted = self.muted, False
        yield from self._scoped(node.body)
        self.muted = muted
        yield like(ast.Assign(targets=[self.of.expression(node.target)], value=(text := self.of.unknown())), text)

    def _with(self, node: Any) -> Iterator[ast.stmt]:
        values = [self.of.expression(value) for value in node.values]
        names = [name for target in node.targets for name in _names(target)]
        with self._renaming(names):
            for target, value in zip(node.targets, values, strict=True):
                yield like(ast.Assign(targets=[self.of.expression(target)], value=value), value)
            yield from self._scoped(node.body)

    # control

    def _for(self, node: Any) -> Iterator[ast.stmt]:
        iterable = self.of.expression(node.iter)
        own = [*_names(node.target), "loop"]
        with self._renaming(own):
            target = self.of.expression(node.target)
            body = [self._bound("loop", self.of.unknown()), *self._scoped(node.body)]
            if node.test is not None:
                test = self.of.expression(node.test)
                body = [like(ast.If(test=test, body=body, orelse=[]), test)]
        loop = ast.For(target=target, iter=iterable, body=body, orelse=self._scoped(node.else_), type_comment=None)
        yield like(loop, iterable)

    def _if(self, node: Any) -> Iterator[ast.stmt]:
        self.nesting += 1
        tests = [(self.of.expression(branch.test), list(self.body(branch.body))) for branch in (node, *node.elif_)]
        other = list(self.body(node.else_))
        self.nesting -= 1
        for test, body in reversed(tests):
            other = [like(ast.If(test=test, body=body or [like(ast.Pass(), test)], orelse=other), test)]
        yield from other

    def _break(self, node: Any) -> Iterator[ast.stmt]:
        yield self.of.placed(ast.Break(), self.of.at, self.of.at + 1)

    def _continue(self, node: Any) -> Iterator[ast.stmt]:
        yield self.of.placed(ast.Continue(), self.of.at, self.of.at + 1)

    # macros

    def _macro(self, node: Any) -> Iterator[ast.stmt]:
        yield self._function(self.of.name(node.name), self._arguments(node), node.body)
        self.of.used.add(self.of.name(node.name))

    def _arguments(self, node: Any) -> ast.arguments:
        """Parameters of a macro, which takes all others as `varargs` and `kwargs`, and the block of a `call` tag."""
        return ast.arguments(
            posonlyargs=[],
            args=[ast.arg(arg=argument.name) for argument in node.args],
            vararg=ast.arg(arg="varargs"),
            kwonlyargs=[ast.arg(arg="caller")],
            kw_defaults=[ast.Constant(value=None)],
            kwarg=ast.arg(arg="kwargs"),
            defaults=[self.of.expression(default) for default in node.defaults],
        )

    def _callblock(self, node: Any) -> Iterator[ast.stmt]:
        """The block is a function, `caller`, that the macro is given."""
        function = self._function("caller", self._arguments(node), node.body)
        call = self.of.expression(node.call)
        if isinstance(call, ast.Call):
            call.keywords.append(ast.keyword(arg="caller", value=self.of.named("caller")))
        self.count += 1
        before = f"caller@{self.count}"
        yield self._renamed("caller", before)
        yield function
        yield self._statement(call)
        yield self._renamed(before, "caller")

    # other templates

    def _extends(self, node: Any) -> Iterator[ast.stmt]:
        """Which template is extended is known where that is not decided by a branch."""
        if not self.nesting:
            self.extends = self.of.expression(node.template)
        return iter(())

    def _block(self, node: Any) -> Iterator[ast.stmt]:
        nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        inner = self._inner() if node.scoped else []
        outside, self.of.renamed = self.of.renamed, {}
        self.blocks[node.name] = self._function(node.name, nothing, node.body)
        self.of.renamed = outside
        if not self.muted:
            name = self.of.placed(ast.Constant(value=node.name), self.of.at, self.of.at + len("block"))
            yield self._statement(self.of.call("block", [name], inner))

    def _include(self, node: Any) -> Iterator[ast.stmt]:
        yield self._statement(self._loaded("include", node, self._inner()))

    def _import(self, node: Any) -> Iterator[ast.stmt]:
        yield self._bound(node.target, self._loaded("import", node, []))

    def _fromimport(self, node: Any) -> Iterator[ast.stmt]:
        self.count += 1
        module = f"import@{self.count}"
        loaded = self._loaded("import", node, [])
        yield like(ast.Assign(targets=[self.of.named(module, ast.Store())], value=loaded), loaded)
        for imported in node.names:
            name, alias = imported if isinstance(imported, tuple) else (imported, imported)
            key = like(ast.Constant(value=name), loaded)
            yield self._bound(
                alias, like(ast.Subscript(value=self.of.named(module), slice=key, ctx=ast.Load()), loaded)
            )

    def _inner(self) -> list[ast.keyword]:
        """The variables of inner scopes, to be handed to another template or a block."""
        return [ast.keyword(arg=name, value=self.of.named(r)) for name, r in self.of.renamed.items()]

    def _loaded(self, function: str, node: Any, inner: list[ast.keyword]) -> ast.expr:
        with_context = ast.Constant(value=node.with_context)
        name = self.of.expression(node.template)
        return self.of.call(function, [name, like(with_context, name)], inner)


def _assigned(nodes: Iterable[Any]) -> list[str]:
    """The variables that statements set in the scope they stand in."""
    found: dict[str, None] = {}
    for node in nodes:
        match type(node).__name__:
            case "Assign" | "AssignBlock":
                found |= dict.fromkeys(_names(node.target))
            case "Import":
                found[node.target] = None
            case "Macro":
                found[node.name] = None
            case "FromImport":
                found |= dict.fromkeys(name[1] if isinstance(name, tuple) else name for name in node.names)
        if type(node).__name__ not in _OWN_SCOPE:
            found |= dict.fromkeys(_assigned(node.iter_child_nodes()))
    return list(found)


def _names(target: Any) -> list[str]:
    """The variables of a target of `for` or `set`."""
    if type(target).__name__ == "Name":
        return [target.name]
    return [name for item in getattr(target, "items", ()) for name in _names(item)]
