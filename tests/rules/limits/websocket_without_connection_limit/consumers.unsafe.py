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
    max_connections = 1000
    open_connections = 0

    async def __call__(self, scope, receive, send):
        if Orders.open_connections >= self.max_connections:
            await send({"type": "websocket.close", "code": 1013})  # try again later
            return
        Orders.open_connections += 1
        try:
            await super().__call__(scope, receive, send)
        finally:
            Orders.open_connections -= 1

    async def connect(self):
        await self.channel_layer.group_add("orders", self.channel_name)
        await self.accept()

    async def disconnect(self, code):
        await self.channel_layer.group_discard("orders", self.channel_name)


class AcceptedByTheBase(AsyncJsonWebsocketConsumer):  # expect: websocket-without-connection-limit
    max_connections = 1000
    open_connections = 0

    async def __call__(self, scope, receive, send):
        if AcceptedByTheBase.open_connections >= self.max_connections:
            await send({"type": "websocket.close", "code": 1013})  # try again later
            return
        AcceptedByTheBase.open_connections += 1
        try:
            await super().__call__(scope, receive, send)
        finally:
            AcceptedByTheBase.open_connections -= 1

    async def receive_json(self, content):
        await self.send_json(content)


class InThreads(WebsocketConsumer):  # expect: websocket-without-connection-limit
    """A synchronous consumer."""

    max_connections = 1000
    open_connections = 0

    async def __call__(self, scope, receive, send):
        if InThreads.open_connections >= self.max_connections:
            await send({"type": "websocket.close", "code": 1013})  # try again later
            return
        InThreads.open_connections += 1
        try:
            await super().__call__(scope, receive, send)
        finally:
            InThreads.open_connections -= 1

    def connect(self):
        self.accept("v1")


class ByException(JsonWebsocketConsumer):  # expect: websocket-without-connection-limit
    max_connections = 1000
    open_connections = 0

    async def __call__(self, scope, receive, send):
        if ByException.open_connections >= self.max_connections:
            await send({"type": "websocket.close", "code": 1013})  # try again later
            return
        ByException.open_connections += 1
        try:
            await super().__call__(scope, receive, send)
        finally:
            ByException.open_connections -= 1

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
    max_connections = 1000
    open_connections = 0

    async def __call__(self, scope, receive, send):
        if Stock.open_connections >= self.max_connections:
            await send({"type": "websocket.close", "code": 1013})  # try again later
            return
        Stock.open_connections += 1
        try:
            await super().__call__(scope, receive, send)
        finally:
            Stock.open_connections -= 1


class Prices(Base):  # expect: websocket-without-connection-limit
    group = "prices"
    max_connections = 1000
    open_connections = 0

    async def __call__(self, scope, receive, send):
        if Prices.open_connections >= self.max_connections:
            await send({"type": "websocket.close", "code": 1013})  # try again later
            return
        Prices.open_connections += 1
        try:
            await super().__call__(scope, receive, send)
        finally:
            Prices.open_connections -= 1

    async def connect(self):
        await super().connect()
        await self.send("hello")


class SignedIn(AsyncWebsocketConsumer):  # expect: websocket-without-connection-limit
    """One account can open as many sockets as it likes."""

    max_connections = 1000
    open_connections = 0

    async def __call__(self, scope, receive, send):
        if SignedIn.open_connections >= self.max_connections:
            await send({"type": "websocket.close", "code": 1013})  # try again later
            return
        SignedIn.open_connections += 1
        try:
            await super().__call__(scope, receive, send)
        finally:
            SignedIn.open_connections -= 1

    async def connect(self):
        if self.scope["user"].is_anonymous:
            await self.close()
        else:
            await self.accept()


class Room(AsyncWebsocketConsumer):  # expect: websocket-without-connection-limit
    """What is sent later has nothing to do with who gets in."""

    max_connections = 1000
    open_connections = 0

    async def __call__(self, scope, receive, send):
        if Room.open_connections >= self.max_connections:
            await send({"type": "websocket.close", "code": 1013})  # try again later
            return
        Room.open_connections += 1
        try:
            await super().__call__(scope, receive, send)
        finally:
            Room.open_connections -= 1

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
    max_connections = 1000
    open_connections = 0

    async def __call__(self, scope, receive, send):
        if Bare.open_connections >= self.max_connections:
            await send({"type": "websocket.close", "code": 1013})  # try again later
            return
        Bare.open_connections += 1
        try:
            await super().__call__(scope, receive, send)
        finally:
            Bare.open_connections -= 1

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
