"""A server per client, shared by the tests; each test has a workspace folder of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from .editor import Editor

MODELS = """\
from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=50)


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    placed = models.DateTimeField()
"""
VIEWS = """\
from shop.models import Order


def names(request):
    orders = Order.objects.all()
    return [order.customer.name for order in orders]
"""
PAGE = "{% for order in orders %}🛒 {{ order.placed }}{% endfor %}\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A small Django project, with one N+1 in views.py."""
    package = tmp_path / "shop"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "models.py").write_text(MODELS)
    (package / "views.py").write_text(VIEWS)
    (package / "templates").mkdir()
    (package / "templates" / "orders.html").write_text(PAGE)
    return package


async def _session(name: str) -> AsyncIterator[Editor]:
    editor = Editor(name)
    await editor.start()
    await editor.initialize()
    yield editor
    assert await editor.quit() == 0


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def vscode_server() -> AsyncIterator[Editor]:
    async for editor in _session("visual-studio-code"):
        yield editor


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def neovim_server() -> AsyncIterator[Editor]:
    async for editor in _session("neovim"):
        yield editor


@pytest.fixture
def vscode(vscode_server: Editor, shop: Path):
    yield from _in_folder(vscode_server, shop.parent)


@pytest.fixture
def neovim(neovim_server: Editor, shop: Path):
    yield from _in_folder(neovim_server, shop.parent)


@pytest.fixture(params=["vscode", "neovim"])
def editor(request: pytest.FixtureRequest, shop: Path):
    """Each of the two clients."""
    return request.getfixturevalue(request.param)


def _in_folder(editor: Editor, root: Path):
    editor.add_folder(root)
    yield editor
    for uri in list(editor.texts):
        editor.close(uri)
    editor.remove_folder(root)
