"""Only developers have a layer in memory."""
# at: project/settings/local.py

from .base import *

CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

# file: project/settings/base.py
"""
ASGI_APPLICATION = "project.asgi.application"
INSTALLED_APPS = []
CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer"}}
"""

# file: project/settings/production.py
"""
from .base import *
"""
