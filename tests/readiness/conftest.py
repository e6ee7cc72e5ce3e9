from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scale_lsp.config import Config
from scale_lsp.index.project import Project
from scale_lsp.report.readiness.build import readiness
from scale_lsp.report.readiness.model import Readiness
from scale_lsp.workspace import discover, read

SHOP = Path(__file__).parent.parent.parent / "examples" / "shop"
SETTINGS = """
ROOT_URLCONF = "urls"
WSGI_APPLICATION = "wsgi.application"
DEBUG = False
INSTALLED_APPS = ["shop"]
MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://cache:6379"}}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
"""
MODELS = """from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=10)


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    status = models.CharField(max_length=10)
    number = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["number"], name="by_number")]
"""
URLS = """from django.urls import path

from shop import views

urlpatterns = [path("orders/<int:number>/", views.orders)]
"""
VIEWS = """from django.shortcuts import render

from .models import Order


def orders(request, number):
    found = Order.objects.filter(number=number).select_related("customer").order_by("pk")[:20]
    return render(request, "orders.html", {"names": [order.customer.name for order in found]})
"""
WELL = {
    "settings.py": SETTINGS,
    "wsgi.py": "",
    "urls.py": URLS,
    "shop/__init__.py": "",
    "shop/models.py": MODELS,
    "shop/views.py": VIEWS,
    "shop/templates/orders.html": "{{ names|join:', ' }}\n",
    "Procfile": "web: gunicorn wsgi --workers 4\n",
    "requirements.txt": "Django==5.2\npsycopg[binary]\nredis\ngunicorn\n",
}
"""A project with nothing wrong."""


def report_of(files: dict[str, str], below: Callable[[str], bool] = lambda _: True, **options: object) -> Readiness:
    project = Project("/site")
    for name, text in files.items():
        project.put(f"/site/{name}", text)
    return readiness(project.snapshot(), Config.model_validate(options), below)


@pytest.fixture(scope="session")
def shop() -> Readiness:
    """The report of the example, for 1,000 users."""
    project, config = Project(SHOP.as_posix()), Config(django_version="5.2")
    for path in discover(SHOP, config):
        text = read(path)
        assert isinstance(text, str)
        project.put(path, text)
    return readiness(project.snapshot(), config)
