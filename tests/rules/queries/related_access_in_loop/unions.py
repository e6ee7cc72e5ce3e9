"""Combined querysets, to which nothing can be added afterwards."""

from shop.models import Order


def a_union():  # queries: 1 + n
    """The join belongs into both parts, which is left to do."""
    orders = Order.objects.filter(open=True).union(Order.objects.filter(number=0))  # expect: related-access-in-loop
    return [order.customer.name for order in orders.order_by("pk")]


def a_union_of_joined_rows():  # queries: 1
    first, second = Order.objects.filter(open=True), Order.objects.filter(number=0)
    orders = first.select_related("customer").union(second.select_related("customer"))
    return [order.customer.name for order in orders.order_by("number")]
