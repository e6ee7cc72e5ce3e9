"""Reading what a row may not have: relations that nobody loaded, columns that were left out."""

from __future__ import annotations

import ast

from scale_lsp.flow.facts import ColumnReload, RelationFetched, RelationRead, RelationServed
from scale_lsp.flow.frames import Frame
from scale_lsp.flow.keys import key_use
from scale_lsp.flow.loaded import Columns, Tri, join_path
from scale_lsp.flow.machine import FUNCTIONS, Machine
from scale_lsp.flow.spending import reloaded
from scale_lsp.flow.values import Instance
from scale_lsp.index.models import Arity, Relation


def read_relation(machine: Machine, row: Instance, relation: Relation, node: ast.AST) -> None:
    """An attribute read of a relation on a row: a query unless it is loaded."""
    if relation.name in row.known or row.sealed or row.origin is None:
        return
    if row.inner is not None:
        inner, below = row.inner
        machine.observe(RelationServed(inner, join_path(below, relation.name)))
    path = join_path(row.path, relation.name)
    loaded = row.loaded.has(path)
    if loaded is not Tri.NO or not row.origin.fixable:
        machine.observe(RelationServed(row.origin, path))
        return
    if row.loaded.peers and (relation.arity is Arity.ONE and relation.forward):
        return
    if machine.around.loop and relation.arity is Arity.ONE and not machine.visits(row):
        machine.observe(RelationFetched(machine.site(node), row.origin, path))
    if not _is_visited_now(machine, row):
        return
    hops = list(machine.graph.walk(row.origin.model, path))
    many = not all(hop is not None and hop.selectable for hop in hops)
    nested = any(hop is not None and hop.arity is Arity.MANY for hop in hops[:-1])
    through = _through(machine, row)
    via, handed = tuple(f.words() for f in through), through[0].call if through else None
    key = key_use(machine, row, relation, node)
    cached = machine.caches > 0
    machine.observe(RelationRead(row.origin, path, many, machine.site(node), nested, via, handed, cached, key))


def fill(machine: Machine, row: Instance, name: str) -> None:
    """A relation of a row is assigned: whoever visits the rows later finds it there, whatever it is.

    What the code of this loop has read before it was there, was not loaded.
    """
    if row.origin is None or row.sealed or not machine.visits(row) or machine.graph.relation(row.model, name) is None:
        return
    path = join_path(row.path, name)
    reads = (one for one in machine.observed if isinstance(one, RelationRead))
    if not any(one.origin == row.origin and f"{one.path}__".startswith(f"{path}__") for one in reads):
        machine.observe(RelationServed(row.origin, path, assigned=True))


def read_column(machine: Machine, row: Instance, name: str, node: ast.AST) -> None:
    """An attribute read of a column on a row: a query if `only()` or `defer()` left it out."""
    columns = _lacking(machine, row, name)
    if columns is None or row.origin is None:
        return
    reloaded(machine, row, name, node)
    if _is_visited_now(machine, row):
        column, cached = join_path(row.path, name), machine.caches > 0
        machine.observe(ColumnReload(columns.call, columns.method, row.origin, column, machine.site(node), cached))


def _lacking(machine: Machine, row: Instance, name: str) -> Columns | None:
    """The columns that were chosen without this one."""
    columns = row.loaded.columns
    if columns is None or row.sealed or row.origin is None or row.loaded.peers:
        return None
    if (row.path and row.path not in row.loaded.select) or name in row.known:
        return None
    left_out = name not in ("pk", machine.graph.primary_key(row.model)) and columns.lacks(row.path, name)
    return columns if left_out else None


def _is_visited_now(machine: Machine, row: Instance) -> bool:
    """Whether a running loop goes over rows of which this is one, and not only when a cache has expired."""
    return machine.visits(row) and machine.caches <= min(loop.caches for loop in machine.repeating())


def _through(machine: Machine, row: Instance) -> list[Frame]:
    """The functions and the like to which the code of the loop passes the row on, outermost first."""
    frame = next(loop.frame for loop in machine.loops if loop.token in (row.outer, row.loop))
    return [f for f in machine.frames[frame + 1 :] if f.shared or isinstance(f.node, FUNCTIONS)]
