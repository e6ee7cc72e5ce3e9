"""Coroutines ask by `await` and `async for`; where that would mean something else, nothing is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scale_lsp.rewrite.asynchronous import await_in_thread, await_method, iterate_asynchronously
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.positions import Edit, Position, Span, apply_edits

Rewrite = Callable[[str, str, Span], tuple[Edit, ...]]


def rewritten(rewrite: Rewrite, body: str, target: str) -> str:
    text = f"async def f(rows):\n    {body}\n"
    return _applied(rewrite, text, target).removeprefix("async def f(rows):\n    ").rstrip("\n")


def _applied(rewrite: Rewrite, text: str, target: str) -> str:
    before = text[: text.index(target)]
    start = Position(before.count("\n"), len(before.rpartition("\n")[2]))
    end = Position(start.line, start.column + len(target))
    return apply_edits(text, rewrite("a.py", text, Span(start, end)))


@pytest.mark.parametrize(
    ("body", "target", "after"),
    [
        ("row = rows.get(pk=1)", "rows.get(pk=1)", "row = await rows.aget(pk=1)"),
        ("name = rows.get(pk=1).name", "rows.get(pk=1)", "name = (await rows.aget(pk=1)).name"),
        ("return rows.count() + 1", "rows.count()", "return (await rows.acount()) + 1"),
        ("return f(rows.count(), b=2)", "rows.count()", "return f(await rows.acount(), b=2)"),
        ("return [rows.get(pk=k) for k in ()]", "rows.get(pk=k)", "return [(await rows.aget(pk=k)) for k in ()]"),
        (
            "rows.filter(a='ä').update(a='ö')",
            "rows.filter(a='ä').update(a='ö')",
            "await rows.filter(a='ä').aupdate(a='ö')",
        ),
    ],
)
def test_methods_are_awaited(body: str, target: str, after: str) -> None:
    assert rewritten(await_method, body, target) == after


@pytest.mark.parametrize(
    "text",
    [
        "async def f(rows):\n    return sum(rows.get(pk=k) for k in ())\n",
        "async def f(rows):\n    return lambda: rows.get(pk=k)\n",
        "async def f(rows):\n    def g():\n        return rows.get(pk=k)\n    return g\n",
        "def f(rows):\n    return rows.get(pk=k)\n",
    ],
)
def test_only_the_body_of_a_coroutine_can_wait(text: str) -> None:
    with pytest.raises(RewriteRefused):
        _applied(await_method, text, "rows.get(pk=k)")


@pytest.mark.parametrize(
    ("body", "target", "after"),
    [
        ("for row in rows.all(): pass", "rows.all()", "async for row in rows.all(): pass"),
        ("return {r.pk: r for r in rows.all() if r}", "rows.all()", "return {r.pk: r async for r in rows.all() if r}"),
        ("return list(rows.all())", "list(rows.all())", "return [row async for row in rows.all()]"),
    ],
)
def test_loops_are_asynchronous(body: str, target: str, after: str) -> None:
    assert rewritten(iterate_asynchronously, body, target) == after


@pytest.mark.parametrize(("body", "target"), [("return any(r for r in rows.all())", "rows.all()"), ("f(rows)", "rows")])
def test_other_uses_stay(body: str, target: str) -> None:
    with pytest.raises(RewriteRefused):
        rewritten(iterate_asynchronously, body, target)


def test_calls_move_to_a_thread_with_their_import() -> None:
    text = "import time\n\n\nasync def f():\n    return load(1).name\n"
    after = _applied(await_in_thread, text, "load(1)")
    assert after.startswith("import time\nfrom asgiref.sync import sync_to_async\n\n")
    assert after.endswith("    return (await sync_to_async(load)(1)).name\n")
