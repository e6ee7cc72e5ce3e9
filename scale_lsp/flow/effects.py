"""Calls with an effect outside the process, work that is handed to others, and what lies around both."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from scale_lsp.flow import plugins
from scale_lsp.flow.facts import EffectRun
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.queries import query_in_loop
from scale_lsp.flow.signals import tell_saved
from scale_lsp.flow.spending import charge
from scale_lsp.flow.surroundings import AFTER_COMMIT
from scale_lsp.flow.tasks import queue_of_task, waits_for_commit
from scale_lsp.flow.values import (
    UNKNOWN,
    Const,
    External,
    Function,
    Instance,
    QuerySet,
    Value,
    alternatives,
)
from scale_lsp.index.graph import is_shipped
from scale_lsp.index.shape import Call, Name
from scale_lsp.orm.effects import CALLS, CONFIGURED, OBJECTS, RECONFIGURING, SAVING, Calling, Effect
from scale_lsp.orm.task_queues import ENQUEUEING
from scale_lsp.text.records import replace

ATOMIC = External("django.db.transaction.Atomic")


# calls of functions outside the project


def called(
    machine: Machine,
    name: str,
    calling: Calling,
    node: ast.Call,
    positional: Sequence[Value],
    keywords: Mapping[str, Value],
) -> Value:
    """A call of a function whose effect is known."""
    limited = _limited(machine, name, calling, node, positional, keywords)
    observe(machine, node, calling, name, limited, kept=not is_discarded(machine, node))
    return UNKNOWN


def _limited(
    machine: Machine,
    name: str,
    calling: Calling,
    node: ast.Call,
    positional: Sequence[Value],
    keywords: Mapping[str, Value],
) -> bool | None:
    """Whether a call has a timeout; None where it asks for none. What cannot be seen may be one."""
    if not written_as(node, name):
        return True
    given = {keyword.arg for keyword in node.keywords}
    if calling.limit in given:
        return None if keywords.get(calling.limit or "") == Const(None) else True
    if calling.position is not None and len(node.args) > calling.position:
        return None if positional[calling.position] == Const(None) else True
    if None in given or any(isinstance(a, ast.Starred) for a in node.args):
        return True
    return not calling.endless or _is_configured(machine, node)


def written_as(node: ast.Call, name: str) -> bool:
    """Whether a call is of the function itself, and not of a thread that is to run it."""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return called not in ("start", "submit", "to_thread") or name.endswith(f".{called}")


def _is_configured(machine: Machine, node: ast.Call) -> bool:
    """Whether the object at the top of a module, whose method is called, is given an adapter there."""
    if not isinstance(node.func, ast.Attribute) or not isinstance(node.func.value, ast.Name):
        return False
    found = machine.graph.names.resolve(machine.frame.path, node.func.value.id)
    module = machine.graph.names.summary(found.path) if found else None
    calls = (c.function for c in module.calls if isinstance(c, Call)) if module else ()
    return any(isinstance(c, Name) and c.dotted.partition(".") == (found.name, ".", "mount") for c in calls if found)


def made(machine: Machine, kind: str, node: ast.Call, keywords: Mapping[str, Value]) -> Value:
    """An object of a class outside the project whose methods are known."""
    if kind in CALLS:
        called(machine, kind, CALLS[kind], node, (), keywords)
    if kind in CONFIGURED and keywords.get(CONFIGURED[kind]) == Const(None):
        calling = Calling(Effect.NETWORK, "the remote server", CONFIGURED[kind], asynchronous=True)
        observe(machine, node, calling, kind, limited=None)
    return External(kind)


def reconfigured(machine: Machine, name: str, node: ast.Call) -> None:
    """Forget an object after a call by which it may have got a timeout of its own."""
    from scale_lsp.flow.binding import assign

    of, _, method = name.rpartition(".")
    if of in OBJECTS and method in RECONFIGURING and isinstance(node.func, ast.Attribute):
        assign(machine, node.func.value, UNKNOWN)


def entered(value: Value) -> Value:
    """What `with … as name` binds: objects that give themselves. A pool of threads waits for them at the end."""
    return value if isinstance(value, External) and value.name in OBJECTS and "Executor" not in value.name else UNKNOWN


def observe(
    machine: Machine,
    node: ast.AST,
    calling: Calling,
    name: str,
    limited: bool | None = True,
    written: tuple[str, ...] = (),
    does: frozenset[Effect] = frozenset(),
    kept: bool = True,
) -> None:
    """Observe a call with an effect."""
    if not is_shipped(machine.frame.path):
        repeated = bool(machine.repeating())
        machine.observe(EffectRun(machine.site(node), calling, name, limited, written, does, kept, repeated))


def is_discarded(machine: Machine, node: ast.AST) -> bool:
    """Whether nobody takes what a call returns."""
    return any(node is one for one in machine.discarded)


# rows


def saved(machine: Machine, name: str, of: Instance, node: ast.Call) -> Value:
    """`row.save()` and its like."""
    charge(machine, node, writes=True)
    if name.endswith("refresh_from_db"):
        if of.origin is not None and machine.visits(of):
            query_in_loop(machine, QuerySet(of.model, of.origin), name, node)
    else:
        machine.wrote()
    observe(machine, node, SAVING[name], f"{of.model.name}.{name}")
    if name in ("save", "asave"):
        tell_saved(machine, of.model, name, node)
    return UNKNOWN


def mark_saved(machine: Machine, target: ast.expr) -> None:
    """Remember that a row was saved: until the transaction ends nobody else sees it."""
    match target:
        case ast.Call(func=ast.Name(id="super")) if machine.frame.self_value is not None:
            names = [n for n, v in machine.frame.variables.items() if v == machine.frame.self_value]
        case ast.Name(id=name):
            names = [name]
        case _:
            return
    for name in names:
        if isinstance(row := machine.lookup(name), Instance):
            machine.frame.variables[name] = replace(row, written=True)


def forget_saved(machine: Machine) -> None:
    """A transaction begins: what was saved before is there for everybody."""
    for name, value in machine.frame.variables.items():
        if isinstance(value, Instance) and value.written:
            machine.frame.variables[name] = replace(value, written=False)


# tasks


def sent(machine: Machine, task: Function, method: str, node: ast.Call) -> Value:
    """A task of the project is handed to its queue."""
    queue = queue_of_task(machine, task)
    calling = Calling(
        Effect.ENQUEUE, queue.name if queue else "", asynchronous=method.startswith("a") and method[1:] == "enqueue"
    )
    if waits_for_commit(machine, task, method):
        with machine.amid(AFTER_COMMIT):
            observe(machine, node, calling, task.qualname)
    else:
        kept = not is_discarded(machine, node)
        observe(machine, node, calling, task.qualname, written=_written(machine, node), kept=kept)
    return UNKNOWN


def _enqueuing(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    name = args[0].qualname if args and isinstance(args[0], Function) else ""
    calling = Calling(Effect.ENQUEUE, ENQUEUEING.get(_qualified(machine, node), ""))
    kept = not is_discarded(machine, node)
    observe(machine, node, calling, name, written=_written(machine, node), kept=kept)
    return UNKNOWN


def _qualified(machine: Machine, node: ast.Call) -> str:
    from scale_lsp.flow.expressions import evaluate

    found = evaluate(machine, node.func)
    return found.name if isinstance(found, External) else ""


def _written(machine: Machine, node: ast.Call) -> tuple[str, ...]:
    """The arguments of a call that name a row which was saved a moment ago."""
    arguments = (*node.args, *(keyword.value for keyword in node.keywords))
    return tuple(
        machine.frame.block.text_of(inner)
        for argument in arguments
        for inner in _parts(argument)
        if any(isinstance(n, ast.Name) and _is_written(machine, n.id) for n in ast.walk(inner))
    )


def _parts(argument: ast.expr) -> Sequence[ast.expr]:
    """The items of `args=[…]` and `kwargs={…}`, or the argument itself."""
    match argument:
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return items
        case ast.Dict(values=values):
            return values
    return (argument,)


def _is_written(machine: Machine, name: str) -> bool:
    value = machine.lookup(name)
    if name in machine.frame.handed:
        return True
    return value is not None and all(isinstance(v, Instance) and v.written for v in alternatives(value))


# transactions


def _atomic(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    if args or "using" in keywords:
        return args[0] if args and isinstance(args[0], Function) else UNKNOWN
    if machine.around.loop:
        observe(machine, node, Calling(Effect.TRANSACTION, "the database"), "transaction.atomic")
    return ATOMIC


def _on_commit(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    from scale_lsp.flow.apply import apply

    callback = args[0] if args else keywords.get("func", UNKNOWN)
    with machine.amid(AFTER_COMMIT):
        apply(machine, callback, (), node)
    return UNKNOWN


FUNCTIONS: dict[str, plugins.Function] = {
    "django.db.transaction.atomic": _atomic,
    "django.db.transaction.on_commit": _on_commit,
    **dict.fromkeys(ENQUEUEING, _enqueuing),
}
