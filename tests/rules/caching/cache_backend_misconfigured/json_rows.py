"""Rows in a cache that writes JSON."""

# file: project/settings.py
"""
WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["shop"]
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": "redis://cache:6379/1",
        "OPTIONS": {"SERIALIZER": "django_redis.serializers.json.JSONSerializer", "SOCKET_TIMEOUT": 1},  # elsewhere: cache-backend-misconfigured
    },
}
"""

from django.core.cache import cache

from shop.models import Order, Product


def a_row():
    cache.set("newest", Order.objects.latest("pk"), 300)  # expect: cache-backend-misconfigured
    #                   ^^^^^^^^^^^^^^^^^^^^^^^^^^ cache-backend-misconfigured: The cache writes JSON, which has no `Order`


def a_queryset():
    return cache.get_or_set("products", lambda: Product.objects.filter(active=True), 300)  # expect: cache-backend-misconfigured


def a_list_in_a_dictionary():
    products = list(Product.objects.filter(active=True)[:20])
    cache.set("page", {"title": "Products", "products": products})  # expect: cache-backend-misconfigured


def several():
    cache.set_many({"newest": Order.objects.latest("pk")})  # expect: cache-backend-misconfigured


# what JSON has


def numbers():
    cache.set("count", Order.objects.count(), 300)


def keys():
    cache.set("keys", list(Product.objects.values_list("pk", flat=True)), 300)


def dictionaries():
    cache.set("products", list(Product.objects.values("pk", "name")[:20]))


def perhaps(row=None):
    cache.set("value", row)
