"""Daphne alone."""
# at: project/settings.py

ASGI_APPLICATION = "project.asgi.application"
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

# file: Procfile
"""
web: daphne project.asgi:application
"""
