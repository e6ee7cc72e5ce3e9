"""Comments that silence nothing, and those that do."""

from shop.models import Order


def nothing_to_silence():  # queries: 1
    return [order.pk for order in Order.objects.order_by("pk")]  # scale: ignore  # expect: unused-suppression


def the_problem_was_fixed():  # queries: 1
    orders = Order.objects.select_related("customer")  # scale: ignore[related-access-in-loop]  # expect: unused-suppression
    return [order.customer.name for order in orders.order_by("pk")]


def one_name_of_two():  # queries: 1 + n
    # scale: ignore[query-in-loop, related-access-in-loop]  # expect: unused-suppression
    return [order.customer.name for order in Order.objects.order_by("pk")]


def no_such_rule():  # queries: 1
    return Order.objects.count()  # scale: ignore[no-such-rule]  # expect: unused-suppression


# what silences something


def on_the_line():  # queries: 1 + n
    return [order.customer.name for order in Order.objects.order_by("pk")]  # scale: ignore[related-access-in-loop]


def above_the_statement():  # queries: 1 + n
    # scale: ignore[related-access-in-loop]
    return [order.customer.name for order in Order.objects.order_by("pk")]


def on_any_line_of_the_statement():  # queries: 1 + n
    return [
        order.customer.name
        for order in Order.objects.order_by("pk")  # scale: ignore[related-access-in-loop]
    ]


def everything():  # queries: 1 + n
    return [order.customer.name for order in Order.objects.order_by("pk")]  # scale: ignore


def in_a_text():  # queries: 0
    return "# scale: ignore[related-access-in-loop]"
