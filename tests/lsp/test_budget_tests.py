"""The code action that pins what a page asks, with a real server."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

URLS = """\
from django.urls import path

from shop import views

urlpatterns = [path("names/", views.names), path("names/<int:pk>/", views.one)]
"""
VIEWS = """\
from django.http import HttpResponse

from shop.models import Order


def names(request):
    return HttpResponse(str([order.customer.name for order in Order.objects.all()]))


def one(request, pk):
    return HttpResponse(str(Order.objects.get(pk=pk).pk))


def helper():
    return Order.objects.count()
"""
WORDS = "asks no more than"


async def titles(editor: Editor, uri: str, part: str) -> list[str]:
    return [action.title for action in await editor.actions(uri, part, ["refactor"])]


async def test_a_test_for_a_page(vscode: Editor, shop: Path) -> None:
    (shop / "urls.py").write_text(URLS)
    vscode.watched((shop / "urls.py", types.FileChangeType.Created))
    uri = vscode.open(shop / "views.py", VIEWS)
    await vscode.diagnostics(uri, "related-access-in-loop")
    while not (found := await vscode.actions(uri, "def names", ["refactor"])):
        pass  # the URLconf is read when the server comes to it
    (action,) = found
    assert action.title == f"Write a test that /names/ {WORDS} 1 query"
    assert await titles(vscode, uri, "def one") == []
    assert await titles(vscode, uri, "def helper") == []
    assert await titles(vscode, uri, "return HttpResponse") == []

    vscode.apply(await vscode.resolve(action))
    made = (shop / "test_views_names_queries.py").read_text()
    assert 'self.client.get("/names/")' in made
    assert "assertNumQueries(1)" in made
    compile(made, "test.py", "exec")
    assert await titles(vscode, uri, "def names") == [], "it has a test now"


async def test_a_client_that_creates_no_files_is_offered_none(neovim: Editor, shop: Path) -> None:
    neovim.open(shop / "urls.py", URLS)
    uri = neovim.open(shop / "views.py", VIEWS)
    await neovim.diagnostics(uri, "related-access-in-loop")
    assert not any(WORDS in title for title in await titles(neovim, uri, "def names"))
