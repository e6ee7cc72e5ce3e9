"""An ASGI middleware around the consumers counts for all of them."""

# needs: channels
from channels.auth import AuthMiddlewareStack
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path


class Orders(AsyncWebsocketConsumer):
    async def connect(self):
        await self.accept()


class Limit:
    open = 0

    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send):
        if Limit.open >= 1000:
            await send({"type": "websocket.close"})
            return
        Limit.open += 1
        try:
            await self.application(scope, receive, send)
        finally:
            Limit.open -= 1


sockets = AuthMiddlewareStack(Limit(URLRouter([path("orders/", Orders.as_asgi())])))
application = ProtocolTypeRouter({"websocket": sockets})
