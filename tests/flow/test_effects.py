"""Calls with an effect: what is called, with what, what lies around it, and who waits for it."""

from __future__ import annotations

import pytest

from scale_lsp.flow.analysis import analyse
from scale_lsp.flow.assembly import facts
from scale_lsp.flow.facts import EffectRun, QueryRun, RelationFetched
from scale_lsp.frameworks import ALL
from scale_lsp.index.roles import Role
from scale_lsp.orm.effects import Effect
from tests.harness import MINE, project_with

HEAD = """
import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import requests
from asgiref.sync import sync_to_async
from celery import shared_task
from channels.db import database_sync_to_async
from django.core.mail import EmailMessage, send_mail
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.shortcuts import render
from django.urls import path
from shop.models import Customer, Order


@shared_task
def notify(pk):
    pass


def send(user):
    send_mail("Hello", "", None, [user.email])


def orders():
    return list(Order.objects.all())


"""


def observed(code: str, *kinds: type) -> list[EffectRun | QueryRun | RelationFetched]:
    project, _ = project_with(HEAD + code)
    found = facts(analyse(project.snapshot(), ALL), ALL)
    wanted = kinds or (EffectRun,)
    return [fact for fact in found if isinstance(fact, wanted) and fact.site.path == MINE]  # type: ignore[attr-defined, misc]


def effects(code: str, effect: Effect) -> list[EffectRun]:
    return [one for one in observed(code) if isinstance(one, EffectRun) and one.effect is effect]


@pytest.mark.parametrize(
    ("code", "name", "limited"),
    [
        ("requests.get(x)", "requests.get", False),
        ("requests.get(x, timeout=3)", "requests.get", True),
        ("requests.get(x, timeout=None)", "requests.get", None),
        ("requests.get(x, **y)", "requests.get", True),
        ("requests.Session().post(x)", "requests.Session.post", False),
        ("__import__('requests').get(x)", None, None),
    ],
)
def test_whether_a_call_has_a_timeout(code: str, name: str | None, limited: bool | None) -> None:
    found = effects(f"def f(x, y):\n    return {code}\n", Effect.NETWORK)
    assert [(one.name, one.limited) for one in found] == ([(name, limited)] if name else [])


def test_a_session_is_known_wherever_it_is_kept() -> None:
    code = (
        "session = requests.Session()\n"
        "adapted = requests.Session()\n"
        "adapted.mount('https://', object())\n"
        "class Client:\n"
        "    def __init__(self):\n"
        "        self.session = requests.Session()\n"
        "    def ask(self, x):\n"
        "        self.session.get(x)\n"
        "def f(x):\n"
        "    session.get(x)\n"
        "    adapted.get(x)\n"
        "    with requests.Session() as local:\n"
        "        local.get(x)\n"
        "    local.mount('https://', object())\n"
        "    local.get(x)\n"
    )
    found = effects(code, Effect.NETWORK)
    assert [(one.site.text, one.limited) for one in found] == [
        ("self.session.get(x)", False),
        ("session.get(x)", False),
        ("adapted.get(x)", True),
        ("local.get(x)", False),
    ]


@pytest.mark.parametrize(
    ("code", "roles"),
    [
        ("def view(request):\n    send(request.user)\nurlpatterns = [path('', view)]\n", {Role.REQUEST}),
        ("@shared_task\ndef task(user):\n    send(user)\n", {Role.TASK}),
        ("def helper(user):\n    send(user)\n", set()),
        (
            "def view(request):\n    threading.Thread(target=send, args=(request.user,)).start()\n"
            "urlpatterns = [path('', view)]\n",
            set(),
        ),
        (
            "def view(request):\n    transaction.on_commit(lambda: send(request.user))\n"
            "urlpatterns = [path('', view)]\n",
            {Role.REQUEST},
        ),
    ],
)
def test_who_waits(code: str, roles: set[Role]) -> None:
    (mail,) = effects(code, Effect.MAIL)
    assert mail.waiting == roles


