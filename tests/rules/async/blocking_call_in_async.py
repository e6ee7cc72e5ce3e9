"""Blocking call in async."""

from shop.models import Order


def common():  # queries: 1
    return [order.pk for order in Order.objects.order_by("pk")]  # expect: blocking-call-in-async


# what looks the same and is fine


def only_the_column():  # queries: 1
    return list(Order.objects.order_by("pk").values_list("pk", flat=True))
