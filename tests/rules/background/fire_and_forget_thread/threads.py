# needs: httpx
# needs: requests
import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import httpx
import requests
from django.core.mail import send_mail
from django.core.management.base import BaseCommand
from django.http import HttpResponse
from django.urls import path
from shop.models import Order

POOL = ThreadPoolExecutor(max_workers=2)
TASKS = set()


def welcome(address):
    send_mail("Welcome", "", None, [address])


def count(pk):
    order = Order.objects.get(pk=pk)
    order.number += 1
    order.save()


def by_hand(request):
    threading.Thread(target=welcome, args=(request.POST["email"],)).start()  # expect: fire-and-forget-thread
    return HttpResponse()


def kept_in_a_variable(request):
    thread = Thread(target=count, args=(1,), daemon=True)
    thread.start()  # expect: fire-and-forget-thread
    return HttpResponse()


def later(request):
    threading.Timer(60, count, args=(1,)).start()  # expect: fire-and-forget-thread
    return HttpResponse()


def helper(address):
    Thread(target=lambda: requests.get(address, timeout=5)).start()  # expect: fire-and-forget-thread


def through_a_function(request):
    helper(request.POST["url"])
    return HttpResponse()


def in_a_pool(request):
    POOL.submit(count, 1)  # expect: fire-and-forget-thread
    return HttpResponse()


async def ping(address):
    async with httpx.AsyncClient() as client:
        await client.post(address)


async def in_the_event_loop(request):
    asyncio.create_task(ping("https://example.com"))  # expect: fire-and-forget-thread
    return HttpResponse()


class Mailer(Thread):
    """A class of one's own is not looked into."""

    def run(self):
        welcome("a@example.com")


def a_class_of_threads(request):
    Mailer().start()
    return HttpResponse()


def waited_for(request):
    threads = []
    for pk in (1, 2):
        thread = Thread(target=count, args=(pk,))
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()
    return HttpResponse()


def a_pool_that_is_left(request):
    with ThreadPoolExecutor() as pool:
        pool.submit(count, 1)
    return HttpResponse()


def the_result_is_used(request):
    return HttpResponse(POOL.submit(count, 1).result())


def no_effect(request):
    """It touches nothing but memory."""
    Thread(target=sorted, args=([2, 1],)).start()
    return HttpResponse()


async def kept(request):
    task = asyncio.create_task(ping("https://example.com"))
    TASKS.add(task)
    task.add_done_callback(TASKS.discard)
    return HttpResponse()


class Command(BaseCommand):
    """A process of its own ends when its threads have ended."""

    def handle(self, *args, **options):
        Thread(target=count, args=(1,)).start()


def nobody_knows_who_calls(address):
    Thread(target=welcome, args=(address,)).start()


urlpatterns = [
    path("a", by_hand),
    path("b", kept_in_a_variable),
    path("c", later),
    path("d", through_a_function),
    path("e", in_a_pool),
    path("f", in_the_event_loop),
    path("g", a_class_of_threads),
    path("h", waited_for),
    path("i", a_pool_that_is_left),
    path("j", the_result_is_used),
    path("k", no_effect),
    path("l", kept),
]
