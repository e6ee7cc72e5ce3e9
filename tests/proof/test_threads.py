"""What a request leaves behind that gives work to a thread: the thread, and a database connection of its own."""

from __future__ import annotations

from pathlib import Path

from tests.proof.projects import findings, run, written

SETTINGS = """\
SECRET_KEY = "x"
ROOT_URLCONF = "views"
ALLOWED_HOSTS = ["testserver"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
"""
VIEWS = """\
import threading

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import path


def count():
    User.objects.filter(pk=1).update(is_active=True)


def view(request):
    threading.Thread(target=count).start()
    return HttpResponse("done")


urlpatterns = [path("", view)]
"""
ASK = """\
import threading
import django
from django.conf import settings
settings.INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import connection
from django.db.models.query import QuerySet
from django.test import Client

end, held, plain = threading.Event(), [], QuerySet.update

def update(*args, **kwargs):
    plain(*args, **kwargs)
    held.append(connection.connection)
    end.wait(5)

QuerySet.update = update
answers = [Client().get("/").content for _ in range(3)]
while len(held) < 3:
    pass
print(threading.active_count() - 1, len(set(map(id, held))), all(c is not None for c in held))
end.set()
"""


def test_each_request_leaves_a_thread_with_a_connection(tmp_path: Path) -> None:
    files = {"settings.py": SETTINGS, "views.py": VIEWS}
    assert [f.rule for f in findings(files, "fire-and-forget-thread")] == ["fire-and-forget-thread"]
    assert run(written(tmp_path, files), "-c", ASK).split() == ["3", "3", "True"]
