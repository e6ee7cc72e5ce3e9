"""Reads behind the cache with real requests: how many queries, whose answer, and what a change shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scale_lsp.config import Config
from scale_lsp.engine.check import check
from scale_lsp.engine.fix import fixes
from scale_lsp.text.positions import apply_edits
from tests.proof.projects import ROOT, findings, fixed, project, run, written

RULE = "uncached-hot-read"
OPTIONS = {"rows": {"shop.Category": 10}}
SETTINGS = """
SECRET_KEY = "not a secret"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "views"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "shop"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
"""
MODELS = """
from django.db import models


class Category(models.Model):
    name = models.CharField(max_length=50)

    def __str__(self):
        return self.name


class Product(models.Model):
    active = models.BooleanField(default=True)
"""
VIEWS = """
from django.http import HttpResponse
from django.urls import path
from shop.models import Category, Product


def front(request):
    menu = list(Category.objects.order_by("name"))
    count = Product.objects.filter(active=True).count()
    return HttpResponse(f"{request.user or 'nobody'}: {', '.join(map(str, menu))}, {count} products")


urlpatterns = [path("", front)]
"""
VISIT = """
import json
import django
django.setup()
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from shop.models import Category, Product

call_command("migrate", run_syncdb=True, verbosity=0)
clients = {name: Client() for name in ("ann", "bob")}
for name, client in clients.items():
    client.force_login(User.objects.create_user(name))
Category.objects.create(name="books")
Product.objects.create()
seen = []

def visit(name):
    with CaptureQueriesContext(connection) as queries:
        answer = clients[name].get("/").content.decode()
    seen.append([sum("shop_" in query["sql"] for query in queries), answer])

visit("ann")
visit("ann")
visit("bob")
with transaction.atomic():
    Category.objects.create(name="games")
    Product.objects.create()
visit("bob")
Category.objects.get(name="books").delete()
visit("ann")
Product.objects.update(active=False)
visit("ann")
print(json.dumps(seen))
"""
FILES = {"settings.py": SETTINGS, "shop/__init__.py": "", "shop/models.py": MODELS, "views.py": VIEWS}
Seen = list[list[object]]


def visited(folder: Path, files: dict[str, str]) -> Seen:
    seen: Seen = json.loads(run(written(folder, files), "-c", VISIT))
    return seen


def kept_until_saved(files: dict[str, str]) -> dict[str, str]:
    """The files after the other fix of each finding."""
    texts = dict(files)
    config = Config.model_validate({"select": (RULE,), **OPTIONS})
    for _ in range(5):
        snapshot = project(texts).snapshot()
        found = [finding for name in texts for finding in check(snapshot, f"{ROOT}/{name}", config)]
        if not found:
            return texts
        other = list(fixes(snapshot, found[0], config))[1]
        for path in {edit.path for edit in other.edits}:
            name = path.removeprefix(f"{ROOT}/")
            texts[name] = apply_edits(texts[name], [edit for edit in other.edits if edit.path == path])
    raise AssertionError("it is found again and again")


def test_as_written_each_request_asks(tmp_path: Path) -> None:
    assert visited(tmp_path, FILES) == [
        [2, "ann: books, 1 products"],
        [2, "ann: books, 1 products"],
        [2, "bob: books, 1 products"],
        [2, "bob: books, games, 2 products"],
        [2, "ann: games, 2 products"],
        [2, "ann: games, 0 products"],
    ]


def test_kept_the_second_request_asks_nothing_and_nobody_sees_the_others_page(tmp_path: Path) -> None:
    after = fixed(FILES, RULE, **OPTIONS)
    assert visited(tmp_path, after) == [
        [2, "ann: books, 1 products"],
        [0, "ann: books, 1 products"],
        [0, "bob: books, 1 products"],
        [0, "bob: books, 1 products"],
        [0, "ann: books, 1 products"],
        [0, "ann: books, 1 products"],
    ]


def test_kept_until_saved_a_change_shows_at_once_unless_no_signal_is_sent(tmp_path: Path) -> None:
    after = kept_until_saved(FILES)
    assert after["views.py"] == fixed(FILES, RULE, **OPTIONS)["views.py"]
    assert visited(tmp_path, after) == [
        [2, "ann: books, 1 products"],
        [0, "ann: books, 1 products"],
        [0, "bob: books, 1 products"],
        [2, "bob: books, games, 2 products"],
        [1, "ann: games, 2 products"],
        [0, "ann: games, 2 products"],
    ]


def test_each_expression_has_a_key_of_its_own() -> None:
    keys = [finding.values["key"] for finding in findings(FILES, RULE, **OPTIONS)]
    assert len(set(keys)) == 2
    other = {**FILES, "views.py": VIEWS.replace("active=True", "active=False")}
    assert {finding.values["key"] for finding in findings(other, RULE, **OPTIONS)} & set(keys) == {keys[0]}


@pytest.mark.parametrize(
    "expression",
    [
        'list(Category.objects.order_by("?"))',
        "list(Category.objects.select_for_update())",
        'list(Category.objects.using("other"))',
        'list(Category.objects.filter(name=request.GET["q"]))',
        "list(Category.objects.all()[: request.limit])",
        "list(Product.objects.all())",
    ],
)
def test_what_differs_from_request_to_request_is_left(expression: str) -> None:
    files = {**FILES, "views.py": VIEWS.replace('list(Category.objects.order_by("name"))', expression)}
    assert len(findings(files, RULE, **OPTIONS)) == 1


PAGE = """
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from shop.models import Category, Product