@pytest.mark.parametrize(
    ("code", "inside"),
    [
        ("def f(x):\n    with transaction.atomic():\n        notify.delay(x)\n", True),
        ("def f(x):\n    with transaction.atomic():\n        pass\n    notify.delay(x)\n", False),
        ("def f(x):\n    with transaction.atomic(using='other'):\n        notify.delay(x)\n", False),
        ("@transaction.atomic\ndef f(x):\n    notify.delay(x)\n", True),
        ("@transaction.atomic(durable=True)\ndef f(x):\n    notify.delay(x)\n", True),
        ("@transaction.atomic\ndef f(x):\n    notify.delay_on_commit(x)\n", False),
        ("@transaction.atomic\ndef f(x):\n    transaction.on_commit(lambda: notify.delay(x))\n", False),
        ("@transaction.atomic\ndef f(x):\n    transaction.on_commit(partial(notify.delay, x))\n", False),
        ("def g(x):\n    notify.delay(x)\n@transaction.atomic\ndef f(x):\n    g(x)\n", True),
        (
            "def g(x):\n    transaction.on_commit(lambda: notify.delay(x))\n@transaction.atomic\ndef f(x):\n    g(x)\n",
            False,
        ),
        ("@receiver(post_save, sender=Order)\ndef f(instance, **kwargs):\n    notify.delay(instance.pk)\n", False),
        ("@receiver(post_delete, sender=Order)\ndef f(instance, **kwargs):\n    notify.delay(instance.pk)\n", True),
        ("@receiver([post_save, post_delete])\ndef f(instance, **kwargs):\n    notify.delay(instance.pk)\n", False),
    ],
)
def test_whether_a_transaction_is_open(code: str, inside: bool) -> None:
    sent = effects(code, Effect.ENQUEUE)
    assert sent
    assert any(entry.around.transaction for one in sent for entry in one.entries) is inside


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("order = Order.objects.create()\n        notify.delay(order.pk)", ("order.pk",)),
        ("order = Order()\n        order.save()\n        notify.apply_async(args=[order.pk, 1])", ("order.pk",)),
        ("order = Order.objects.get(pk=x)\n        notify.delay(order.pk)", ()),
        ("order = Order.objects.get(pk=x)\n        order.save()\n        notify.delay(pk=order.pk)", ("order.pk",)),
        ("order = Order.objects.create()\n    notify.delay(order.pk)", ("order.pk",)),
    ],
)
def test_which_arguments_are_rows_just_saved(code: str, written: tuple[str, ...]) -> None:
    (sent,) = effects(f"def f(x):\n    with transaction.atomic():\n        {code}\n", Effect.ENQUEUE)
    assert sent.written == written


def test_what_was_saved_before_the_transaction_is_there_for_all() -> None:
    code = "    order = Order.objects.create()\n    with transaction.atomic():\n        notify.delay(order.pk)\n"
    (sent,) = effects(f"def f(x):\n{code}", Effect.ENQUEUE)
    assert sent.written == ()


@pytest.mark.parametrize(
    ("code", "blocked"),
    [
        ("return Order.objects.count()", ["Order.objects.count()"]),
        ("return await Order.objects.acount()", []),
        ("return await sync_to_async(Order.objects.count)()", []),
        ("return await sync_to_async(orders)()", []),
        ("return await sync_to_async(lambda: orders())()", []),
        ("return await asyncio.to_thread(orders)", []),
        ("return orders()", ["orders()"]),
        ("return [order async for order in Order.objects.all()]", []),
        ("return [order for order in Order.objects.all()]", ["Order.objects.all()"]),
        ("rows = Order.objects.all()\n    async for row in rows:\n        pass\n    return len(rows)", []),
        ("return await moved()", []),
        ("def inner():\n        return orders()\n    return await sync_to_async(inner)()", []),
        ("def inner():\n        return orders()\n    return inner()", ["inner()"]),
    ],
)
def test_which_queries_stop_the_event_loop(code: str, blocked: list[str]) -> None:
    text = f"@database_sync_to_async\ndef moved():\n    return orders()\nasync def f(request):\n    {code}\n"
    found = [
        (entry.around.through or query.site).text
        for query in observed(text, QueryRun)
        for entry in query.entries
        if entry.around.loop and not query.asynchronous  # type: ignore[union-attr]
    ]
    assert found == blocked


def test_relations_that_a_coroutine_fetches() -> None:
    code = (
        "async def f(pk):\n"
        "    order = await Order.objects.aget(pk=pk)\n"
        "    loaded = await Order.objects.select_related('customer').aget(pk=pk)\n"
        "    return order.customer.name, loaded.customer.name\n"
    )
    (read,) = observed(code, RelationFetched)
    assert (read.site.text, read.path) == ("order.customer", "customer")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("code", "does", "kept"),
    [
        ("threading.Thread(target=send, args=(x,)).start()", {Effect.MAIL}, False),
        ("thread = threading.Thread(target=orders)\n    thread.start()", {Effect.WRITE}, False),
        (
            "thread = threading.Thread(target=send, args=(x,))\n    thread.start()\n    thread.join()",
            {Effect.MAIL},
            True,
        ),
        ("threading.Thread(target=print).start()", set(), False),
        ("pool = ThreadPoolExecutor()\n    pool.submit(send, x)", {Effect.MAIL}, False),
        ("pool = ThreadPoolExecutor()\n    return pool.submit(send, x)", {Effect.MAIL}, True),
    ],
)
def test_what_a_thread_does(code: str, does: set[Effect], kept: bool) -> None:
    (thread,) = effects(f"def f(x):\n    {code}\n", Effect.THREAD)
    assert (thread.does, thread.kept) == (does, kept)
