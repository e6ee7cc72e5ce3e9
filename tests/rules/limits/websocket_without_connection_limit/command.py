"""The server is started with a limit, by its command."""

# needs: channels
from channels.generic.websocket import AsyncWebsocketConsumer
from django.urls import path


class Orders(AsyncWebsocketConsumer):
    async def connect(self):
        await self.accept()


websocket_urlpatterns = [path("orders/", Orders.as_asgi())]

# file: Procfile
"""
web: uvicorn project.asgi:application --workers 4 --limit-concurrency 1000
"""
