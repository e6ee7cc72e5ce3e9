"""Consumers that accept everybody."""

# needs: channels
from channels.consumer import AsyncConsumer
from channels.exceptions import AcceptConnection
from channels.generic.websocket import (
    AsyncJsonWebsocketConsumer,
    AsyncWebsocketConsumer,
    JsonWebsocketConsumer,
    WebsocketConsumer,
)
from django.urls import path


class Orders(AsyncWebsocketConsumer):  # expect: websocket-without-connection-limit
    async def connect(self):
        await self.channel_layer.group_add("orders", self.channel_name)
        await self.accept()

    async def disconnect(self, code):
        await self.channel_layer.group_discard("orders", self.channel_name)


class AcceptedByTheBase(AsyncJsonWebsocketConsumer):  # expect: websocket-without-connection-limit
    async def receive_json(self, content):
        await self.send_json(content)


class InThreads(WebsocketConsumer):  # expect: websocket-without-connection-limit
    """A synchronous consumer."""

    def connect(self):
        self.accept("v1")


class ByException(JsonWebsocketConsumer):  # expect: websocket-without-connection-limit
    def connect(self):
        raise AcceptConnection


class Base(AsyncWebsocketConsumer):
    """Not served by itself: each consumer that is has a number of its own."""

    group = ""

    async def connect(self):
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()


class Stock(Base):  # expect: websocket-without-connection-limit
    group = "stock"


class Prices(Base):  # expect: websocket-without-connection-limit
    group = "prices"

    async def connect(self):
        await super().connect()
        await self.send("hello")


class SignedIn(AsyncWebsocketConsumer):  # expect: websocket-without-connection-limit
    """One account can open as many sockets as it likes."""

    async def connect(self):
        if self.scope["user"].is_anonymous:
            await self.close()
        else:
            await self.accept()


class Room(AsyncWebsocketConsumer):  # expect: websocket-without-connection-limit
    """What is sent later has nothing to do with who gets in."""

    async def connect(self):
        room = self.scope["url_route"]["kwargs"]["room"]
        if not await exists(room):
            await self.close()
            return
        await self.accept()
        await self.send(summary([1, 2]))

    async def receive(self, text_data=None, bytes_data=None):
        if len(text_data) > 100:
            await self.close()


async def exists(room):
    return room in ("kitchen", "hall")


def summary(numbers):
    return "many" if len(numbers) > 10 else "few"


class Bare(AsyncConsumer):  # expect: websocket-without-connection-limit
    async def websocket_connect(self, event):
        await self.send({"type": "websocket.accept"})


websocket_urlpatterns = [
    path("orders/", Orders.as_asgi()),
    path("base/", AcceptedByTheBase.as_asgi()),
    path("threads/", InThreads.as_asgi()),
    path("exception/", ByException.as_asgi()),
    path("stock/", Stock.as_asgi()),
    path("prices/", Prices.as_asgi()),
    path("signed-in/", SignedIn.as_asgi()),
    path("rooms/<room>/", Room.as_asgi()),
    path("bare/", Bare.as_asgi()),
]
