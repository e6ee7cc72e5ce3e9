"""The connection limit on a real server: the 101st socket is refused, a slot that is free is used again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from tests.proof.projects import findings, fixed, free_port, served, written

RULE = "websocket-without-connection-limit"
OPTIONS = {"websocket-max-connections": 100}
SETTINGS = """
SECRET_KEY = "not a secret"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["channels"]
ROOT_URLCONF = "site"
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
"""
CONSUMERS = '''
from channels.generic.websocket import AsyncWebsocketConsumer, WebsocketConsumer


class Orders(AsyncWebsocketConsumer):
    """The order board."""

    groups = ["orders"]

    async def connect(self):
        if b"refuse" in self.scope["query_string"]:
            await self.close()
            return
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        if text_data == "raise":
            raise ValueError
        await self.send(text_data)


class InThreads(WebsocketConsumer):
    def receive(self, text_data=None, bytes_data=None):
        self.send(text_data)


class ByHand(AsyncWebsocketConsumer):
    open = 0

    async def connect(self):
        if ByHand.open >= 3:
            await self.close(code=1013)
            return
        ByHand.open += 1
        await self.accept()

    async def disconnect(self, code):
        ByHand.open -= 1

    async def receive(self, text_data=None, bytes_data=None):
        raise ValueError
'''
APPLICATION = """
import django

django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path

from consumers import ByHand, InThreads, Orders

urls = [
    path("orders/", Orders.as_asgi()),
    path("threads/", InThreads.as_asgi()),
    path("hand/", ByHand.as_asgi()),
]
application = ProtocolTypeRouter({"websocket": URLRouter(urls)})
"""
FILES = {"settings.py": SETTINGS, "consumers.py": CONSUMERS, "application.py": APPLICATION}


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("limited"), fixed(FILES, RULE, **OPTIONS))


def server(folder: Path, port: int) -> Any:
    return served(folder, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "application:application", port=port)


@pytest.fixture(scope="module")
def port(limited: Path) -> Iterator[int]:
    port = free_port()
    with server(limited, port):
        yield port


async def entered(stack: AsyncExitStack, url: str) -> ClientConnection | int:
    """An open socket, or the status with which it was refused."""
    try:
        return await stack.enter_async_context(connect(url, open_timeout=30))
    except InvalidStatus as refused:
        return refused.response.status_code


async def opened(stack: AsyncExitStack, url: str, number: int) -> list[ClientConnection]:
    """The sockets that are let in, of so many that come at the same time."""
    answers = await asyncio.gather(*(entered(stack, url) for _ in range(number)))
    assert {a for a in answers if isinstance(a, int)} <= {403}
    return [a for a in answers if not isinstance(a, int)]


async def let_in_again(stack: AsyncExitStack, url: str) -> ClientConnection:
    """The server notices a closed socket a moment later."""
    for _ in range(100):
        socket = await entered(stack, url)
        if not isinstance(socket, int):
            return socket
        await asyncio.sleep(0.05)
    raise AssertionError("no slot became free")


def test_it_is_found_and_fixed_where_it_stands() -> None:
    assert [f.values["consumer"] for f in findings(FILES, RULE, **OPTIONS)] == ["Orders", "InThreads"]
    after = fixed(FILES, RULE, **OPTIONS)["consumers.py"]
    assert 'groups = ["orders"]\n    max_connections = 100\n    open_connections = 0\n\n    async def __call__' in after


def test_without_the_limit_all_are_accepted(tmp_path: Path) -> None:
    port = free_port()

    async def visit() -> int:
        async with AsyncExitStack() as stack:
            return len(await opened(stack, f"ws://127.0.0.1:{port}/orders/", 101))

    with server(written(tmp_path, FILES), port):
        assert asyncio.run(visit()) == 101


def test_the_101st_is_refused_and_a_free_slot_is_used_again(port: int) -> None:
    async def visit() -> None:
        url = f"ws://127.0.0.1:{port}/orders/"
        async with AsyncExitStack() as stack:
            sockets = await opened(stack, url, 100)
            assert len(sockets) == 100
            assert await entered(stack, url) == 403
            assert await entered(stack, url) == 403, "a refused one takes no slot and frees none"
            await sockets[0].close()
            again = await let_in_again(stack, url)
            assert await entered(stack, url) == 403
            for socket in (again, sockets[1], sockets[99]):
                await socket.send("hello")
                assert await socket.recv() == "hello"

    asyncio.run(visit())


def test_what_raises_or_is_refused_by_the_consumer_frees_its_slot(port: int) -> None:
    async def visit() -> None:
        url = f"ws://127.0.0.1:{port}/orders/"
        async with AsyncExitStack() as stack:
            for _ in range(150):
                assert await entered(stack, f"{url}?refuse") == 403
            for _ in range(3):
                sockets = [await let_in_again(stack, url) for _ in range(50)]
                await asyncio.gather(*(socket.send("raise") for socket in sockets))
                await asyncio.gather(*(socket.wait_closed() for socket in sockets))
            sockets = [await let_in_again(stack, url) for _ in range(100)]
            assert await entered(stack, url) == 403

    asyncio.run(visit())


def test_numbers_kept_in_connect_and_disconnect_lose_the_slots_of_consumers_that_raise(port: int) -> None:
    async def visit() -> None:
        url = f"ws://127.0.0.1:{port}/hand/"
        async with AsyncExitStack() as stack:
            sockets = await opened(stack, url, 3)
            assert len(sockets) == 3
            await asyncio.gather(*(socket.send("raise") for socket in sockets))
            await asyncio.gather(*(socket.wait_closed() for socket in sockets))
            await asyncio.sleep(0.5)
            assert await entered(stack, url) == 403

    asyncio.run(visit())


def test_a_consumer_in_threads_needs_no_lock(port: int) -> None:
    async def visit() -> None:
        url = f"ws://127.0.0.1:{port}/threads/"
        for _ in range(3):
            async with AsyncExitStack() as stack:
                sockets = [await let_in_again(stack, url) for _ in range(60)]
                assert len(sockets) + len(await opened(stack, url, 90)) == 100
                assert await entered(stack, url) == 403

    asyncio.run(visit())


def test_a_process_that_dies_takes_its_slots_with_it(limited: Path) -> None:
    port = free_port()
    url = f"ws://127.0.0.1:{port}/orders/"

    async def visit(sockets: AsyncExitStack) -> int:
        found = await opened(sockets, url, 100)
        assert await entered(sockets, url) == 403
        return len(found)

    async def through_two_processes() -> None:
        for _ in range(2):
            stack = AsyncExitStack()
            with server(limited, port) as process:
                assert await visit(stack) == 100
                process.kill()
                process.wait()
            await stack.aclose()

    asyncio.run(through_two_processes())
