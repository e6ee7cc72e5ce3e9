"""What a package puts around the consumers may count: nobody knows."""

# needs: socket_limits
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path
from socket_limits import ConnectionLimit, Limited


class Orders(AsyncWebsocketConsumer):
    async def connect(self):
        await self.accept()


class Stock(Limited, AsyncWebsocketConsumer):
    pass


application = ProtocolTypeRouter({"websocket": ConnectionLimit(URLRouter([path("orders/", Orders.as_asgi())]))})
