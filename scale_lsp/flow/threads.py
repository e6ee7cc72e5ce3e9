"""Work that runs in other threads: awaited ones, and those that nobody waits for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence

from scale_lsp.flow.effects import is_discarded, observe
from scale_lsp.flow.facts import EffectRun, QueryRun, RelationFetched
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Function
from scale_lsp.flow.surroundings import IN_BACKGROUND, IN_THREAD
from scale_lsp.flow.values import UNKNOWN, Elsewhere, Moved, Tuple, Value, alternatives, join
from scale_lsp.orm.effects import Calling, Effect
from scale_lsp.text.trees import once

_THREAD = Calling(Effect.THREAD)
_JOINING = frozenset({"join", "result", "shutdown", "wait", "as_completed", "gather"})


def call_moved(
    machine: Machine, moved: Moved, node: ast.Call, positional: Sequence[Value], keywords: dict[str, Value]
) -> Value:
    """Call what runs in another thread while the caller waits."""
    from scale_lsp.flow.expressions import call_value

    with machine.amid(IN_THREAD if moved.to is Elsewhere.THREAD else IN_BACKGROUND):
        given = [*moved.given, *positional]
        return join(*(call_value(machine, one, node, given, keywords) for one in alternatives(moved.of)))


def started(machine: Machine, moved: Moved, name: str, node: ast.Call) -> Value:
    """`thread.start()`."""
    if moved.to is Elsewhere.BACKGROUND and name == "start":
        run_apart(machine, moved.name, node, lambda: call_moved(machine, moved, node, (), {}))
    return UNKNOWN


def run_apart(
    machine: Machine, name: str, node: ast.AST, run: Callable[[], object], *, kept: bool | None = None
) -> None:
    """Interpret what runs in a thread that is started here, and observe what it does."""
    outer, machine.observed = machine.observed, {}
    try:
        with machine.amid(IN_BACKGROUND):
            run()
    finally:
        inner, machine.observed = machine.observed, outer
    machine.observed |= inner
    does = frozenset(_effect(observation) for observation in inner) - {None}
    observe(machine, node, _THREAD, name, does=does, kept=_joins(machine) if kept is None else kept)  # type: ignore[arg-type]


def _effect(observation: object) -> Effect | None:
    match observation:
        case EffectRun(calling=calling):
            return calling.effect
        case QueryRun() | RelationFetched():
            return Effect.WRITE
    return None


def _joins(machine: Machine) -> bool:
    """Whether the function that runs waits for threads or their results."""
    node = machine.frame.node
    if node is None:
        return False
    return once(machine.frame.block.memo, "joins", node, _has_join)


def _has_join(node: ast.AST) -> bool:
    return any(isinstance(n, ast.Call) and _is_join(n) for n in ast.walk(node))


def _is_join(node: ast.Call) -> bool:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name == "join":  # that of a text is given the texts
        return not node.args or isinstance(node.args[0], ast.Constant)
    return name in _JOINING


def _moving(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    return Moved(args[0], Elsewhere.THREAD) if args else UNKNOWN


def _in_thread(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`asyncio.to_thread(f, *args)`"""
    return call_moved(machine, Moved(args[0], Elsewhere.THREAD), node, args[1:], dict(keywords)) if args else UNKNOWN


def _thread(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    target = keywords.get("target", keywords.get("function", args[1] if len(args) > 1 else UNKNOWN))
    given = keywords.get("args")
    values = given.items if isinstance(given, Tuple) else ()
    return Moved(target, Elsewhere.BACKGROUND, values, "threading.Thread") if target != UNKNOWN else UNKNOWN


def _submitting(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`executor.submit(f, *args)`, where nobody leaves the executor's `with` block."""
    if args:
        moved = Moved(args[0], Elsewhere.BACKGROUND, tuple(args[1:]))
        kept = _joins(machine) or not is_discarded(machine, node)
        run_apart(machine, "submit", node, lambda: call_moved(machine, moved, node, (), {}), kept=kept)
    return UNKNOWN


def _scheduling(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """`asyncio.create_task(coroutine())`: the event loop holds it weakly, so that it may vanish half-way."""
    from scale_lsp.flow.expressions import evaluate

    if node.args and is_discarded(machine, node):
        run_apart(machine, "asyncio.create_task", node, lambda: evaluate(machine, node.args[0]), kept=False)
    return UNKNOWN


FUNCTIONS: dict[str, Function] = {
    "asgiref.sync.sync_to_async": _moving,
    "channels.db.database_sync_to_async": _moving,
    "asyncio.to_thread": _in_thread,
    "threading.Thread": _thread,
    "threading.Timer": _thread,
    "concurrent.futures.ThreadPoolExecutor.submit": _submitting,
    "concurrent.futures.ProcessPoolExecutor.submit": _submitting,
    "asyncio.create_task": _scheduling,
    "asyncio.ensure_future": _scheduling,
}
