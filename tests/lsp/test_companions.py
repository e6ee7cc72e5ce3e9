"""Where a template, a model or a helper reads rows of a queryset elsewhere: the finding as a hint, the same fix."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import client_capabilities

from scale_lsp.config import Config
from scale_lsp.index.project import Project
from scale_lsp.lsp.session import Session

from .conftest import MODELS
from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"
READ = "order.customer.name"
PAGE = "<h1>🛒</h1>\n{% for order in orders %}🛒 é {{ order.customer.name }}{% endfor %}\n"
VIEW = """\
from django.shortcuts import render
from shop.models import Order


def page(request):
    return render(request, "orders.html", {"orders": Order.objects.all()})
"""
FIXED = VIEW.replace(".all()", '.all().select_related("customer")')


@pytest.fixture
def shop(shop: Path) -> Path:
    """The shop, whose page reads what its view does not load."""
    (shop / "views.py").write_text(VIEW)
    (shop / "templates" / "orders.html").write_text(PAGE)
    return shop


def open_page(editor: Editor, shop: Path, language: str = "htmldjango", text: str | None = None) -> str:
    return editor.open(shop / "templates" / "orders.html", text, language)


def titled(actions: Sequence[types.CodeAction], *words: str) -> types.CodeAction:
    (action,) = [action for action in actions if all(word in action.title for word in words)]
    return action


async def test_related_places_have_the_uri_that_the_client_writes_while_they_are_open(
    vscode: Editor, shop: Path
) -> None:
    page = shop / "templates" / "orders.html"
    ours, theirs = page.as_uri(), page.as_uri().replace("orders.html", "orders%2Ehtml")
    view = vscode.open(shop / "views.py")

    def told(uri: str) -> bool:
        latest = vscode.latest(view)
        related = [place.location.uri for d in latest.diagnostics for place in d.related_information] if latest else []
        return related == [uri]

    await vscode.until(lambda: told(ours))
    vscode.open(theirs, PAGE, "htmldjango")
    await vscode.until(lambda: told(theirs))
    vscode.close(theirs)
    await vscode.until(lambda: told(ours))


@pytest.mark.parametrize("language", ["html", "htmldjango", "django-html", "jinja"])
async def test_a_template_hints_at_a_view_that_is_not_open(editor: Editor, shop: Path, language: str) -> None:
    page = open_page(editor, shop, language)
    (hint,) = await editor.diagnostics(page, N1)
    assert hint.severity == types.DiagnosticSeverity.Hint
    assert editor.text_at(page, hint.range) == READ
    assert hint.source == "scale-lsp"
    assert hint.message.startswith("`customer` is read here once per row: ")
    (back,) = hint.related_information or ()
    assert back.location.uri == (shop / "views.py").as_uri()
    assert back.location.range.start.line == 5
    assert 'select_related("customer")' in back.message


async def test_the_fix_edits_the_view_and_every_hint_goes(editor: Editor, shop: Path) -> None:
    page, views = open_page(editor, shop), editor.open(shop / "views.py")
    await editor.diagnostics(page, N1)
    await editor.diagnostics(views, N1)
    action = titled(await editor.actions(page, READ), "select_related", "in shop/views.py:6")
    assert action.kind == types.CodeActionKind.QuickFix
    assert action.is_preferred
    assert [(d.code, d.severity) for d in action.diagnostics or ()] == [(N1, types.DiagnosticSeverity.Hint)]
    editor.apply(await editor.resolve(action))
    assert editor.texts[views] == FIXED
    assert editor.texts[page] == PAGE
    await editor.diagnostics(views)
    await editor.diagnostics(page)


async def test_the_fix_edits_a_view_that_is_not_open(editor: Editor, shop: Path) -> None:
    page = open_page(editor, shop)
    await editor.diagnostics(page, N1)
    edit = await editor.resolve(titled(await editor.actions(page, READ), "select_related"))
    if edit.document_changes:
        (change,) = edit.document_changes
        assert change.text_document.version is None
    views = editor.open(shop / "views.py")
    if edit.document_changes:
        change.text_document.version = editor.versions[views]
    editor.apply(edit)
    assert editor.texts[views] == FIXED
    editor.save(views, shop / "views.py")
    editor.close(views)
    await editor.diagnostics(page)


async def test_nothing_else_is_offered_at_a_hint(editor: Editor, shop: Path) -> None:
    page, views = open_page(editor, shop), editor.open(shop / "views.py")
    await editor.diagnostics(page, N1)
    await editor.diagnostics(views, N1)
    (action,) = await editor.actions(page, READ)
    assert "select_related" in action.title
    titled(await editor.actions(views, "Order.objects"), "Ignore", "on this line")


async def test_ignore_is_offered_at_the_finding_and_not_at_its_reads(editor: Editor, shop: Path) -> None:
    loop = VIEW.replace("    return", "    orders = Order.objects.all()\n    [o.customer for o in orders]\n    return")
    views = editor.open(shop / "views.py", loop.replace("Order.objects.all()}", "[]}"))
    await editor.diagnostics(views, N1)
    assert titled(await editor.actions(views, "Order.objects.all()"), "Ignore", "on this line")
    at_the_read = [action.title for action in await editor.actions(views, "o.customer", only=["quickfix"])]
    assert at_the_read == ['Add `select_related("customer")`']


async def test_hover_explains_it_and_leads_to_the_view(editor: Editor, shop: Path) -> None:
    page = open_page(editor, shop)
    await editor.diagnostics(page, N1)
    hover = await editor.hover(page, READ)
    assert hover is not None
    assert hover.range is not None
    assert editor.text_at(page, hover.range) == READ
    assert isinstance(hover.contents, types.MarkupContent)
    assert "1 + n" in hover.contents.value
    link = f"[shop/views.py:6]({(shop / 'views.py').as_uri()}#L6)"
    assert hover.contents.value.endswith(f"`# scale: ignore[{N1}]` in {link}.")
    assert await editor.hover(page, "endfor") is None


async def test_typing_in_the_template(editor: Editor, shop: Path) -> None:
    page, views = open_page(editor, shop), editor.open(shop / "views.py")
    await editor.diagnostics(page, N1)
    editor.change(page, ("<h1>🛒", "<h1>é\n🛒🛒"), ("🛒 é", "é🛒🛒é"))
    (hint,) = await editor.diagnostics(page, N1)
    assert editor.text_at(page, hint.range) == READ
    editor.change(page, (READ, "order.placed"))
    await editor.diagnostics(page)
    await editor.diagnostics(views)
    editor.change(page, ("order.placed", "order"))
    for end in range(len("order"), len(READ)):
        editor.change(page, (f"{{{{ {READ[:end]} }}}}", f"{{{{ {READ[: end + 1]} }}}}"))
    (hint,) = await editor.diagnostics(page, N1)
    assert editor.text_at(page, hint.range) == READ
    await editor.until(lambda: related_texts(editor, views, page) == [READ])


def related_texts(editor: Editor, uri: str, other: str) -> list[str]:
    """What the diagnostics of one document point at in another one."""
    latest = editor.latest(uri)
    related = [place for found in latest.diagnostics for place in found.related_information] if latest else []
    return [editor.text_at(other, place.location.range) for place in related if place.location.uri == other]


async def test_typing_in_the_view(editor: Editor, shop: Path) -> None:
    page, views = open_page(editor, shop), editor.open(shop / "views.py")
    await editor.diagnostics(page, N1)
    editor.change(views, (".all()", '.select_related("customer")'))
    await editor.diagnostics(page)
    editor.change(views, ('.select_related("customer")', ".all()"), ("from django", "\n\nfrom django"))
    await editor.until(lambda: related_texts(editor, page, views) == ["Order.objects.all()"])


async def test_a_template_that_was_never_saved(editor: Editor, shop: Path) -> None:
    views = editor.open(shop / "views.py", VIEW.replace("orders.html", "new.html"))
    await editor.diagnostics(views)
    new = editor.open(shop / "templates" / "new.html", PAGE, "html")
    (hint,) = await editor.diagnostics(new, N1)
    assert editor.text_at(new, hint.range) == READ
    await editor.diagnostics(views, N1)
    editor.close(new)
    await editor.diagnostics(views)


async def test_closing_a_document_takes_its_hints_away(editor: Editor, shop: Path) -> None:
    page = open_page(editor, shop)
    await editor.diagnostics(page, N1)
    editor.close(page)
    await editor.until(lambda: not editor.published[page][-1].diagnostics)
    page = open_page(editor, shop)
    await editor.diagnostics(page, N1)


async def test_closing_the_view_leaves_the_hint_to_the_disk(editor: Editor, shop: Path) -> None:
    page, views = open_page(editor, shop), editor.open(shop / "views.py", FIXED)
    await editor.diagnostics(views)
    await editor.diagnostics(page)
    editor.close(views)
    await editor.diagnostics(page, N1)


async def test_a_suppression_and_a_disabled_rule_silence_the_hint_too(editor: Editor, shop: Path) -> None:
    page, views = open_page(editor, shop), editor.open(shop / "views.py")
    await editor.diagnostics(page, N1)
    editor.change(views, ("all()})", f"all()}})  # scale: ignore[{N1}]"))
    await editor.diagnostics(page)
    editor.change(views, (f"  # scale: ignore[{N1}]", ""))
    await editor.diagnostics(page, N1)
    editor.configure({"ignore": [N1]})
    await editor.diagnostics(page)
    editor.configure({})
    await editor.diagnostics(page, N1)


async def test_two_views_that_share_a_template_share_the_hint(editor: Editor, shop: Path) -> None:
    editor.write(shop / "other.py", VIEW)
    page = open_page(editor, shop)
    views, other = editor.open(shop / "views.py"), editor.open(shop / "other.py")
    await editor.diagnostics(views, N1)
    await editor.diagnostics(other, N1)
    hints = await editor.until(lambda: with_places(editor, page, 2))
    assert [hint.message for hint in hints] == ["`customer` is read here once per row (2 findings)"]
    actions = await editor.actions(page, READ)
    assert [action.is_preferred for action in actions] == [False, False]
    titled(actions, "in shop/other.py:6")
    hover = await editor.hover(page, READ)
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    assert hover.contents.value.count("```python") == 1
    assert all(f"]({uri}#L" in hover.contents.value for uri in (views, other))
    editor.apply(await editor.resolve(titled(actions, "in shop/views.py:6")))
    assert editor.texts[views] == FIXED
    assert editor.texts[other] == VIEW
    (hint,) = await editor.until(lambda: with_places(editor, page, 1))
    assert [back.location.uri for back in hint.related_information] == [other]
    editor.apply(await editor.resolve(titled(await editor.actions(page, READ), "in shop/other.py:6")))
    await editor.diagnostics(page)


def with_places(editor: Editor, uri: str, number: int) -> Sequence[types.Diagnostic] | None:
    """The hints of a document, once they lead to that many places."""
    latest = editor.latest(uri)
    hints = latest.diagnostics if latest else ()
    return hints if sum(len(hint.related_information or ()) for hint in hints) == number else None


async def test_of_many_fixes_the_first_are_offered(editor: Editor, shop: Path) -> None:
    view = VIEW.partition("def page")[2]
    many = VIEW + "".join(f"\n\ndef page_{i}{view}" for i in range(11))
    (shop / "views.py").write_text(many)
    editor.watched((shop / "views.py", types.FileChangeType.Changed))
    page = open_page(editor, shop)
    await editor.until(lambda: with_places(editor, page, 12))
    assert len(await editor.actions(page, READ)) == 5


async def test_a_model_and_a_helper_hint_at_their_callers(editor: Editor, shop: Path) -> None:
    printed = MODELS + "\n    @property\n    def who(self):\n        return self.customer.name\n"
    editor.write(shop / "models.py", printed)
    loop = "\n\ndef names():\n    return [name_of(order) for order in Order.objects.all()]\n"
    helper = "from shop.models import Order\n\n\ndef name_of(order):\n    return order.who\n" + loop
    services = editor.open(shop / "services.py", helper)
    models = editor.open(shop / "models.py")
    (hint,) = await editor.diagnostics(models, N1)
    assert editor.text_at(models, hint.range) == "self.customer"
    await editor.diagnostics(services, N1)
    editor.apply(await editor.resolve(titled(await editor.actions(models, "self.customer"), "in shop/services.py:9")))
    assert 'Order.objects.all().select_related("customer")' in editor.texts[services]
    await editor.diagnostics(models)


async def test_a_place_in_the_same_file_and_another_block(editor: Editor, shop: Path) -> None:
    helper = "from shop.models import Order\n\n\ndef name_of(order):\n    return order.customer.name\n"
    views = editor.open(
        shop / "views.py", helper + "\n\ndef names():\n    return [name_of(order) for order in Order.objects.all()]\n"
    )
    finding, hint = await editor.diagnostics(views, N1, N1)
    assert editor.text_at(views, finding.range) == "Order.objects.all()"
    assert finding.severity == types.DiagnosticSeverity.Warning
    assert editor.text_at(views, hint.range) == "order.customer"
    assert hint.severity == types.DiagnosticSeverity.Hint
    (_, fix_all) = await editor.actions(views, "order.customer")
    assert fix_all.kind == "source.fixAll.scale"
    hover = await editor.hover(views, "order.customer")
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    assert hover.contents.value.count("**") == 4, "explained once"
    editor.apply(await editor.resolve(titled(await editor.actions(views, "order.customer"), "select_related", ":9")))
    await editor.diagnostics(views)


async def test_an_offer_is_refused_when_the_view_is_another_one_by_now(editor: Editor, shop: Path) -> None:
    page, views = open_page(editor, shop), editor.open(shop / "views.py")
    await editor.diagnostics(page, N1)
    action = titled(await editor.actions(page, READ), "select_related")
    editor.change(views, (".all()", '.select_related("customer")'))
    with pytest.raises(JsonRpcException) as refused:
        await editor.resolve(action)
    assert refused.value.code == types.LSPErrorCodes.ContentModified


async def test_data_comes_back_as_it_was(vscode: Editor, shop: Path) -> None:
    page = open_page(vscode, shop)
    (hint,) = await vscode.diagnostics(page, N1)
    (id_,) = hint.data
    assert id_["uri"] == (shop / "views.py").as_uri()
    assert id_["rule"] == N1
    action = titled(await vscode.actions(page, READ), "select_related")
    (told,) = action.diagnostics or ()
    assert told == hint
    assert action.data["finding"] == id_
    assert (await vscode.resolve(action)).document_changes


async def test_a_client_without_related_information_and_data(shop: Path) -> None:
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.text_document is not None
    capabilities.text_document.publish_diagnostics = types.PublishDiagnosticsClientCapabilities()
    editor = Editor(capabilities)
    await editor.start()
    await editor.initialize(shop.parent)
    page = open_page(editor, shop)
    (hint,) = await editor.diagnostics(page, N1)
    assert (hint.related_information, hint.data, hint.code_description) == (None, None, None)
    assert hint.message.endswith(" [shop/views.py:6]")
    assert await editor.resolve(titled(await editor.actions(page, READ), "select_related"))
    assert await editor.quit() == 0


async def test_a_fix_is_made_for_the_text_as_it_is_now(shop: Path) -> None:
    root, views, page = str(shop.parent), str(shop / "views.py"), str(shop / "templates" / "orders.html")
    session = Session("utf-16")
    session.configure(root, Config())
    session.expect(root, [views, page])
    project = Project(root)
    project.put(str(shop / "models.py"), MODELS)
    session.adopt(root, {None: project})
    session.open(views, VIEW)
    session.open(page, PAGE)
    assert session.look_at_the_rest(lambda: False)
    (companion,) = session.companions(page)
    (finding,) = companion.findings
    assert session.fixes(page, finding)
    elsewhere = VIEW.replace('"orders":', '"others":')
    session.change(views, [types.TextDocumentContentChangeWholeDocument(elsewhere)])
    assert session.fixes(page, finding) == ()
    assert session.fixes("/nowhere.html", finding) == ()
