"""Comments that silence a finding, and comments that silence nothing."""

from shop.models import Order


def silenced():  # queries: 1 + n
    return [order.customer.name for order in Order.objects.order_by("pk")]  # scale: ignore[related-access-in-loop]


def silenced_on_the_line_above():  # queries: 1 + n
    # scale: ignore[related-access-in-loop]
    orders = Order.objects.order_by("pk")
    return [order.customer.name for order in orders]


def silenced_anywhere_in_the_statement():  # queries: 1 + n
    return [
        order.customer.name
        for order in Order.objects.order_by("pk")
        if order.number >= len(order.customer.name) - 9  # scale: ignore[related-access-in-loop]
    ]


def all_silenced():  # queries: 1 + n
    return [order.customer.name for order in Order.objects.order_by("pk")]  # scale: ignore


def not_needed():  # queries: 1 -> 1
    return [order.number for order in Order.objects.order_by("pk")]  # scale: ignore[related-access-in-loop]  # expect: unused-suppression


def not_needed_for_one_of_two():  # queries: 1 + n
    return [order.customer.name for order in Order.objects.order_by("pk")]  # scale: ignore[related-access-in-loop, query-in-loop]  # expect: unused-suppression


def the_wrong_name():  # queries: 1 + n -> 1
    return [order.customer.name for order in Order.objects.order_by("pk")]  # scale: ignore[query-in-loop]  # expect: related-access-in-loop, unused-suppression


def in_a_string():  # queries: 1
    return [f"{order.number} # scale: ignore[query-in-loop]" for order in Order.objects.order_by("pk")]
