from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.repository import Repository, repository

MODELS = """from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=10)


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
"""
VIEWS = """from .models import Order


def names():
    return [order.customer.name for order in Order.objects.all()]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Django project with one N+1, as the working directory."""
    (tmp_path / "manage.py").write_text("")
    app = tmp_path / "shop"
    app.mkdir()
    (app / "__init__.py").write_text("")
    (app / "models.py").write_text(MODELS)
    (app / "views.py").write_text(VIEWS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A project in a git repository, as the working directory."""
    monkeypatch.chdir(tmp_path)
    return repository(tmp_path)
