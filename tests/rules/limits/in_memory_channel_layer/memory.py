"""Several processes, each with groups of its own."""
# at: project/settings.py

ASGI_APPLICATION = "project.asgi.application"
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels.layers.InMemoryChannelLayer",  # expect: in-memory-channel-layer
        #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ in-memory-channel-layer: one socket in 4
    },
}

# file: Procfile
"""
web: uvicorn project.asgi:application --workers 4
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
