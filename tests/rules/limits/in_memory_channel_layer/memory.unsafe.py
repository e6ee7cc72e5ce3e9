"""Several processes, each with groups of its own."""

import os
# at: project/settings.py

ASGI_APPLICATION = "project.asgi.application"
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [os.environ["REDIS_URL"]], "capacity": 1500, "expiry": 10},
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
