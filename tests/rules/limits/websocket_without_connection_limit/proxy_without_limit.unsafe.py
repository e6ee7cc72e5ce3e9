"""A proxy that only passes on."""

# needs: channels
from channels.generic.websocket import AsyncWebsocketConsumer
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


websocket_urlpatterns = [path("orders/", Orders.as_asgi())]

# file: deploy/nginx/shop.conf
"""
server {
    location /ws/ {
        proxy_pass http://web;
    }
}
"""

# file: Procfile
"""
web: uvicorn project.asgi:application --workers 4
"""
