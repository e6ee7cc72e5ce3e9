"""Throttles of REST framework count in the default cache."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # expect: rate-limit-not-enforced
REST_FRAMEWORK = {
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": "100/hour"},
}
