"""A base class that nobody can read may count."""

# needs: socket_limits
from channels.generic.websocket import AsyncWebsocketConsumer
from django.urls import path
from socket_limits import Limited, limited


class Stock(Limited, AsyncWebsocketConsumer):
    pass


class Prices(AsyncWebsocketConsumer):
    @limited
    async def connect(self):
        await self.accept()


@limited
class Orders(AsyncWebsocketConsumer):
    pass


websocket_urlpatterns = [path("1/", Stock.as_asgi()), path("2/", Prices.as_asgi()), path("3/", Orders.as_asgi())]
