"""Searching for parts of a text on real databases: which indexes help, and what is found."""

from __future__ import annotations

import os
from collections.abc import Mapping

import pytest

from scale_lsp.finding import Finding
from tests.proof.projects import findings, fixed
from tests.schema.databases import on_each_database, told

SETTINGS = 'DATABASES = {{"default": {{"ENGINE": "django.db.backends.{}", "NAME": "x"}}}}\nINSTALLED_APPS = ["shop"]\n'
MODELS = """
from django.db import models
from shop.models import Product


class Article(models.Model):
    title = models.CharField(max_length=50)
    place = models.CharField(max_length=50)
{meta}

def rows():
    Article.objects.bulk_create(Article(title=f"{{i:06}} words", place=f"{{i:06}}") for i in range(20000))


def plan_search():
    return Article.objects.filter(title__icontains="4711 w")


def plan_case():
    return Article.objects.filter(place__contains="4711")
"""
VIEWS = """
from django.http import JsonResponse
from django.views.decorators.http import require_GET
from shop.models import Article


@require_GET
def search(request):
    titles = Article.objects.filter(title__icontains=request.GET["q"])
    places = Article.objects.filter(place__contains=request.GET["q"])
    return JsonResponse({"n": len(titles) + len(places)})
"""
RULE = "unindexable-text-search"


def models(*indexes: str) -> str:
    lines = "".join(f"            {index},\n" for index in indexes)
    return MODELS.format(meta=f"\n    class Meta:\n        indexes = [\n{lines}        ]\n" if indexes else "")


def files(engine: str, text: str) -> Mapping[str, str]:
    return {"config/settings.py": SETTINGS.format(engine), "shop/models.py": text, "shop/views.py": VIEWS}


def said(engine: str, text: str) -> list[Finding]:
    return findings(files(engine, text), RULE)


def reads_everything(plan: str) -> bool:
    return "Seq Scan" in plan or "SCAN" in plan


@on_each_database
def test_an_ordinary_index_does_nothing(database: str) -> None:
    """`Index(fields=["title"])  # For search` is what people are often advised to add."""
    text = models('models.Index(fields=["title"], name="for_search")')
    assert reads_everything(told(database, text=text)["text"]["plans"]["plan_search"])
    assert len(said("postgresql", text)) == 2


def test_the_fix_is_for_postgresql() -> None:
    for engine in ("sqlite3", "mysql"):
        assert [finding.fixable for finding in said(engine, models())] == [None, None]
        assert fixed(files(engine, models()), RULE)["shop/models.py"] == models()
    after = fixed(files("postgresql", models()), RULE)["shop/models.py"]
    assert 'GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="shop_article_title_trgm")' in after
    assert 'GinIndex(fields=["place"], opclasses=["gin_trgm_ops"], name="shop_article_place_trgm")' in after
    assert "from django.contrib.postgres.indexes import GinIndex, OpClass" in after
    assert said("postgresql", after) == []


PLAIN = 'GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="plain")'


def test_what_postgresql_does_with_it() -> None:
    """The index on the upper case serves `icontains`, the plain one does not."""
    after = fixed(files("postgresql", models()), RULE)["shop/models.py"]
    plain = models(PLAIN).replace("from django.db import models", IMPORT)
    assert [finding.message.count("title__icontains") for finding in said("postgresql", plain)] == [1, 0]
    if not os.environ.get("SCALE_TEST_POSTGRES"):
        return
    answers = told("postgresql", before=models(), after=after, plain=plain)
    assert reads_everything(answers["before"]["plans"]["plan_search"])
    assert reads_everything(answers["plain"]["plans"]["plan_search"])
    assert not reads_everything(answers["after"]["plans"]["plan_search"])
    assert not reads_everything(answers["after"]["plans"]["plan_case"])


IMPORT = "from django.contrib.postgres.indexes import GinIndex\nfrom django.db import models"


@pytest.mark.parametrize("model", ["Article", "AVeryLongNameOfAModelIndeed"])
def test_names_of_indexes_are_what_django_accepts(model: str) -> None:
    """https://docs.djangoproject.com/en/5.2/ref/models/indexes/#name"""
    project = {path: text.replace("Article", model) for path, text in files("postgresql", models()).items()}
    after = fixed(project, RULE)["shop/models.py"]
    names = [line.rpartition('name="')[2].partition('"')[0] for line in after.splitlines() if "_trgm" in line]
    assert len(set(names)) == 2
    assert all(len(name) <= 30 and name[0].isalpha() for name in names), names


IDENTIFIERS = """
from django.db import models
from django.http import JsonResponse
from django.views.decorators.http import require_GET


class Client(models.Model):
    phone = models.CharField(max_length=20, unique=True)


def rows():
    Client.objects.bulk_create(Client(phone=f"{{i:06}}") for i in range(20000))


def plan_lookup():
    return Client.objects.filter(phone{}="004711")


def found_of_another():
    return [client.phone for client in Client.objects.filter(phone{}="4711").order_by("pk")]


@require_GET
def view(request):
    return JsonResponse({{"pk": Client.objects.filter(phone__icontains=request.GET["phone"]).first().pk}})
"""


@on_each_database
def test_a_whole_value_is_found_through_the_index(database: str) -> None:
    before, after = IDENTIFIERS.format("__icontains", "__icontains"), IDENTIFIERS.format("", "")
    answers = told(database, before=before, after=after)
    assert reads_everything(answers["before"]["plans"]["plan_lookup"])
    assert not reads_everything(answers["after"]["plans"]["plan_lookup"])
    assert answers["before"]["found"]["found_of_another"] == ["004711", "014711"], "somebody else's"
    assert answers["after"]["found"]["found_of_another"] == []


def test_the_fix_compares_the_whole_value() -> None:
    text = IDENTIFIERS.format("", "")
    after = fixed({"config/settings.py": SETTINGS.format("sqlite3"), "shop/models.py": text}, "identifier-fuzzy-lookup")
    assert 'Client.objects.filter(phone=request.GET["phone"]).first()' in after["shop/models.py"]
