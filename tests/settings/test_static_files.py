"""What WhiteNoise tells browsers about a static file, and what runs for it."""

from __future__ import annotations

from pathlib import Path

from tests.settings.started import Files, fixed, found, said

SETTINGS = """
SECRET_KEY = "x"
ROOT_URLCONF = "urls"
ALLOWED_HOSTS = ["*"]
WSGI_APPLICATION = "wsgi.application"
INSTALLED_APPS = ["django.contrib.staticfiles"]
STATIC_URL = "static/"
STATIC_ROOT = "collected"
STATICFILES_DIRS = ["assets"]
MIDDLEWARE = [
%s
]
"""
SECURITY = '    "django.middleware.security.SecurityMiddleware",'
SESSIONS = '    "django.contrib.sessions.middleware.SessionMiddleware",'
WHITENOISE = '    "whitenoise.middleware.WhiteNoiseMiddleware",'
ASK = """
from django.contrib.sessions.middleware import SessionMiddleware
ran = []
SessionMiddleware.process_request = lambda self, request: ran.append(1)
from django.core.management import call_command
call_command("collectstatic", interactive=False, verbosity=0)
from django.templatetags.static import static
from django.test import Client
response = Client().get(static("shop.css"))
print(response.headers["Cache-Control"], len(ran))
"""


def project(*middleware: str) -> Files:
    text = SETTINGS % "\n".join(middleware)
    return {"settings.py": text, "urls.py": "urlpatterns = []\n", "assets/shop.css": "a {}\n"}


def test_hashed_names_are_kept_for_good(tmp_path: Path) -> None:
    files = project(SECURITY, WHITENOISE)
    assert said(tmp_path, files, ASK) == "max-age=60, public 0"
    after = fixed(files, "static-files-not-production-ready")
    assert said(tmp_path, after, ASK) == "max-age=315360000, public, immutable 0"


def test_nothing_runs_for_a_file_in_front_of_the_others(tmp_path: Path) -> None:
    hashed = fixed(project(SECURITY, WHITENOISE), "static-files-not-production-ready")["settings.py"]
    files = project(SECURITY, SESSIONS, WHITENOISE)
    files["settings.py"] += "STORAGES" + hashed.partition("STORAGES")[2]
    assert said(tmp_path, files, ASK).endswith("1")
    after = fixed(files, "static-files-not-production-ready")
    assert said(tmp_path, after, ASK).endswith("0")
    assert not found(after, "static-files-not-production-ready")
