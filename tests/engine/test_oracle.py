"""A short replay of random edits; `python -m tests.oracle` is the long one. What it has found is kept below."""

from __future__ import annotations

import pytest

from scale_lsp.engine.check import check
from scale_lsp.engine.companions import companions
from scale_lsp.index.project import Project
from scale_lsp.text.positions import span
from tests.harness import ROOT
from tests.oracle.answers import CONFIG, said
from tests.oracle.bases import EXAMPLE, of_fixtures, on_disk
from tests.oracle.edits import difference
from tests.oracle.replay import Base, differences, replay


@pytest.mark.parametrize("seed", range(3))
def test_random_edits_of_fixtures(seed: int) -> None:
    found, done = replay(of_fixtures(seed), seed, edits=60, every=15)
    assert found is None, found
    assert done >= 60


def test_random_edits_of_the_example() -> None:
    found, _ = replay(on_disk(EXAMPLE), 0, edits=40, every=20)
    assert found is None, found


def base(files: dict[str, str]) -> tuple[Base, Project]:
    """A project of files in one package, about which everything was asked."""
    texts = {f"{ROOT}/shop/{name}": text for name, text in files.items()}
    project = Project(ROOT)
    for path, text in texts.items():
        project.put(path, text)
    list(said(project))
    return Base("", ROOT, texts), project


MODELS = """from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=50)


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)

    def label(self):
        return self.customer.name
"""
LABELS = """from shop.models import Order


def labels(request):
    return [order.label() for order in Order.objects.all()]
"""


def test_companions_come_in_the_order_of_files_whichever_was_edited_last() -> None:
    made, project = base({"models.py": MODELS, "a.py": LABELS, "b.py": LABELS})
    project.put(f"{ROOT}/shop/a.py", LABELS.replace("[", "[not "))
    assert differences(made, project) == ()
    found = companions(project.snapshot(), f"{ROOT}/shop/models.py", CONFIG)
    assert [f.location.path for one in found for f in one.findings] == [f"{ROOT}/shop/{name}.py" for name in "ab"]


def test_what_is_asked_while_a_block_is_broken_is_said_of_the_text_before() -> None:
    made, project = base({"models.py": MODELS, "a.py": LABELS})
    path, whole = f"{ROOT}/shop/a.py", LABELS
    for text in (whole.replace("    return [", "    x = (\n    return ["), whole):
        edit(project, path, text)
        if text is not whole:
            project.put(
                f"{ROOT}/shop/models.py",
                MODELS.replace("def label", "@property\n    def short(self):\n        return ''\n\n    def label"),
            )
        list(said(project))
    assert differences(made, project) == ()


def edit(project: Project, path: str, text: str) -> None:
    change = difference(path, project.texts[path], text)
    project.edit(path, change.span, change.text)


def test_a_view_that_no_urlconf_names_any_more_answers_nobody() -> None:
    urls = "from django.urls import path\n\nfrom shop import a\n\nurlpatterns = [path('', a.orders)]\n"
    view = "from django.http import JsonResponse\n\nfrom shop.models import Order\n\n\ndef orders(request):\n"
    view += "    return JsonResponse({'orders': list(Order.objects.values())})\n"
    made, project = base({"models.py": MODELS, "a.py": view, "urls.py": urls})
    path = f"{ROOT}/shop/a.py"
    assert "unbounded-json-response" in rules(project, path)
    edit(project, f"{ROOT}/shop/urls.py", urls.replace("from shop", "from elsewhere"))
    assert "unbounded-json-response" not in rules(project, path)
    assert differences(made, project) == ()


def test_a_context_processor_that_comes_back_is_called_again() -> None:
    processor = (
        "from shop.models import Order\n\n\ndef menu(request):\n    return {'menu': list(Order.objects.all())}\n"
    )
    settings = "TEMPLATES = [{'OPTIONS': {'context_processors': ['shop.processors.menu']}}]\n"
    made, project = base(
        {
            "models.py": MODELS,
            "processors.py": processor,
            "settings.py": settings,
            "a.py": PAGE,
            "templates/page.html": LOOP,
        }
    )
    for text in (processor.replace("def menu", "def other"), processor):
        edit(project, f"{ROOT}/shop/processors.py", text)
        assert differences(made, project) == ()


def test_of_two_functions_of_one_name_the_last_one_counts() -> None:
    helper = (
        "from shop.models import Order\n\n\ndef every():\n    return Order.objects.all()\n\n\ndef last():\n    pass\n"
    )
    calling = "from shop.helpers import every\n\n\ndef names():\n    return [one.customer.name for one in every()]\n"
    made, project = base({"models.py": MODELS, "helpers.py": helper, "a.py": calling})
    assert "related-access-in-loop" in rules(project, f"{ROOT}/shop/a.py")
    edit(project, f"{ROOT}/shop/helpers.py", helper.replace("def last", "def every"))
    assert rules(project, f"{ROOT}/shop/a.py") == []
    assert differences(made, project) == ()


LOOP = "{% for order in menu %}{{ order.customer.name }}{% endfor %}\n"
PAGE = """from django.shortcuts import render


def page(request):
    return render(request, "page.html")
"""


def test_a_line_less_above_and_a_line_more_below_moves_what_is_between() -> None:
    made, project = base({"models.py": MODELS, "a.py": "X = 1\n\n\n" + LABELS + "\n\nY = 1\n"})
    last = len(project.texts[f"{ROOT}/shop/a.py"].splitlines())
    project.edit(f"{ROOT}/shop/a.py", span(1, 0, 2, 0), "")
    project.edit(f"{ROOT}/shop/a.py", span(last - 1, 0, last - 1, 0), "\n")
    assert differences(made, project) == ()


def test_a_class_inside_of_a_class_is_edited() -> None:
    nested = MODELS.replace(
        "    def label",
        "    class Meta:\n        ordering = ['pk']\n\n        def of(self):\n            pass\n\n    def label",
    )
    made, project = base({"models.py": nested, "a.py": LABELS})
    edit(project, f"{ROOT}/shop/models.py", nested.replace("['pk']", "['-pk']"))
    assert differences(made, project) == ()


def rules(project: Project, path: str) -> list[str]:
    return [finding.rule for finding in check(project.snapshot(), path, CONFIG)]
