"""A proxy that only passes on."""

# needs: channels
from channels.generic.websocket import AsyncWebsocketConsumer
from django.urls import path


class Orders(AsyncWebsocketConsumer):  # expect: websocket-without-connection-limit
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
