"""Rate limits with real requests: how many of them pass, as written and as fixed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.proof.projects import findings, fixed, run, written

RULE = "rate-limit-not-enforced"
SETTINGS = """
SECRET_KEY = "not a secret"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "views"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SILENCED_SYSTEM_CHECKS = ["django_ratelimit.E003", "django_ratelimit.W001"]
"""
API = """
from django.urls import path
from rest_framework.response import Response
from rest_framework.views import APIView


class Login(APIView):
    throttle_scope = "login"

    def get(self, request):
        return Response("hello")


class Products(APIView):
    def get(self, request):
        return Response("hello")


urlpatterns = [path("login/", Login.as_view()), path("products/", Products.as_view())]
"""
PLAIN = """
from django.http import HttpResponse
from django.urls import path

{limit}

def login(request):
    return HttpResponse("hello")


urlpatterns = [path("login/", login)]
"""
BYPASS = """
from functools import wraps

from django.conf import settings
from django.core.cache import cache


def few(view):
    if settings.DEBUG:
        return view

    @wraps(view)
    def limited(request):
        cache.add("count", 0, 60)
        if cache.incr("count") > 5:
            return HttpResponse("slowly", status=429)
        return view(request)

    return limited


@few"""
RATELIMIT = """
from django_ratelimit.decorators import ratelimit


@ratelimit(key="ip", rate="5/m"{options})"""
VISIT = """
import json, sys
import django
django.setup()
from django.test import Client

client = Client(raise_request_exception=False)
print(json.dumps([client.get(page).status_code for page in sys.argv[1:] for _ in range(8)]))
"""


def passed(folder: Path, files: dict[str, str], page: str = "/login/") -> int:
    """How many of eight requests are answered as if there were no limit."""
    answers: list[int] = json.loads(run(written(folder, files), "-c", VISIT, page))
    assert set(answers) <= {200, 403, 429}
    return answers.count(200)


def rates(framework: str) -> dict[str, str]:
    return {"settings.py": f"{SETTINGS}REST_FRAMEWORK = {framework}\n", "views.py": API}


def plain(limit: str, settings: str = "") -> dict[str, str]:
    return {"settings.py": SETTINGS + settings, "views.py": PLAIN.format(limit=limit)}


RATES = '{\n    "DEFAULT_THROTTLE_RATES": {"anon": "6/min", "login": "5/min"},\n}'
ANON = "rest_framework.throttling.AnonRateThrottle"


@pytest.mark.parametrize(
    ("files", "before", "after"),
    [
        pytest.param(rates(RATES), 8, 5, id="rates alone"),
        pytest.param(
            rates(RATES.replace("{\n", f'{{\n    "DEFAULT_THROTTLE_CLASSES": ["{ANON}"],\n')), 6, 5, id="scope"
        ),
        pytest.param(rates('{"DEFAULT_THROTTLE_RATES": {"login": "5/min"}}'), 8, 5, id="one line"),
        pytest.param(
            rates('{"DEFAULT_THROTTLE_CLASSES": (), "DEFAULT_THROTTLE_RATES": {"login": "5/min"}}'), 8, 5, id="no class"
        ),
        pytest.param(plain(BYPASS, "DEBUG = True\n"), 8, 5, id="bypassed"),
        pytest.param(plain(RATELIMIT.format(options=", block=False")), 8, 5, id="unblocked"),
        pytest.param(plain(RATELIMIT.format(options=""), "RATELIMIT_ENABLE = False\n"), 8, 5, id="disabled"),
    ],
)
def test_the_limit_holds_once_it_is_fixed(files: dict[str, str], before: int, after: int, tmp_path: Path) -> None:
    assert findings(files, RULE)
    assert passed(tmp_path / "before", files) == before
    repaired = fixed(files, RULE)
    assert findings(repaired, RULE) == []
    assert passed(tmp_path / "after", repaired) == after


@pytest.mark.parametrize(
    ("files", "most"),
    [
        pytest.param(plain(BYPASS), 5, id="not in development"),
        pytest.param(plain(BYPASS, "DEBUG = False\n"), 5, id="debug is off"),
        pytest.param(plain(RATELIMIT.format(options="")), 5, id="blocks"),
        pytest.param(
            rates(f'{{"DEFAULT_THROTTLE_CLASSES": ["{ANON}"], "DEFAULT_THROTTLE_RATES": {{"anon": "5/min"}}}}'),
            5,
            id="on",
        ),
        pytest.param(rates('{"DEFAULT_THROTTLE_RATES": {"anon": None, "user": None}}'), 8, id="no rates"),
    ],
)
def test_limits_that_hold_are_not_reported(files: dict[str, str], most: int, tmp_path: Path) -> None:
    assert passed(tmp_path, files) == most
    assert findings(files, RULE) == []


OWN = """
from rest_framework.throttling import ScopedRateThrottle, SimpleRateThrottle


class ByAddress(SimpleRateThrottle):
    scope = "login"

    def get_cache_key(self, request, view):
        return self.get_ident(request)


class Mine(ScopedRateThrottle):
    pass
"""
LOGIN = '{"DEFAULT_THROTTLE_RATES": {"login": "5/min"}}'


@pytest.mark.parametrize(
    "replaced",
    [
        pytest.param(("throttle_scope", "throttle_classes = [Mine]\n    throttle_scope"), id="in the view"),
        pytest.param(('throttle_scope = "login"', "throttle_classes = [ByAddress]"), id="a class of the project"),
    ],
)
def test_throttles_of_views(replaced: tuple[str, str], tmp_path: Path) -> None:
    files = rates(LOGIN)
    files["throttles.py"] = OWN
    files["views.py"] = files["views.py"].replace(*replaced)
    files["views.py"] = files["views.py"].replace(
        "\n\n\nclass Login", "\nfrom throttles import ByAddress, Mine\n\n\nclass Login"
    )
    assert passed(tmp_path, files) == 5
    assert findings(files, RULE) == []


@pytest.mark.parametrize(
    "framework",
    [
        '{"DEFAULT_THROTTLE_CLASSES": [os.environ["THROTTLE"]], "DEFAULT_THROTTLE_RATES": {"login": "5/min"}}',
        '{"DEFAULT_THROTTLE_CLASSES": ["package.Throttle"], "DEFAULT_THROTTLE_RATES": {"login": "5/min"}}',
        '{**OTHERS, "DEFAULT_THROTTLE_RATES": {"login": "5/min"}}',
    ],
)
def test_classes_that_are_not_known_may_read_any_rate(framework: str) -> None:
    files = rates(framework)
    files["settings.py"] = "import os\nfrom package import OTHERS\n" + files["settings.py"]
    assert findings(files, RULE) == []


def test_a_rate_that_no_view_asks_for_is_left_to_the_reader() -> None:
    files = rates('{"DEFAULT_THROTTLE_RATES": {"burst": "5/min"}}')
    (finding,) = findings(files, RULE)
    assert "`burst` limits nothing" in finding.message
    assert finding.fixable is None


def test_a_stand_in_for_a_package_lets_everything_pass(tmp_path: Path) -> None:
    limit = """
try:
    from missing_ratelimit.decorators import ratelimit
except ImportError:

    def ratelimit(**options):
        return lambda view: view


@ratelimit(key="ip", rate="5/m")"""
    files = plain(limit.replace("missing_ratelimit", "django_ratelimit"))
    assert passed(tmp_path / "installed", files) == 5
    assert passed(tmp_path / "missing", plain(limit)) == 8
    assert len(findings(files, RULE)) == 1
