"""A small project, an editor of its own for each test, and `scale-lsp` on PATH as this checkout has it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .neovim import Neovim

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
URLS = """\
from django.shortcuts import render

from shop.models import Order


def page(request):
    return render(request, "orders.html", {"orders": Order.objects.all()[:500]})
"""
PAGE = "{% for order in orders %}{{ order.customer.name }}{% endfor %}\n"
OTHERS = ("test_emacs.py", "test_vim.py")
"""Editors that pip does not install."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return True if collection_path.name in OTHERS and not config.getoption("--other-editors") else None


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one N+1 in views.py, and one that shows in a template."""
    root = tmp_path / "project"
    (root / "shop" / "templates").mkdir(parents=True)
    (root / "manage.py").touch()
    (root / "shop" / "__init__.py").touch()
    (root / "shop" / "models.py").write_text(MODELS)
    (root / "shop" / "views.py").write_text(VIEWS)
    (root / "shop" / "pages.py").write_text(URLS)
    (root / "shop" / "templates" / "orders.html").write_text(PAGE)
    return root


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, and a PATH that begins with a folder that has `scale-lsp` only."""
    home = tmp_path / "home"
    (home / "bin").mkdir(parents=True)
    command(home, "scale-lsp", "-m", "scale_lsp")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PATH", f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
    return home


def command(home: Path, name: str, *arguments: str) -> None:
    """Put a Python program on PATH."""
    script = home / "bin" / name
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {" ".join(arguments)} "$@"\n')
    script.chmod(0o755)


@pytest.fixture
def neovim(home: Path) -> Iterator[Neovim]:
    """Neovim with our plugin installed as its help page says, and no configuration."""
    package = home / "data" / "nvim" / "site" / "pack" / "scale" / "start"
    package.mkdir(parents=True)
    (package / "scale").symlink_to(Path(__file__).parents[2] / "editors" / "neovim")
    with Neovim.started() as neovim:
        yield neovim
