"""Prefetched rows that a new query ignores."""

from django.db.models import Prefetch

from shop.models import Order, OrderItem


def filtered_again():  # queries: 2 + n
    orders = Order.objects.prefetch_related("items")
    return [len(order.items.filter(quantity=1)) for order in orders]  # expect: prefetch-bypassed


def the_first_one():  # queries: 2 + n
    return [order.items.first().quantity for order in Order.objects.prefetch_related("items")]  # expect: prefetch-bypassed


def ordered_again():  # queries: 2 + n
    result = []
    for order in Order.objects.prefetch_related("items"):
        result.append([item.quantity for item in order.items.order_by("pk")])  # expect: prefetch-bypassed
    return result


# what uses the prefetched rows


def all_count_exists_and_length():  # queries: 2
    orders = Order.objects.prefetch_related("items").order_by("pk")
    return [(len(o.items.all()), o.items.count(), o.items.exists(), bool(o.items.all())) for o in orders]


def indexed():  # queries: 2
    return [order.items.all()[0].quantity for order in Order.objects.prefetch_related("items")]


def filtered_in_the_prefetch():  # queries: 2
    few = Prefetch("items", queryset=OrderItem.objects.filter(quantity=1), to_attr="single")
    return [len(order.single) for order in Order.objects.prefetch_related(few)]
