"""Daphne alone."""
# at: project/settings.py

ASGI_APPLICATION = "project.asgi.application"
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

# file: Procfile
"""
web: daphne project.asgi:application
"""

# file: shop/consumers.py
"""
from channels.generic.websocket import AsyncWebsocketConsumer


class Orders(AsyncWebsocketConsumer):
    groups = ["orders"]

    async def receive(self, text_data):
        await self.channel_layer.group_send("orders", {"type": "changed"})

    async def changed(self, event):
        await self.send("changed")
"""
