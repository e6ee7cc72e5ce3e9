"""Code sends, and there is no layer."""

import os
# at: project/settings.py

ASGI_APPLICATION = "project.asgi.application"
INSTALLED_APPS = ["channels"]  # expect: in-memory-channel-layer

CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [os.environ["REDIS_URL"]], "capacity": 1500, "expiry": 10},
    },
}

# file: shop/signals.py
"""
from channels.layers import get_channel_layer
"""
