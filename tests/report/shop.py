"""A small project with a finding for each kind of fix, and the report of it."""

from __future__ import annotations

from pathlib import Path

from scale_lsp.config import Config
from scale_lsp.engine.causes import with_causes
from scale_lsp.engine.changes import Changes, changes
from scale_lsp.engine.check import check
from scale_lsp.index.project import Project
from scale_lsp.report.report import Item, Report, State

ROOT = "/site"
VIEWS = f"{ROOT}/shop/views.py"
PAGE = f"{ROOT}/shop/templates/page.html"
TEXTS = {
    f"{ROOT}/manage.py": "",
    f"{ROOT}/shop/__init__.py": "",
    f"{ROOT}/shop/models.py": """\
from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=10)


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    paid = models.BooleanField()
""",
    VIEWS: """\
import urllib.request

from django.shortcuts import render
from shop.models import Order


def page(request):
    return render(request, "page.html", {"grüße": "𐀀", "orders": Order.objects.all()[:50]})


def number():
    return len(
        Order.objects.all()
    )


def paid():
    return [order for order in Order.objects.all() if order.paid]


async def fetched(url):
    return urllib.request.urlopen(url, timeout=3)
""",
    PAGE: "{% for order in orders %}\n<p>{{ order.customer.name }}</p>\n{% endfor %}\n",
}
FIXED = [  # what the fixes of the first findings replace, in their order
    ("Order.objects.all()[:50]", 'Order.objects.all().select_related("customer")[:50]'),
    ("len(\n        Order.objects.all()\n    )", "Order.objects.all().count()"),
    ("[order for order in Order.objects.all() if order.paid]", "list(Order.objects.filter(paid=True))"),
]
WITHOUT_CUSTOMER = {PAGE: TEXTS[PAGE].replace(".customer.name", ".pk")}


def reported(
    texts: dict[str, str] | None = None, before: dict[str, str] | None = None, state: State | None = None
) -> Report:
    """The report of a project; `before`: of what has changed since some of the texts were others."""
    texts = {**TEXTS, **(texts or {})}
    config = Config(django_version="5.2")
    project = Project(ROOT)
    for path, text in texts.items():
        project.put(path, text)
    since: Changes | None = None
    findings = [finding for path in project.snapshot().paths for finding in check(project.snapshot(), path, config)]
    if before is not None:
        since = changes(before, {path: texts[path] for path in before})
        findings = with_causes(project, findings, since, config)
    snapshot = project.snapshot()
    return Report([Item(one, snapshot, config, state) for one in findings], snapshot, config, Path(ROOT), since)