def front(request):
    count = Product.objects.count()
    return render(request, "front.html", {"count": count, "words": request.GET.get("q", "")})


urlpatterns = [path("", front)]
"""
WITH_TEMPLATES = (
    SETTINGS
    + """
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": ["templates"],
    "OPTIONS": {"context_processors": [
        "django.contrib.auth.context_processors.auth", "django.template.context_processors.request",
    ]},
}]
"""
)
FRONT = (
    "{% load static %}{% for word in words %}{{ word }}{% endfor %} {{ count }} products {% url 'front' as address %}"
)


def page(view: str = PAGE, template: str = FRONT, settings: str = WITH_TEMPLATES) -> dict[str, str]:
    return {**FILES, "views.py": view, "templates/front.html": template, "settings.py": settings}


def with_cached_page(files: dict[str, str]) -> dict[str, str] | None:
    """The files after the fix that keeps the page; None where it is not offered."""
    snapshot = project(files).snapshot()
    config = Config.model_validate({"select": (RULE,), **OPTIONS})
    (finding,) = check(snapshot, f"{ROOT}/views.py", config)
    for made in fixes(snapshot, finding, config):
        if "page" in made.title:
            return {**files, "views.py": apply_edits(files["views.py"], made.edits)}
    return None


def test_a_page_that_is_the_same_for_all_is_kept(tmp_path: Path) -> None:
    kept = with_cached_page(page())
    assert kept is not None
    assert "@cache_page(300)\ndef front" in kept["views.py"]
    visit = VISIT.replace("Category.objects", "__import__('shop.models').models.Category.objects")
    seen = json.loads(run(written(tmp_path, kept), "-c", visit))
    assert [queries for queries, _ in seen] == [1, 0, 0, 0, 0, 0]
    assert len({answer for _, answer in seen}) == 1
    assert findings(kept, RULE, **OPTIONS) == []


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(FILES, id="the view reads the user"),
        pytest.param(page(template=FRONT + "{{ user }}"), id="the template shows the user"),
        pytest.param(page(template=FRONT + "{% csrf_token %}"), id="a form"),
        pytest.param(page(template="{% load shop %}{% basket %}" + FRONT), id="a tag that nobody knows"),
        pytest.param(page(PAGE.replace("front.html", "other.html")), id="a template that nobody has"),
        pytest.param(page(PAGE.replace('request.GET.get("q", "")', "request.session")), id="the session"),
        pytest.param(
            page(PAGE.replace('request.GET.get("q", "")', "basket(request)")), id="a function gets the request"
        ),
        pytest.param(page(PAGE.replace('request.GET.get("q", "")', "basket()")), id="a function of the project"),
        pytest.param(
            page(settings=WITH_TEMPLATES.replace('"django.template.c', '"shop.models.basket", "django.template.c')),
            id="a context processor",
        ),
    ],
)
def test_other_pages_are_not(files: dict[str, str]) -> None:
    basket = "\n\ndef basket(request=None):\n    return {'words': request.session}\n"
    files = {**files, "shop/models.py": MODELS + basket}
    files["views.py"] = files["views.py"].replace("import Category, Product", "import Category, Product, basket")
    snapshot = project(files).snapshot()
    config = Config.model_validate({"select": (RULE,), **OPTIONS})
    found = check(snapshot, f"{ROOT}/views.py", config)
    assert found
    assert not [made for finding in found for made in fixes(snapshot, finding, config) if "page" in made.title]


LOOP = """
from django.shortcuts import render
from django.urls import path
from shop.models import Category


