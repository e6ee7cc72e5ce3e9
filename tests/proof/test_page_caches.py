"""Cached pages on real Django: what visitors see of each other, as written and as fixed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.proof.projects import findings, fixed, run, written

RULE = "cache-page-leaks-user-content"
SETTINGS = """
SECRET_KEY = "not a secret"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "views"
INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "rest_framework",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"]}
LOGIN_URL = "/login/"
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": ["templates"],
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]},
}]
"""
VIEWS = """
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_page
from django.views.generic import TemplateView, View
from rest_framework.decorators import api_view
from rest_framework.response import Response


@cache_page(60)
def function(request):
    return HttpResponse(f"for {request.user}")


@cache_page(60)
@login_required
def inside(request):
    return HttpResponse("for members")


@login_required
@cache_page(60)
def outside(request):
    return HttpResponse(f"for {request.user}")


@cache_page(60)
def template(request):
    return render(request, "greeting.html")


@cache_page(60)
def form(request):
    if request.method == "POST":
        return HttpResponse("sent")
    return render(request, "form.html")


class Method(View):
    @method_decorator(cache_page(60))
    def get(self, request):
        return HttpResponse(f"for {request.user}")


@method_decorator(cache_page(60), name="dispatch")
class Members(LoginRequiredMixin, TemplateView):
    template_name = "plain.html"


def routed(request):
    return HttpResponse(f"for {request.user}")


@cache_page(60)
@api_view(["GET"])
def api(request):
    return Response({"for": str(request.user)})


@cache_page(60)
def same(request):
    return HttpResponse("for everybody")


urlpatterns = [
    path("function/", function),
    path("inside/", inside),
    path("outside/", outside),
    path("template/", template),
    path("form/", form),
    path("method/", Method.as_view()),
    path("class/", Members.as_view()),
    path("route/", cache_page(60)(routed)),
    path("api/", api),
    path("same/", same),
]
"""
FILES = {
    "settings.py": SETTINGS,
    "views.py": VIEWS,
    "templates/base.html": "{% block main %}for {{ user.get_username }}{% endblock %}",
    "templates/greeting.html": '{% extends "base.html" %}',
    "templates/form.html": '<form method="post">{% csrf_token %}</form>',
    "templates/plain.html": "for members",
}
VISIT = """
import json, re
import django
django.setup()
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

call_command("migrate", verbosity=0)
clients = {}
for name in ("ann", "bob"):
    clients[name] = Client(enforce_csrf_checks=True)
    clients[name].force_login(User.objects.create_user(name, password=name))
clients["nobody"] = Client()
seen = {}
for page in ("function", "inside", "outside", "template", "method", "class", "route", "same"):
    answers = [(name, client.get(f"/{page}/")) for _ in range(2) for name, client in clients.items()]
    seen[page] = [f"{name}: {a.status_code} {a.content.decode()}" for name, a in answers]
seen["api"] = [clients[name].get("/api/").json()["for"] for name in ("ann", "bob")]
sent = []
for client in [Client(enforce_csrf_checks=True) for _ in range(3)]:
    token = re.search(r'value="(\\w+)"', client.get("/form/").content.decode())[1]
    sent.append(client.post("/form/", {"csrfmiddlewaretoken": token}).status_code)
seen["form"] = sent
print(json.dumps(seen))
"""


def visited(folder: Path, files: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(run(written(folder, files), "-c", VISIT))
    return found


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    return visited(tmp_path_factory.mktemp("before"), FILES)


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    return visited(tmp_path_factory.mktemp("after"), fixed(FILES, RULE))


EACH = ["function", "template", "method", "route"]


def test_each_is_found() -> None:
    views = [finding.values["view"] for finding in findings(FILES, RULE)]
    assert sorted(views) == sorted(
        ["function", "inside", "outside", "template", "form", "Method.get", "Members", "routed", "api"]
    )


@pytest.mark.parametrize("page", EACH)
def test_the_page_of_the_first_visitor_is_shown_to_all(page: str, before: dict[str, list[str]]) -> None:
    assert before[page] == ["ann: 200 for ann", "bob: 200 for ann", "nobody: 200 for ann"] * 2


@pytest.mark.parametrize("page", EACH)
def test_fixed_each_visitor_sees_the_own_page(page: str, after: dict[str, list[str]]) -> None:
    nobody = "nobody: 200 for " + ("" if page == "template" else "AnonymousUser")
    assert after[page] == ["ann: 200 for ann", "bob: 200 for bob", nobody] * 2


def test_a_permission_below_the_cache_is_asked_once(before: dict[str, list[str]], after: dict[str, list[str]]) -> None:
    for page in ("inside", "class"):
        assert before[page][2] == "nobody: 200 for members"
        assert after[page][2].startswith("nobody: 302")
        assert after[page][:2] == ["ann: 200 for members", "bob: 200 for members"]


def test_a_permission_above_the_cache_hides_nothing_from_other_members(
    before: dict[str, list[str]], after: dict[str, list[str]]
) -> None:
    assert before["outside"][:2] == ["ann: 200 for ann", "bob: 200 for ann"]
    assert after["outside"][:2] == ["ann: 200 for ann", "bob: 200 for bob"]
    assert before["outside"][2].startswith("nobody: 302")


def test_visitors_of_an_api(before: dict[str, list[str]], after: dict[str, list[str]]) -> None:
    assert before["api"] == ["ann", "ann"]
    assert after["api"] == ["ann", "bob"]


def test_forms_need_the_cookie_of_their_token(before: dict[str, list[str]], after: dict[str, list[str]]) -> None:
    assert before["form"] == [200, 403, 403]
    assert after["form"] == [200, 200, 200]


def test_what_is_the_same_for_all_stays_cached_for_all(before: dict[str, list[str]]) -> None:
    assert before["same"] == ["ann: 200 for everybody", "bob: 200 for everybody", "nobody: 200 for everybody"] * 2
