"""A middleware that counts queries, on real Django with DEBUG off and on, as written and as fixed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.proof.projects import findings, fixed, run, written

RULE = "query-count-via-connection-queries"
SETTINGS = """
import os

SECRET_KEY = "not a secret"
ALLOWED_HOSTS = ["*"]
DEBUG = bool(os.environ.get("DEBUG"))
ROOT_URLCONF = "views"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]
MIDDLEWARE = ["middleware.CountQueries"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
"""
VIEWS = """
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.urls import path


def many(request):
    return HttpResponse(str(sum(Group.objects.count() for _ in range(25))))


urlpatterns = [path("", many)]
"""
MIDDLEWARE = '''
from django.db import connection


class CountQueries:
    """Tells the number of queries in a header."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        queries_before = len(connection.queries)

        response = self.get_response(request)  # the view

        total = len(connection.queries) - queries_before
        response["X-Queries"] = str(total)
        response["X-Many"] = str(len(connection.queries) - queries_before > 10)
        return response
'''
VISIT = """
import json
import django
django.setup()
from django.core.management import call_command
from django.test import Client

call_command("migrate", verbosity=0)
answers = [Client().get("/") for _ in range(2)]
print(json.dumps([[a["X-Queries"], a["X-Many"]] for a in answers]))
"""
FILES = {"settings.py": SETTINGS, "views.py": VIEWS, "middleware.py": MIDDLEWARE}


def told(folder: Path, files: dict[str, str], **environment: str) -> list[list[str]]:
    answers: list[list[str]] = json.loads(run(written(folder, files), "-c", VISIT, **environment))
    return answers


@pytest.mark.parametrize(("debug", "before"), [("", ["0", "False"]), ("1", ["25", "True"])])
def test_the_log_counts_in_development_only_and_the_wrapper_always(
    debug: str, before: list[str], tmp_path: Path
) -> None:
    assert told(tmp_path / "before", FILES, DEBUG=debug) == [before, before]
    after = fixed(FILES, RULE)
    assert told(tmp_path / "after", after, DEBUG=debug) == [["25", "True"], ["25", "True"]]
    assert findings(after, RULE) == []


def test_the_log_stops_growing(tmp_path: Path) -> None:
    """It keeps the last 9000 queries."""
    visit = VISIT.replace(
        "answers = [", 'c = __import__("django.db").db.connection\nc.queries_log.extend([{}] * 9000)\nanswers = ['
    )
    visit = visit.replace('Client().get("/") for', '(Client().get("/"), c.queries_log.extend([{}] * 9000))[0] for')
    visit = visit.replace("import django\n", "import django\nfrom django.core import signals\n", 1)
    visit = visit.replace(
        "answers = [",
        "from django.db import reset_queries\nsignals.request_started.disconnect(reset_queries)\nanswers = [",
    )
    answers = json.loads(run(written(tmp_path, FILES), "-c", visit, DEBUG="1"))
    assert answers[-1] == ["0", "False"]


def test_only_middleware_that_production_uses_is_reported() -> None:
    unused = {**FILES, "settings.py": SETTINGS.replace('"middleware.CountQueries"', "")}
    assert len(findings(FILES, RULE)) == 1
    assert findings(unused, RULE) == []
