"""Several Django projects in one workspace folder: each has its own models, settings, templates and routes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from .conftest import MODELS, VIEWS
from .editor import Editor
from .test_ask import applying

pytestmark = pytest.mark.asyncio(loop_scope="session")

N1 = "related-access-in-loop"
MANAGE = 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n'
RENDERED = """\
from django.shortcuts import render

from shop.models import Order


def page(request):
    return render(request, "orders.html", {"orders": Order.objects.all()[:100]})
"""
READS = "{% for order in orders %}{{ order.customer.name }}{% endfor %}\n"
LISTS = "{% for order in orders %}{{ order.pk }}{% endfor %}\n"
URLS = 'from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [path("{}/", views.page)]\n'
SETTINGS = 'DEBUG = {}\nWSGI_APPLICATION = "site.wsgi.application"\n'

PROJECT = {"manage.py": MANAGE, "shop/__init__.py": "", "shop/views.py": RENDERED, "site/__init__.py": ""}
BLUE = {
    **PROJECT,
    "shop/models.py": MODELS,
    "shop/templates/orders.html": READS,
    "site/urls.py": URLS.format("blue"),
    "site/settings.py": SETTINGS.format(True) + 'ROOT_URLCONF = "site.urls"\n',
}
GREEN = {
    **PROJECT,
    "shop/models.py": MODELS.replace("customer =", "buyer ="),
    "shop/templates/orders.html": LISTS,
    "site/urls.py": URLS.format("green"),
    "site/settings.py": SETTINGS.format(False) + 'ROOT_URLCONF = "site.urls"\n',
}


def written(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.fixture
def two(neovim_server: Editor, tmp_path: Path):
    """A folder with two projects in an editor."""
    written(tmp_path / "blue", BLUE)
    written(tmp_path / "green", GREEN)
    written(tmp_path / "common", {"__init__.py": "", "totals.py": VIEWS})
    editor = neovim_server
    editor.add_folder(tmp_path)
    yield editor
    for uri in list(editor.texts):
        editor.close(uri)
    editor.remove_folder(tmp_path)


async def run(editor: Editor, command: str, *arguments: object) -> Any:
    params = types.ExecuteCommandParams(command, list(arguments))
    return await editor.client.workspace_execute_command_async(params)


async def test_each_has_models_templates_and_settings_of_its_own(two: Editor, tmp_path: Path) -> None:
    blue, green = (two.open(tmp_path / name / "shop" / "views.py") for name in ("blue", "green"))
    await two.diagnostics(blue, N1)
    await two.diagnostics(green)
    on, off = (two.open(tmp_path / name / "site" / "settings.py") for name in ("blue", "green"))
    await two.diagnostics(on, "debug-in-production")
    await two.diagnostics(off)


async def test_each_has_routes_of_its_own(two: Editor, tmp_path: Path) -> None:
    uri = two.open(tmp_path / "green" / "shop" / "views.py")
    await run(two, "scale.reindex")
    await two.diagnostics(uri)
    said = await run(two, "scale.endpoint", {"name": "/green/"})
    assert "green/shop/views.py" in str(said)
    assert "blue" not in str(said)


async def test_a_template_that_is_edited_counts_in_its_own_project(two: Editor, tmp_path: Path) -> None:
    blue, green = (two.open(tmp_path / name / "shop" / "views.py") for name in ("blue", "green"))
    await two.diagnostics(blue, N1)
    template = tmp_path / "green" / "shop" / "templates" / "orders.html"
    page = two.open(template, READS.replace("customer", "buyer"), "django-html")
    await two.diagnostics(green, N1)
    two.change(page, ("order.buyer.name", "order.pk"))
    await two.diagnostics(green)
    assert [d.code for d in two.latest(blue).diagnostics] == [N1]


async def test_shared_code_is_checked_with_each(two: Editor, tmp_path: Path) -> None:
    totals = two.open(tmp_path / "common" / "totals.py")
    (found,) = await two.diagnostics(totals, N1)
    assert two.text_at(totals, found.range) == "Order.objects.all()"
    two.change(totals, ("order.customer.name", "order.buyer.name"))
    await two.diagnostics(totals, N1)  # the relation of the other project
    two.change(totals, ("order.buyer.name", "order.pk"))
    await two.diagnostics(totals)


async def test_a_fix_in_shared_code(two: Editor, tmp_path: Path) -> None:
    totals = two.open(tmp_path / "common" / "totals.py")
    await two.diagnostics(totals, N1)
    action = next(a for a in await two.actions(totals, "Order.objects.all()") if "select_related" in a.title)
    two.apply(await two.resolve(action))
    await two.diagnostics(totals)
    assert 'select_related("customer")' in two.texts[totals]


async def test_a_conversation_goes_on_about_its_project(two: Editor, tmp_path: Path) -> None:
    applying(two)
    uri = two.open(tmp_path / "green" / "shop" / "views.py", VIEWS.replace("customer", "buyer"))
    await two.diagnostics(uri, N1)
    shown = await run(two, "scale.ask", {"text": "fix it", "uri": uri, "position": {"line": 4, "character": 4}})
    done = await run(two, "scale.applyFix", {"conversation": shown["conversation"]})
    assert done["applied"] is True
    assert 'select_related("buyer")' in two.texts[uri]


async def test_a_second_project_comes_and_goes(neovim: Editor, shop: Path) -> None:
    views = neovim.open(shop / "views.py")
    await neovim.diagnostics(views, N1)
    green = written(shop.parent / "green", {**GREEN, "shop/views.py": VIEWS.replace("customer", "buyer")})
    written(shop.parent, {"manage.py": MANAGE})
    neovim.client.workspace_did_create_files(
        types.CreateFilesParams([types.FileCreate(path.as_uri()) for path in (green, shop.parent / "manage.py")])
    )
    theirs = neovim.open(green / "shop" / "views.py")
    await neovim.diagnostics(theirs, N1)
    neovim.change(views, ("order.customer.name", "order.buyer.name"))
    await neovim.diagnostics(views)
    shutil.rmtree(green)
    neovim.client.workspace_did_delete_files(types.DeleteFilesParams([types.FileDelete(green.as_uri())]))
    neovim.change(views, ("order.buyer.name", "order.customer.name"))
    await neovim.diagnostics(views, N1)


async def test_the_whole_workspace_for_a_client_that_pulls(tmp_path: Path) -> None:
    written(tmp_path / "blue", BLUE)
    written(tmp_path / "green", GREEN)
    written(tmp_path / "common", {"totals.py": VIEWS})
    capabilities = types.ClientCapabilities(
        text_document=types.TextDocumentClientCapabilities(diagnostic=types.DiagnosticClientCapabilities()),
        workspace=types.WorkspaceClientCapabilities(
            diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
        ),
    )
    editor = Editor(capabilities)
    await editor.start()
    await editor.initialize(tmp_path)
    report = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
    found = {item.uri.removeprefix(tmp_path.as_uri()): [d.code for d in item.items] for item in report.items}
    assert found["/common/totals.py"] == [N1]
    assert found["/blue/shop/views.py"] == [N1]
    assert "/green/shop/views.py" not in found
    assert await editor.quit() == 0
