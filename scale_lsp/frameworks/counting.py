"""Whether code may count something and refuse above a number: what it compares, and what it asks."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.flow.definitions import Definition
from scale_lsp.flow.scopes import FUNCTIONS, code, definition, dotted, meaning, method
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.shape import Call, Name

_ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_COUNTERS = frozenset({"acquire", "locked", "incr", "aincr"})
"""Semaphores (https://docs.python.org/3/library/asyncio-sync.html#asyncio.Semaphore) and counters in a cache."""
_FEW = frozenset({"is_staff", "is_superuser", "has_perm", "has_perms", "has_module_perms", "ahas_perm", "ahas_perms"})
"""Tests that only few visitors pass."""
_DEPTH = 4


class Counting:
    """Looks for capacity tests in the code that a class runs. What cannot be read may be one."""

    def __init__(self, snapshot: Snapshot, owner: Symbol | None = None) -> None:
        self.snapshot = snapshot
        self.owner = owner
        self.seen: set[int] = set()

    def in_function(self, path: str, found: Definition, depth: int = 0) -> bool:
        """Whether a function, or one whose answer decides something in it, may count."""
        if id(found.node) in self.seen or depth > _DEPTH:
            return False
        self.seen.add(id(found.node))
        if any(map(_is_count, code(found))):
            return True
        if isinstance(found.node, FUNCTIONS) and any(
            self.by_decorator(path, decorator) for decorator in found.node.decorator_list
        ):
            return True
        return any(self._asks(path, reference, found.node, depth) for reference in _deciding(found))

    def by_decorator(self, path: str, decorator: ast.expr) -> bool:
        return self.by_wrapper(path, decorator.func if isinstance(decorator, ast.Call) else decorator)

    def by_wrapper(self, path: str, wrapper: ast.expr) -> bool:
        """Whether a decorator or an ASGI middleware may count. Those of Channels and Python do not."""
        found = meaning(self.snapshot, path, wrapper)
        if found is None:
            return dotted(wrapper) not in ("staticmethod", "classmethod", "property")
        if found.kind is Kind.EXTERNAL:
            return not found.name.startswith(("channels.", "asgiref.", "functools.", "typing.", "django."))
        inside = definition(self.snapshot, found)
        return inside is None or any(self.in_function(found.path, each, 1) for each in self._all_of(found, inside))

    def _asks(self, path: str, reference: ast.expr, function: ast.AST, depth: int) -> bool:
        head, _, rest = dotted(reference).partition(".")
        if head in ("self", "cls") and self.owner is not None and rest:
            name, _, below = rest.partition(".")
            member = None if below else method(self.snapshot, self.owner, name)
            if member is not None:
                return self.in_function(member[0].path, member[1], depth + 1)
            return self._held(path, Symbol(Kind.VALUE, self.owner.path, f"{self.owner.name}.{name}"), depth)
        found = meaning(self.snapshot, path, reference, function)
        if found is not None and found.kind in (Kind.FUNCTION, Kind.CLASS):
            return self._of(found, depth)
        value = self.snapshot.graph.names.resolve(path, head)
        return value is not None and value.kind is Kind.VALUE and self._held(value.path, value, depth)

    def _held(self, path: str, value: Symbol, depth: int) -> bool:
        """An object of the project, made where the name is assigned: any of its methods may count."""
        shape = self.snapshot.graph.names.value_shape(value)
        if not isinstance(shape, Call) or not isinstance(shape.function, Name):
            return False
        found = self.snapshot.graph.names.resolve(path, shape.function.dotted)
        return found is not None and found.kind is Kind.CLASS and self._of(found, depth)

    def _of(self, found: Symbol, depth: int) -> bool:
        if found in self.snapshot.graph.models:
            return False
        inside = definition(self.snapshot, found)
        return inside is not None and any(
            self.in_function(found.path, each, depth + 1) for each in self._all_of(found, inside)
        )

    def _all_of(self, symbol: Symbol, found: Definition) -> Iterator[Definition]:
        """A function, or a class with its project ancestors."""
        if symbol.kind is not Kind.CLASS:
            yield found
            return
        for ancestor in self.snapshot.graph.classes.info(symbol).ancestors:
            inside = definition(self.snapshot, ancestor)
            if inside is not None:
                yield inside


def _is_count(node: ast.AST) -> bool:
    match node:
        case ast.Compare(ops=ops):
            return any(isinstance(op, _ORDERED) for op in ops)
        case ast.Attribute(attr=name):
            return name in _COUNTERS or name in _FEW
    return False


def _deciding(found: Definition) -> Iterator[ast.expr]:
    """What the conditions of a function refer to, their names were assigned, and what it calls as a statement."""
    nodes = list(code(found))
    conditions = [n.test for n in nodes if isinstance(n, ast.If | ast.IfExp | ast.While | ast.Assert)]
    conditions += [n.subject for n in nodes if isinstance(n, ast.Match)]
    conditions += [n.value for n in nodes if isinstance(n, ast.Return) and n.value is not None]
    named = {n.id for condition in conditions for n in ast.walk(condition) if isinstance(n, ast.Name)}
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in named:
                conditions.append(value)
            case ast.Expr(value=ast.Await(value=ast.Call(func=function)) | ast.Call(func=function)):
                conditions.append(function)
            case ast.withitem(context_expr=entered):
                conditions.append(entered)
    for condition in conditions:
        yield from (n for n in ast.walk(condition) if isinstance(n, ast.Attribute | ast.Name))
