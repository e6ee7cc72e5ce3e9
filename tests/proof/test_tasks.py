"""Celery with a broker in memory: what is in the queue, and what a worker would see, before and after the fix."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.proof.projects import fixed, run, written
from tests.prove import set_up

SETTINGS = """\
SECRET_KEY = "x"
INSTALLED_APPS = ["shop"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
"""
CELERY = """\
from celery import Celery

app = Celery("shop", broker="memory://")
"""
MODELS = """\
from django.db import models


class Order(models.Model):
    number = models.IntegerField(default=0)
"""
TASKS = """\
from celery import shared_task
from shop.models import Order


@shared_task
def confirm(pk):
    return Order.objects.get(pk=pk)
"""
VIEWS = """\
from django.db import transaction
from shop.models import Order
from shop.tasks import confirm


@transaction.atomic
def place(fails=False):
    order = Order.objects.create()
    confirm.delay(order.pk)
    if fails:
        raise ValueError("no money")
"""
SITE = {
    "settings.py": SETTINGS,
    "shop/__init__.py": "from shop.celery import app\n",
    "shop/celery.py": CELERY,
    "shop/models.py": MODELS,
    "shop/tasks.py": TASKS,
    "shop/views.py": VIEWS,
}
ASK = """\
import contextlib, json, sqlite3
import django
django.setup()
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
from celery import current_app
from shop.tasks import confirm
from shop.views import place

seen = []
channel = current_app.connection_for_write().default_channel

def look(*args, **kwargs):
    seen.append(sqlite3.connect("db.sqlite3").execute("select count(*) from shop_order").fetchone()[0])

from celery.signals import before_task_publish
before_task_publish.connect(look, weak=False)
with contextlib.suppress(ValueError):
    place(fails=True)
rolled_back = list(seen)
seen.clear()
place()
print(json.dumps({"rolled back": rolled_back, "committed": seen}))
"""


def asked(folder: Path, files: dict[str, str]) -> dict[str, Any]:
    """For each message that is sent, the rows that somebody else sees at this moment."""
    answer: dict[str, Any] = json.loads(run(written(folder, files), "-c", ASK))
    return answer


def test_a_task_is_sent_before_the_row_is_there_and_after_a_rollback(tmp_path: Path) -> None:
    assert asked(tmp_path, SITE) == {"rolled back": [0], "committed": [0]}


def test_after_the_fix_only_what_is_committed_is_sent(tmp_path: Path) -> None:
    after = fixed(SITE, "enqueue-inside-transaction")
    assert "transaction.on_commit(partial(confirm.delay, order.pk))" in after["shop/views.py"]
    assert asked(tmp_path, after) == {"rolled back": [], "committed": [1]}


def test_celery_has_a_method_of_its_own_for_it(tmp_path: Path) -> None:
    after = fixed({**SITE, "requirements.txt": "celery>=5.4\n"}, "enqueue-inside-transaction")
    assert "confirm.delay_on_commit(order.pk)" in after["shop/views.py"]
    assert asked(tmp_path, after) == {"rolled back": [], "committed": [1]}


def test_receivers_of_post_save_run_in_the_transaction_of_the_caller() -> None:
    set_up()
    from django.contrib.admin.sites import AdminSite
    from django.contrib.auth.models import User
    from django.db import connection, transaction
    from django.db.models.signals import post_save
    from django.test import RequestFactory
    from shop.models import Tag

    seen: list[bool] = []

    def saved(**kwargs: object) -> None:
        seen.append(connection.in_atomic_block)

    post_save.connect(saved, sender=Tag)
    try:
        Tag.objects.create(name="alone")
        with transaction.atomic():
            Tag.objects.create(name="inside")
        Tag.objects.get_or_create(name="got")
        Tag.objects.update_or_create(name="updated")
        site = AdminSite()
        site.register(Tag)
        request = RequestFactory().post("/", {"name": "from the admin"})
        request.user, request._dont_enforce_csrf_checks = User.objects.create(is_superuser=True), True
        with suppress(Exception):  # the page to go on to has no URL here
            site.get_model_admin(Tag).add_view(request)
    finally:
        post_save.disconnect(saved, sender=Tag)
    assert seen == [False, True, True, True, True]
