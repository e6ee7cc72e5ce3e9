# needs: httpx
# needs: requests
import asyncio
import subprocess
import time
from time import sleep

import httpx
import requests
from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.core.mail import send_mail
from django.core.management.base import BaseCommand

RATES = "https://rates.example.com/"


def rates():
    """Fine in a thread."""
    return requests.get(RATES, timeout=5).json()


async def sleeping(request):
    await asyncio.sleep(1)  # expect: blocking-call-in-async
    await asyncio.sleep(0.1)  # expect: blocking-call-in-async


async def asking(request):
    answer = await sync_to_async(requests.get)(RATES, timeout=5)  # expect: blocking-call-in-async
    #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ blocking-call-in-async: `requests.get` waits for a remote server
    return answer.json()


async def asking_for_a_part(request):
    return (await sync_to_async(requests.post)(  # expect: blocking-call-in-async
        RATES,
        timeout=5,
    )).json()


async def in_a_function(request):
    return await sync_to_async(rates)()  # expect: blocking-call-in-async


async def running(request):
    return await sync_to_async(subprocess.run)(["true"], check=True)  # expect: blocking-call-in-async


class Orders(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await sync_to_async(send_mail)("Order", text_data, None, ["shop@example.com"])  # expect: blocking-call-in-async
        await self.send("thanks")


async def in_a_generator(request):
    """A generator that waits would be another kind of generator."""
    return list(rate() for rate in [rates])  # expect: blocking-call-in-async


async def awaited(request):
    await asyncio.sleep(1)
    async with httpx.AsyncClient() as client:
        await client.get(RATES)


async def in_a_thread(request):
    await sync_to_async(time.sleep)(1)
    await asyncio.to_thread(requests.get, RATES, timeout=5)
    await asyncio.get_running_loop().run_in_executor(None, rates)
    return await sync_to_async(rates)()


def synchronous(request):
    time.sleep(1)
    return rates()


class Command(BaseCommand):
    """A loop of its own."""

    def handle(self, *args, **options):
        asyncio.run(self.watch())

    async def watch(self):
        time.sleep(1)
