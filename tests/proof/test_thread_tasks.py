"""Work of threads that is handed to a queue: it waits there for a worker, and does the same."""

from __future__ import annotations

import json
from pathlib import Path

from scale_lsp.config import Config
from scale_lsp.engine.check import check
from scale_lsp.engine.fix import fixes
from scale_lsp.finding import Safety
from tests.proof.projects import ROOT, fixed, project, run, written

RULE = "fire-and-forget-thread"
SETTINGS = """\
SECRET_KEY = "x"
ROOT_URLCONF = "shop.views"
ALLOWED_HOSTS = ["testserver"]
INSTALLED_APPS = ["shop"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
"""
VIEWS = """\
import threading
from concurrent.futures import ThreadPoolExecutor

from django.core.mail import send_mail
from django.http import HttpResponse
from django.urls import path

POOL = ThreadPoolExecutor(max_workers=1)


def welcome(address, subject="Welcome"):
    send_mail(subject, "", None, [address])


def register(request):
    threading.Thread(target=welcome, args=(request.GET["email"],)).start()
    POOL.submit(welcome, "shop@example.com", subject="New visitor")
    return HttpResponse("done")


urlpatterns = [path("", register)]
"""
SITE = {
    "settings.py": SETTINGS,
    "shop/__init__.py": "from shop.celery import app\n",
    "shop/celery.py": 'from celery import Celery\n\napp = Celery("shop", broker="memory://")\n',
    "shop/tasks.py": "from celery import shared_task\n\n\n@shared_task\ndef nightly():\n    pass\n",
    "shop/views.py": VIEWS,
}
ASK = """\
import json, time
import django
django.setup()
from django.core import mail
from django.test import Client

mail.outbox = []
assert Client().get("/?email=new@example.com").content == b"done"
time.sleep(0.3)
at_once = [message.subject for message in mail.outbox]

from celery import current_app
channel = current_app.connection_for_write().default_channel
while message := channel.basic_get("celery", no_ack=True):
    args, kwargs, _ = message.decode()
    current_app.tasks[message.headers["task"]](*args, **kwargs)
print(json.dumps([at_once, [[message.subject, *message.to] for message in mail.outbox]]))
"""
SENT = [["Welcome", "new@example.com"], ["New visitor", "shop@example.com"]]


def test_threads_send_at_once(tmp_path: Path) -> None:
    at_once, in_the_end = json.loads(run(written(tmp_path, SITE), "-c", ASK))
    assert sorted(at_once) == ["New visitor", "Welcome"]
    assert sorted(in_the_end) == sorted(SENT)


def test_tasks_wait_for_a_worker(tmp_path: Path) -> None:
    after = fixed(SITE, RULE)
    assert "Thread(" not in after["shop/views.py"]
    assert after["shop/tasks.py"].count("def welcome_task") == 1
    assert json.loads(run(written(tmp_path, after), "-c", ASK)) == [[], SENT]


def test_what_a_queue_may_not_write_down_is_for_somebody_to_finish() -> None:
    files = {**SITE, "shop/views.py": VIEWS.replace('request.GET["email"]', "request.user")}
    snapshot = project(files).snapshot()
    config = Config.model_validate({"select": (RULE,)})
    found = check(snapshot, f"{ROOT}/shop/views.py", config)
    assert [made.safety for one in found for made in fixes(snapshot, one, config)] == [Safety.MANUAL, Safety.UNSAFE]
