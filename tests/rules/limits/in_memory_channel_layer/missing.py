"""Code sends, and there is no layer."""
# at: project/settings.py

ASGI_APPLICATION = "project.asgi.application"
INSTALLED_APPS = ["channels"]  # expect: in-memory-channel-layer

# file: shop/signals.py
"""
from channels.layers import get_channel_layer
"""
