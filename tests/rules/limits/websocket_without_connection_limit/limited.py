"""Consumers that count, or that may."""

# needs: channels
import asyncio
from functools import wraps

from channels.consumer import AsyncConsumer
from channels.exceptions import DenyConnection
from channels.generic.websocket import AsyncWebsocketConsumer, WebsocketConsumer
from django.core.cache import cache
from django.urls import path


class InConnect(AsyncWebsocketConsumer):
    open = 0

    async def connect(self):
        if InConnect.open >= 1000:
            await self.close(code=1013)
            return
        InConnect.open += 1
        await self.accept()


class Limited(AsyncWebsocketConsumer):
    """A base class of the project."""

    open = 0

    async def websocket_connect(self, message):
        if Limited.open > 500:
            raise DenyConnection
        await super().websocket_connect(message)


class BehindBase(Limited):
    async def connect(self):
        await self.accept()


class InCall(AsyncWebsocketConsumer):
    slots = asyncio.Semaphore(100)

    async def __call__(self, scope, receive, send):
        async with self.slots:
            if not self.slots.locked():
                await super().__call__(scope, receive, send)


class ByHelper(AsyncWebsocketConsumer):
    async def connect(self):
        if await self.is_full():
            await self.close()
        else:
            await self.accept()

    async def is_full(self):
        return await count() > 100


class ByStatement(AsyncWebsocketConsumer):
    """The helper raises."""

    async def connect(self):
        await deny_above(100)
        await self.accept()


async def count():
    return 1


async def deny_above(most):
    if await count() > most:
        raise DenyConnection


class ByCounterInCache(WebsocketConsumer):
    def connect(self):
        mine = cache.incr("sockets")
        if mine in (1, 2, 3):
            self.accept()


class Slots:
    """An object that the consumer asks."""

    def __init__(self, most):
        self.most, self.taken = most, 0

    def take(self):
        self.taken += 1
        return self.taken <= self.most


slots = Slots(100)


class ByObject(WebsocketConsumer):
    def connect(self):
        if slots.take():
            self.accept()


class ByOwnObject(WebsocketConsumer):
    slots = Slots(100)

    def connect(self):
        if self.slots.take():
            self.accept()


def limited(connect):
    @wraps(connect)
    async def wrapper(self):
        if await count() < 100:
            await connect(self)

    return wrapper


class ByDecorator(AsyncWebsocketConsumer):
    @limited
    async def connect(self):
        await self.accept()


class StaffOnly(AsyncWebsocketConsumer):
    """There are few of them."""

    async def connect(self):
        if self.scope["user"].is_staff:
            await self.accept()


class NotServed(AsyncWebsocketConsumer):
    """No route leads here."""

    async def connect(self):
        await self.accept()


class Refusing(AsyncWebsocketConsumer):
    async def connect(self):
        await self.close()


class ForTasks(AsyncConsumer):
    """A consumer of a channel, not of sockets."""

    async def send_mail(self, message):
        pass


class LooksLikeOne:
    @classmethod
    def as_asgi(cls):
        return cls()

    async def connect(self):
        await self.accept()


websocket_urlpatterns = [
    path("1/", InConnect.as_asgi()),
    path("2/", BehindBase.as_asgi()),
    path("3/", InCall.as_asgi()),
    path("4/", ByHelper.as_asgi()),
    path("5/", ByStatement.as_asgi()),
    path("6/", ByCounterInCache.as_asgi()),
    path("7/", ByObject.as_asgi()),
    path("8/", ByOwnObject.as_asgi()),
    path("9/", ByDecorator.as_asgi()),
    path("10/", StaffOnly.as_asgi()),
    path("11/", Refusing.as_asgi()),
    path("12/", ForTasks.as_asgi()),
]
looks = LooksLikeOne.as_asgi()
