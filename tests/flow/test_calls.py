"""Calls of project functions are interpreted once where they mean the same."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from scale_lsp.flow import calls
from scale_lsp.flow.analysis import analyse
from scale_lsp.flow.facts import QueryRun
from tests.harness import MINE, project_with

COMMANDS = """
from shop.models import Order


def execute(command):
    if command:
        execute("fetch")
        execute("merge")
        execute("push")
    return slow(command)


def slow(command):
    return Order.objects.filter(number=command).count()
"""
CALLERS = "".join(f"\n\ndef caller_{i}(request):\n    return execute('status')\n" for i in range(5))


def test_a_function_that_waits_for_itself_with_other_arguments_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _runs(monkeypatch, COMMANDS + CALLERS) == _runs(monkeypatch, COMMANDS + CALLERS[: len(CALLERS) // 5])


def test_what_is_remembered_does_not_depend_on_who_came_first() -> None:
    callers = ["\n\ndef long(request):\n    execute('status')\n", "\n\ndef short(request):\n    execute('push')\n"]
    seen = []
    for order in (callers, callers[::-1]):
        analysis = analyse(project_with(COMMANDS + "".join(order))[0].snapshot())
        results = {entry.name: result for entry, result in analysis.results.values() if entry.path == MINE}
        seen.append({name: len([o for o in r.observations if isinstance(o, QueryRun)]) for name, r in results.items()})
    assert seen[0] == seen[1]
    assert all(seen[0][name] for name in ("long", "short"))


def _runs(monkeypatch: pytest.MonkeyPatch, code: str) -> Counter[str]:
    """How often each function is interpreted for its callers."""
    counted: Counter[str] = Counter()
    run = calls.run

    def counting(machine: Any, frame: Any, node: Any) -> Any:
        counted[frame.name] += 1
        return run(machine, frame, node)

    with monkeypatch.context() as patched:
        patched.setattr(calls, "run", counting)
        analyse(project_with(code)[0].snapshot())
    assert counted["execute"]
    return counted
