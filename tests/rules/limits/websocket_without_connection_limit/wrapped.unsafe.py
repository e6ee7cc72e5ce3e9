"""A middleware that only says who is there limits nothing."""

# needs: channels
from channels.auth import AuthMiddlewareStack
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
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
        await self.accept()


class WithLanguage:
    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send):
        scope["language"] = "en"
        await self.application(scope, receive, send)


sockets = AuthMiddlewareStack(WithLanguage(URLRouter([path("orders/", Orders.as_asgi())])))
application = ProtocolTypeRouter({"websocket": AllowedHostsOriginValidator(sockets)})
