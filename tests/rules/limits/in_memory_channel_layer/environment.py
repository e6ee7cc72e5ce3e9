"""Production names its Redis; tests have a layer of their own."""
# at: project/settings/__init__.py

import os

ASGI_APPLICATION = "project.asgi.application"
INSTALLED_APPS = ["channels"]

if os.environ.get("REDIS_URL"):
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer"}}
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

# file: project/settings/testing.py
"""
from . import *

CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
"""

# file: shop/signals.py
"""
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer


def changed(order):
    async_to_sync(get_channel_layer().group_send)("orders", {"type": "changed"})
"""
