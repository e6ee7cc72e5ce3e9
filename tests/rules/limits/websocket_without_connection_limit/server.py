"""The server is started with a limit."""

# needs: uvicorn
import uvicorn
from channels.generic.websocket import AsyncWebsocketConsumer
from django.urls import path


class Orders(AsyncWebsocketConsumer):
    async def connect(self):
        await self.accept()


websocket_urlpatterns = [path("orders/", Orders.as_asgi())]


def serve(application):
    uvicorn.run(application, limit_concurrency=1000)
