"""Code actions: titles at once, edits when chosen; applied, the diagnostic is gone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import client_capabilities

from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"
VIEWS_TWICE = """\
from shop.models import Order


def names(request):
    return [order.customer.name for order in Order.objects.all()]


def again(request):
    return [order.customer.name for order in Order.objects.all()]
"""


def titled(actions: Sequence[types.CodeAction], *words: str) -> types.CodeAction:
    (action,) = [action for action in actions if all(word in action.title for word in words)]
    return action


async def test_choose_resolve_apply_gone(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    action = titled(await editor.actions(uri, "Order.objects"), "select_related")
    assert action.kind == types.CodeActionKind.QuickFix
    assert action.is_preferred
    assert [d.code for d in action.diagnostics or ()] == [N1]
    assert action.edit is None
    editor.apply(await editor.resolve(action))
    assert 'Order.objects.all().select_related("customer")\n' in editor.texts[uri]
    await editor.diagnostics(uri)


async def test_the_fix_is_offered_where_the_relation_is_read(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    assert titled(await editor.actions(uri, "customer.name"), "select_related")


async def test_ignore_on_this_line(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    action = titled(await editor.actions(uri, "Order.objects"), "Ignore", N1, "line")
    assert not action.is_preferred
    editor.apply(await editor.resolve(action))
    assert f"Order.objects.all()  # scale: ignore[{N1}]\n" in editor.texts[uri]
    await editor.diagnostics(uri)


async def test_ignore_in_this_file(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py", VIEWS_TWICE)
    await editor.diagnostics(uri, N1, N1)
    action = titled(await editor.actions(uri, "Order.objects"), "Ignore", N1, "file")
    editor.apply(await editor.resolve(action))
    assert editor.texts[uri] == f"# scale: ignore-file[{N1}]\n{VIEWS_TWICE}"
    await editor.diagnostics(uri)


async def test_fix_all_of_one_rule(editor: Editor, shop: Path) -> None:
    other = "\n\ndef some():\n    return [o for o in Order.objects.all()]  # scale: ignore[delete-in-loop]\n"
    uri = editor.open(shop / "views.py", VIEWS_TWICE + other)
    await editor.diagnostics(uri, N1, N1, "unused-suppression")
    action = titled(await editor.actions(uri, "Order.objects"), "Fix all 2", N1)
    assert action.kind == types.CodeActionKind.QuickFix
    assert [d.code for d in action.diagnostics or ()] == [N1, N1]
    editor.apply(await editor.resolve(action))
    assert editor.texts[uri] == VIEWS_TWICE.replace(".all()", '.all().select_related("customer")') + other
    assert not [a for a in await editor.actions(uri, "Order.objects") if "Fix all" in a.title]


async def test_fix_all_leaves_nothing_safe_to_fix(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py", VIEWS_TWICE)
    await editor.diagnostics(uri, N1, N1)
    (action,) = await editor.actions(uri, "import", only=["source.fixAll.scale"])
    assert action.kind == "source.fixAll.scale"
    edit = await editor.resolve(action)
    editor.apply(edit)
    await editor.diagnostics(uri)
    assert editor.texts[uri] == VIEWS_TWICE.replace(".all()", '.all().select_related("customer")')


async def test_only_the_kinds_that_were_asked_for(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    for only, kinds in {
        "quickfix": {"quickfix"},
        "source": {"source.fixAll.scale"},
        "source.fixAll": {"source.fixAll.scale"},
        "source.fixAll.ruff": set(),
        "refactor": set(),
    }.items():
        assert {action.kind for action in await editor.actions(uri, "Order.objects", only=[only])} == kinds


TASKS = "from celery import shared_task\n\n\n@shared_task\ndef tidy():\n    pass\n"
URLS = "from django.urls import path\nfrom shop import views\n\nurlpatterns = [path('join', views.join)]\n"
MAILING = """\
from django.core.mail import send_mail


def join(request):
    send_mail("Welcome", "Hello", None, [request.POST["to"]])
"""


async def test_code_that_moves_into_a_function_of_its_own_is_among_the_refactorings(editor: Editor, shop: Path) -> None:
    tasks = editor.open(shop / "tasks.py", TASKS)
    editor.open(shop / "urls.py", URLS)
    uri = editor.open(shop / "views.py", MAILING)
    await editor.diagnostics(uri, "email-in-request")
    (action,) = await editor.actions(uri, "send_mail(", only=["refactor"])
    assert action.kind == "refactor.extract"
    editor.apply(await editor.resolve(action))
    assert "def send_mail_task(" in editor.texts[tasks]
    assert "send_mail_task.delay" in editor.texts[uri]
    assert await editor.actions(uri, "def join", only=["refactor.extract"]) == []


async def test_no_offers_where_nothing_is_found(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    assert [action.kind for action in await editor.actions(uri, "def names")] == ["source.fixAll.scale"]
    models = editor.open(shop / "models.py")
    assert await editor.actions(models, "class Order") == []


async def test_an_action_for_a_finding_that_is_gone_is_refused(editor: Editor, shop: Path) -> None:
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    action = titled(await editor.actions(uri, "Order.objects"), "select_related")
    editor.change(uri, (".all()", '.select_related("customer")'))
    with pytest.raises(JsonRpcException) as refused:
        await editor.resolve(action)
    assert refused.value.code == types.LSPErrorCodes.ContentModified


async def test_an_action_of_someone_else_is_refused(editor: Editor, shop: Path) -> None:
    with pytest.raises(JsonRpcException) as refused:
        await editor.resolve(types.CodeAction("Organize imports", data={"server": "other"}))
    assert refused.value.code == types.ErrorCodes.InvalidParams


async def test_a_client_that_does_not_resolve_gets_the_edits_at_once(shop: Path) -> None:
    capabilities = client_capabilities("emacs")
    assert capabilities.text_document.code_action.resolve_support is None
    editor = Editor(capabilities)
    await editor.start()
    await editor.initialize(shop.parent)
    uri = editor.open(shop / "views.py")
    await editor.diagnostics(uri, N1)
    actions = await editor.actions(uri, "Order.objects")
    assert all(action.edit is not None for action in actions)
    editor.apply(titled(actions, "select_related").edit)
    await editor.diagnostics(uri)
    assert await editor.quit() == 0
