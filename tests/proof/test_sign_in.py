"""Signing in on real Django: how many wrong passwords are tried, as written and as fixed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.proof.projects import findings, fixed, run, written

RULE = "no-rate-limit"
SETTINGS = """
SECRET_KEY = "not a secret"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "views"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SILENCED_SYSTEM_CHECKS = ["django_ratelimit.E003", "django_ratelimit.W001"]
"""
VIEWS = """
from django.contrib.auth import authenticate
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def sign_in(request):
    user = authenticate(request, username=request.POST["name"], password=request.POST["password"])
    return HttpResponse("hello" if user else "wrong")


urlpatterns = [path("login/", sign_in)]
"""
VISIT = """
import json
import django
django.setup()
from django.core.management import call_command
from django.test import Client

call_command("migrate", verbosity=0)
client = Client(enforce_csrf_checks=True)
tries = [client.post("/login/", {"name": "ann", "password": str(i)}) for i in range(15)]
print(json.dumps([answer.status_code for answer in tries]))
"""
FILES = {"settings.py": SETTINGS, "views.py": VIEWS, "requirements.txt": "Django==5.2\ndjango-ratelimit==4.1.0\n"}


def answered(folder: Path, files: dict[str, str]) -> list[int]:
    answers: list[int] = json.loads(run(written(folder, files), "-c", VISIT))
    return answers


def test_without_a_limit_every_password_is_tried(tmp_path: Path) -> None:
    assert len(findings(FILES, RULE)) == 1
    assert answered(tmp_path / "before", FILES) == [200] * 15
    after = fixed(FILES, RULE)
    assert answered(tmp_path / "after", after) == [200] * 10 + [403] * 5
    assert findings(after, RULE) == []


def test_there_is_no_fix_without_the_package() -> None:
    (finding,) = findings({**FILES, "requirements.txt": "Django==5.2\n"}, RULE)
    assert finding.fixable is None


MIDDLEWARE = """
from django.core.cache import cache
from django.http import HttpResponse


class Limit:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        cache.add("count", 0, 60)
        return HttpResponse(status=429) if cache.incr("count") > 5 else self.get_response(request)


class Language:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)
"""


def with_middleware(name: str) -> dict[str, str]:
    settings = SETTINGS.replace('"django.middleware.common.CommonMiddleware"', f'"{name}"')
    return {**FILES, "settings.py": settings, "middleware.py": MIDDLEWARE}


def test_a_middleware_of_the_project_may_limit(tmp_path: Path) -> None:
    assert answered(tmp_path, with_middleware("middleware.Limit")) == [200] * 5 + [429] * 10
    assert findings(with_middleware("middleware.Limit"), RULE) == []
    assert len(findings(with_middleware("middleware.Language"), RULE)) == 1


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(with_middleware("axes.middleware.AxesMiddleware"), id="a middleware of a package"),
        pytest.param({**FILES, "nginx.conf": "limit_req zone=login;\n"}, id="the proxy"),
        pytest.param(
            {**FILES, "settings.py": f'{SETTINGS}AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend"]\n'},
            id="a backend of a package",
        ),
        pytest.param({**FILES, "settings.py": f"{SETTINGS}MIDDLEWARE += OTHERS\n"}, id="settings that are not known"),
        pytest.param({"views.py": VIEWS}, id="no settings"),
        pytest.param(
            {**FILES, "settings.py": SETTINGS.replace('"rest_framework"', '"axes"')}, id="an app that locks accounts"
        ),
    ],
)
def test_what_may_limit_is_not_reported(files: dict[str, str]) -> None:
    assert findings(files, RULE) == []


CONTACT = """
from django.core.mail import send_mail
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def contact(request):
    send_mail("Hello", request.POST["name"], None, ["shop@example.com"])
    return HttpResponse("sent")


urlpatterns = [path("login/", contact)]
"""
MAILING = {**FILES, "views.py": CONTACT}


def test_mails_are_sent_for_whoever_asks(tmp_path: Path) -> None:
    printed = {**MAILING, "settings.py": f'{SETTINGS}EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"\n'}
    after = {**fixed(MAILING, RULE), "settings.py": printed["settings.py"]}
    assert answered(tmp_path / "before", printed) == [200] * 15
    assert answered(tmp_path / "after", after) == [200] * 10 + [403] * 5
    assert findings(printed, RULE) == [], "a mail that no server takes costs nothing"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({**MAILING, "forms.py": "from captcha.fields import CaptchaField\n"}, id="a captcha"),
        pytest.param(
            {
                **MAILING,
                "settings.py": f'{SETTINGS}MIDDLEWARE += ["django.contrib.auth.middleware.LoginRequiredMiddleware"]\n',
            },
            id="only those who are signed in",
        ),
    ],
)
def test_others_than_anybody_may_send_mails(files: dict[str, str]) -> None:
    assert len(findings(MAILING, RULE)) == 1
    assert findings(files, RULE) == []
