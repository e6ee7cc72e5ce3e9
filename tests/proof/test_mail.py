"""A mail server that takes its time: how long the visitor waits, and who sends the mail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.proof.projects import findings, fixed, run, written

RULE = "email-in-request"
SETTINGS = """\
SECRET_KEY = "x"
ROOT_URLCONF = "shop.urls"
ALLOWED_HOSTS = ["testserver"]
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "shop"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
USE_TZ = True
"""
TASKS = """\
from celery import shared_task


@shared_task
def nightly():
    pass
"""
VIEWS = """\
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, send_mail
from django.http import HttpResponse


def register(request):
    send_mail("Welcome", "Hello", "shop@example.com", [request.GET["email"]])
    return HttpResponse("done")


def message(request):
    EmailMessage("Parcel", "Sent", "shop@example.com", ["new@example.com"], reply_to=["shop@example.com"]).send()
    return HttpResponse("done")


def remind(request):
    request.user = User.objects.get(pk=request.GET["pk"])
    request.user.email_user("Reminder", message="Hello")
    return HttpResponse("done")
"""
SITE = {
    "settings.py": SETTINGS,
    "shop/__init__.py": "from shop.celery import app\n",
    "shop/celery.py": 'from celery import Celery\n\napp = Celery("shop", broker="memory://")\n',
    "shop/tasks.py": TASKS,
    "shop/urls.py": (
        "from django.urls import path\nfrom shop import views\n\n"
        'urlpatterns = [path("register/", views.register), path("remind/", views.remind)]\n'
        'urlpatterns += [path("message/", views.message)]\n'
    ),
    "shop/views.py": VIEWS,
}
ASK = """\
import json, socket, threading, time
import django
from django.conf import settings

SLOW = 0.2
received = []
server = socket.create_server(("127.0.0.1", 0))

def serve():
    while True:
        connection = server.accept()[0]
        time.sleep(SLOW)
        stream = connection.makefile("rwb")
        answer = lambda text: (stream.write(text + b"\\r\\n"), stream.flush())
        answer(b"220 ready")
        while line := stream.readline():
            if line.upper().startswith(b"DATA"):
                answer(b"354 go on")
                while (part := stream.readline()) != b".\\r\\n":
                    if part.startswith(b"To:"):
                        received.append(part.decode().split()[1])
            elif line.upper().startswith(b"QUIT"):
                answer(b"221 bye")
                break
            answer(b"250 ok")

threading.Thread(target=serve, daemon=True).start()
settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.contrib.auth.models import User
from django.test import Client

user = User.objects.create(username="ada", email="ada@example.com")
client = Client()
client.get("/nothing/")
lasted = []
for address in ("/register/?email=new@example.com", f"/remind/?pk={user.pk}", "/message/"):
    begun = time.monotonic()
    assert client.get(address).content == b"done"
    lasted.append(time.monotonic() - begun)
at_once = list(received)

from celery import current_app
channel = current_app.connection_for_write().default_channel
tasks = []
while message := channel.basic_get("celery", no_ack=True):
    args, kwargs, _ = message.decode()
    name = message.headers["task"]
    tasks.append(name)
    current_app.tasks[name](*args, **kwargs)
print(json.dumps({
    "waited": [seconds >= SLOW for seconds in lasted], "at once": at_once, "tasks": tasks, "in the end": received,
}))
"""
ALL = ["new@example.com", "ada@example.com", "new@example.com"]


def asked(folder: Path, files: dict[str, str]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run(written(folder, files), "-c", ASK))
    return answer


def test_a_visitor_waits_for_the_mail_server(tmp_path: Path) -> None:
    answer = asked(tmp_path, SITE)
    assert answer == {"waited": [True, True, True], "at once": ALL, "tasks": [], "in the end": ALL}


def test_a_task_sends_the_same_mail(tmp_path: Path) -> None:
    after = fixed(SITE, RULE)
    assert after["shop/tasks.py"].count("ignore_result=True") == 3
    answer = asked(tmp_path, after)
    tasks = ["shop.tasks.send_mail_task", "shop.tasks.email_user_task", "shop.tasks.email_message_task"]
    assert answer == {"waited": [False, False, False], "at once": [], "tasks": tasks, "in the end": ALL}


def test_newer_celery_waits_for_the_commit_by_itself(tmp_path: Path) -> None:
    after = fixed({**SITE, "requirements.txt": "celery==5.4.0\n"}, RULE)
    assert 'send_mail_task.delay_on_commit("Welcome", ' in after["shop/views.py"]
    assert "email_user_task.delay_on_commit(request.user.pk, " in after["shop/views.py"]
    assert asked(tmp_path, after)["in the end"] == ALL


def test_nothing_is_written_where_no_queue_is() -> None:
    without = {name: text for name, text in SITE.items() if name != "shop/tasks.py"}
    assert fixed(without, RULE) == without


def test_backends_that_keep_or_print_mails() -> None:
    def found(backend: str) -> int:
        return len(findings({**SITE, "settings.py": f'{SETTINGS}EMAIL_BACKEND = "{backend}"\n'}, RULE))

    assert found("django.core.mail.backends.smtp.EmailBackend") == 3
    assert found("django.core.mail.backends.console.EmailBackend") == 0
    assert found("djcelery_email.backends.CeleryEmailBackend") == 0
    development = {
        "dev.py": 'from settings import *\nEMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"\n'
    }
    assert len(findings({**SITE, **development}, RULE)) == 3
