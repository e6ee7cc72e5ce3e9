"""Nobody sends anything."""
# at: project/settings.py

ASGI_APPLICATION = "project.asgi.application"
INSTALLED_APPS = ["channels"]

# file: shop/consumers.py
"""
from channels.generic.websocket import JsonWebsocketConsumer
"""