def front(request):
    menu = Category.objects.order_by("name")
    return render(request, "front.html", {"menu": menu, "greeting": f"for {request.user}"})


urlpatterns = [path("", front)]
"""


def loop(shown: str, head: str = "", settings: str = WITH_TEMPLATES) -> dict[str, str]:
    template = f"{head}<ul>{{% for one in menu %}}<li>{{{{ one.name }}}}{shown}{{% endfor %}}</ul>"
    template += "{% endblock %}" if head else ""
    return {**FILES, "views.py": LOOP, "templates/front.html": template, "settings.py": settings}


def test_a_loop_that_shows_a_variable_is_kept_for_each_of_its_values(tmp_path: Path) -> None:
    after = fixed(loop(" {{ greeting }}"), RULE, **OPTIONS)
    assert after["templates/front.html"].startswith("{% load cache %}\n<ul>{% cache 300 front-menu greeting %}{% for")
    assert visited(tmp_path, after) == [
        [1, "\n<ul><li>books for ann</ul>"],
        [0, "\n<ul><li>books for ann</ul>"],
        [1, "\n<ul><li>books for bob</ul>"],
        [0, "\n<ul><li>books for bob</ul>"],
        [0, "\n<ul><li>books for ann</ul>"],
        [0, "\n<ul><li>books for ann</ul>"],
    ]


def test_a_loop_that_shows_none_is_kept_until_a_row_is_saved(tmp_path: Path) -> None:
    after = kept_until_saved(loop("", "{% extends 'base.html' %}{% block body %}") | {"templates/base.html": BASE})
    assert after["templates/front.html"].startswith(
        "{% extends 'base.html' %}\n{% load cache %}{% block body %}<ul>{% c"
    )
    assert visited(tmp_path, after) == [
        [1, "<ul><li>books</ul>"],
        [0, "<ul><li>books</ul>"],
        [0, "<ul><li>books</ul>"],
        [1, "<ul><li>books<li>games</ul>"],
        [1, "<ul><li>games</ul>"],
        [0, "<ul><li>games</ul>"],
    ]


BASE = "{% block body %}{% endblock %}"
LANGUAGES = WITH_TEMPLATES.replace("MIDDLEWARE = [", 'MIDDLEWARE = [\n    "django.middleware.locale.LocaleMiddleware",')


def test_pages_in_several_languages_are_kept_for_each() -> None:
    processor = '"django.template.context_processors.i18n", "django.template.c'
    known = LANGUAGES.replace('"django.template.c', processor, 1)
    after = fixed(loop("", settings=known), RULE, **OPTIONS)
    assert "{% cache 300 front-menu LANGUAGE_CODE %}" in after["templates/front.html"]
    assert findings(loop("", settings=LANGUAGES), RULE, **OPTIONS) == []


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(loop("{{ user }}"), id="the visitor"),
        pytest.param(loop("{% csrf_token %}"), id="a form"),
        pytest.param(loop("{% if greeting %}!{% endif %}"), id="more than the text of a variable"),
        pytest.param(loop("{{ one|random }}"), id="chance"),
        pytest.param(loop("{% include other %}"), id="a template that nobody knows"),
        pytest.param(loop("{% include 'one.html' %}") | {"templates/one.html": "{{ user }}"}, id="in what is included"),
        pytest.param(loop("{% block one %}{% endblock %}"), id="a block"),
        pytest.param(loop("") | {"templates/b.html": "{% include 'front.html' with menu=x %}"}, id="given another way"),
        pytest.param(loop("") | {"other.py": "context = {'menu': 1}\n"}, id="two places that give the variable"),
        pytest.param(loop("") | {"other.py": "def f(menu):\n    return locals()\n"}, id="all variables of a function"),
        pytest.param(
            loop("") | {"views.py": LOOP.replace('order_by("name")', 'filter(name=request.GET["q"])')}, id="an address"
        ),
        pytest.param(
            loop("")
            | {"views.py": LOOP.replace("    return", "    menu = menu.filter(name=request.user)\n    return")},
            id="narrowed later",
        ),
        pytest.param(
            loop("") | {"other.py": "from django.utils import timezone\ntimezone.activate('UTC')"}, id="zones"
        ),
    ],
)
def test_other_loops_are_left(files: dict[str, str]) -> None:
    assert len(findings(loop(""), RULE, **OPTIONS)) == 1
    assert findings(files, RULE, **OPTIONS) == []
