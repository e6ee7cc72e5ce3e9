"""Diagnostics come on open, follow every change, and go when the problem goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from lsprotocol import types

from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"


async def test_open_change_fix(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    editor.change(uri, ("Order.objects.all()", 'Order.objects.select_related("customer")'))
    await editor.diagnostics(uri)
    editor.change(uri, ('.select_related("customer")', ".all()"))
    await editor.diagnostics(uri, N1)


async def test_what_a_diagnostic_says(vscode: Editor, shop: Path) -> None:
    uri = vscode.open(shop / "views.py")
    (found,) = await vscode.diagnostics(uri, N1)
    assert vscode.text_at(uri, found.range) == "Order.objects.all()"
    assert found.source == "scale-lsp"
    assert found.severity == types.DiagnosticSeverity.Warning
    assert "`customer`" in found.message
    assert found.code_description is not None
    assert found.code_description.href.startswith("https://")
    (read,) = found.related_information or ()
    assert read.location.uri == uri
    assert vscode.text_at(uri, read.location.range) == "order.customer"


async def test_several_changes_in_one_notification_build_on_each_other(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    editor.change(
        uri, ("def names", "# 🛒\n\ndef names"), ("orders = ", "orders = (\n        "), (".all()", ".all()\n    )")
    )
    (found,) = await editor.diagnostics(uri, N1)
    assert editor.text_at(uri, found.range) == "Order.objects.all()"


async def test_a_full_text_replaces_the_document(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py", "")
    await editor.diagnostics(uri)
    editor.texts[uri] = (shop / "views.py").read_text()
    editor.send(uri, types.TextDocumentContentChangeWholeDocument(editor.texts[uri]))
    await editor.diagnostics(uri, N1)


async def test_closing_takes_the_diagnostics_away_and_the_disk_counts_again(vscode: Editor, shop: Path) -> None:
    views, models = vscode.open(shop / "views.py"), vscode.open(shop / "models.py")
    await vscode.diagnostics(views, N1)
    vscode.change(models, ("ForeignKey(Customer, on_delete=models.CASCADE)", "TextField()"))
    await vscode.diagnostics(views)
    vscode.close(models)
    await vscode.diagnostics(views, N1)
    vscode.close(views)
    await vscode.until(lambda: not vscode.published[views][-1].diagnostics)


async def test_an_unsaved_model_counts_in_other_open_files(editor: Editor, shop: Path) -> None:
    views, models = editor.open(shop / "views.py"), editor.open(shop / "models.py")
    await editor.diagnostics(views, N1)
    editor.change(models, ("customer =", "buyer ="))
    await editor.diagnostics(views)
    editor.change(models, ("buyer =", "customer ="))
    await editor.diagnostics(views, N1)


async def test_an_unsaved_helper_counts_in_other_open_files(editor: Editor, shop: Path) -> None:
    services = "from shop.models import Order\n\n\ndef latest():\n    return Order.objects.all()\n"
    editor.write(shop / "services.py", services)
    views = editor.open(
        shop / "views.py",
        "from shop.services import latest\n\n\ndef names():\n    return [order.customer.name for order in latest()]\n",
    )
    (found,) = await editor.diagnostics(views, N1)
    assert editor.text_at(views, found.range) == "latest()"
    uri = editor.open(shop / "services.py")
    editor.change(uri, (".all()", '.select_related("customer")'))
    await editor.diagnostics(views)


async def test_an_unsaved_template_counts_in_the_view_that_renders_it(editor: Editor, shop: Path) -> None:
    view = """\
from django.shortcuts import render
from shop.models import Order


def orders(request):
    return render(request, "orders.html", {"orders": Order.objects.all()})
"""
    views = editor.open(shop / "views.py", view)
    template = editor.open(shop / "templates" / "orders.html", language="htmldjango")
    await editor.diagnostics(views)
    editor.change(template, ("order.placed", "order.customer.name"))
    (found,) = await editor.diagnostics(views, N1)
    (read,) = found.related_information or ()
    assert read.location.uri == template
    assert editor.text_at(template, read.location.range).startswith("order.customer")
    editor.change(template, ("order.customer.name", "order.placed"))
    await editor.diagnostics(views)


async def test_a_suppression_that_is_not_needed_is_faded_and_can_be_removed(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py", f"x = 1  # scale: ignore[{N1}]\n")
    (found,) = await editor.diagnostics(uri, "unused-suppression")
    assert found.tags == (types.DiagnosticTag.Unnecessary,)
    remove = next(action for action in await editor.actions(uri, "ignore") if "Remove" in action.title)
    editor.apply(await editor.resolve(remove))
    assert editor.texts[uri] == "x = 1\n"
    await editor.diagnostics(uri)


async def test_a_broken_function_keeps_what_is_found_in_the_others(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py", (shop / "views.py").read_text() + "\n\ndef broken():\n    return 1\n")
    await editor.diagnostics(uri, N1)
    editor.change(uri, ("return 1", "return (1"), ("def names", "\n\ndef names"))
    (found,) = await editor.diagnostics(uri, N1)
    assert editor.text_at(uri, found.range) == "Order.objects.all()"


async def test_every_keystroke_of_a_burst_is_in_the_last_answer(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py", (shop / "views.py").read_text().replace(".all()", ""))
    for char in ".all().only('id').filter(placed=None)":
        line = next(line for line in editor.texts[uri].splitlines() if "orders = " in line)
        editor.change(uri, (line, line + char))
    (found,) = await editor.diagnostics(uri, N1)
    assert editor.text_at(uri, found.range) == "Order.objects.all().only('id').filter(placed=None)"


async def test_a_comment_above_moves_the_finding(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    (before,) = await editor.diagnostics(uri, N1)
    editor.change(uri, ("from shop", "# a\n# b\nfrom shop"))
    (after,) = await editor.diagnostics(uri, N1)
    assert after.range.start.line == before.range.start.line + 2


async def test_a_file_of_30000_lines(vscode: Editor, shop: Path) -> None:
    filler = "".join(f"def view_{i}(request):\n    value = {i}\n    return value\n\n\n" for i in range(6000))
    uri = vscode.open(shop / "views.py", filler + (shop / "views.py").read_text())
    await vscode.diagnostics(uri, N1)
    vscode.change(uri, ("value = 3000\n", "value = 3001  # changed\n"))
    (found,) = await vscode.diagnostics(uri, N1)
    assert vscode.text_at(uri, found.range) == "Order.objects.all()"


async def test_a_setting_that_django_has_stopped_reading_is_struck_through(vscode: Editor, shop: Path) -> None:
    vscode.write(shop.parent / "scale-lsp.toml", 'django-version = "5.2"\nproduction-settings = ["shop.settings"]\n')
    uri = vscode.open(shop / "settings.py", 'WSGI_APPLICATION = "shop.wsgi.application"\nUSE_L10N = True\n')
    found = await vscode.until(lambda: [d for d in _last(vscode, uri) if d.code == "removed-or-ignored-setting"])
    assert found[0].tags == (types.DiagnosticTag.Deprecated,)


def _last(editor: Editor, uri: str) -> Sequence[types.Diagnostic]:
    latest = editor.latest(uri)
    return latest.diagnostics if latest else ()
