"""Rate limits in two real processes: what is counted in the memory of one is not known in the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.proof.projects import findings, run, written
from tests.proof.test_rate_limits import API, SETTINGS, VISIT

RULE = "rate-limit-per-process"
MEMORY = """
from django.http import HttpResponse
from django.urls import path

COUNTS = {}


def login(request):
    address = request.META["REMOTE_ADDR"]
    COUNTS[address] = COUNTS.get(address, 0) + 1
    if COUNTS[address] > 5:
        return HttpResponse("slowly", status=429)
    return HttpResponse("hello")


urlpatterns = [path("login/", login)]
"""
CACHE = """
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import path


def login(request):
    key = "login:" + request.META["REMOTE_ADDR"]
    cache.add(key, 0, timeout=60)
    if cache.incr(key) > 5:
        return HttpResponse("slowly", status=429)
    return HttpResponse("hello")


urlpatterns = [path("login/", login)]
"""
SHARED = SETTINGS.replace('locmem.LocMemCache"', 'filebased.FileBasedCache", "LOCATION": "shared"')
THROTTLED = """
REST_FRAMEWORK = {
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": "5/min"},
}
"""


def passed(folder: Path, files: dict[str, str]) -> list[int]:
    """How many of eight requests each of two processes answers."""
    project = written(folder, files)
    return [json.loads(run(project, "-c", VISIT, "/login/")).count(200) for _ in range(2)]


@pytest.mark.parametrize(
    ("settings", "views", "found", "answers"),
    [
        pytest.param(SETTINGS, MEMORY, ["`COUNTS`"], [5, 5], id="a dictionary"),
        pytest.param(SHARED, MEMORY, ["`COUNTS`"], [5, 5], id="a dictionary beside a shared cache"),
        pytest.param(SETTINGS, CACHE, ["`LocMemCache`"], [5, 5], id="the cache of the process"),
        pytest.param(SETTINGS.replace("CACHES", "C"), CACHE, ["`LocMemCache`"], [5, 5], id="no cache is set"),
        pytest.param(SHARED, CACHE, [], [5, 0], id="a shared cache"),
        pytest.param(SETTINGS + THROTTLED, API, ["`LocMemCache`"], [5, 5], id="throttles"),
        pytest.param(SHARED + THROTTLED, API, [], [5, 0], id="throttles on a shared cache"),
    ],
)
def test_each_process_counts_for_itself(
    settings: str, views: str, found: list[str], answers: list[int], tmp_path: Path
) -> None:
    files = {"settings.py": settings, "views.py": views}
    assert [finding.values["store"] for finding in findings(files, RULE)] == found
    assert passed(tmp_path, files) == answers


def test_how_many_processes_there_are() -> None:
    files = {"settings.py": SETTINGS, "views.py": MEMORY, "wsgi.py": ""}
    assert findings({**files, "Procfile": "web: gunicorn --workers 1 wsgi\n"}, RULE) == []
    (finding,) = findings({**files, "Procfile": "web: gunicorn --workers 4 wsgi\n"}, RULE)
    assert "4 times" in finding.message
