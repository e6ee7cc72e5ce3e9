"""Consumers answer the client that asks: no message goes from one process to another."""
# at: project/settings.py

ASGI_APPLICATION = "project.asgi.application"
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

# file: shop/consumers.py
"""
from channels.generic.websocket import JsonWebsocketConsumer


class Echo(JsonWebsocketConsumer):
    def receive_json(self, content):
        self.send_json(content)
"""

# file: Procfile
"""
web: uvicorn project.asgi:application --workers 4
"""
