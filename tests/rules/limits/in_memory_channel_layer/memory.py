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
