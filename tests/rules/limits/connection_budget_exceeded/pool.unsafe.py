"""Forty threads wait for four connections."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {
            "pool": {"min_size": 2, "max_size": 40},  # expect: connection-budget-exceeded
            #       ^^^^ connection-budget-exceeded: 40 threads share a pool of 4
        },
    },
}

# file: Procfile
"""
web: gunicorn project.wsgi --workers 2 --threads 40
"""
