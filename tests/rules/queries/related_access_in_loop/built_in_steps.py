"""Querysets built in steps: reassigned, in branches, in loops, combined."""

from django.db.models import Q

from shop.models import Order, Product


def filtered_in_a_branch(number=None):  # queries: 1 + n -> 1
    orders = Order.objects.order_by("pk")  # expect: related-access-in-loop
    if number is not None:
        orders = orders.filter(number=number)
    return [order.customer.name for order in orders]


def filtered_in_a_loop(words=("a", "b")):  # queries: 1 + n -> 1
    orders = Order.objects.order_by("pk")  # expect: related-access-in-loop
    for word in words:
        orders = orders.exclude(customer__name=word)
    return [order.customer.name for order in orders]


def cut_at_the_end():  # queries: 1 + n -> 1
    orders = Order.objects.order_by("pk")  # expect: related-access-in-loop
    page = orders[:100]
    return [order.customer.name for order in page]


def cut_from_to():  # queries: 1 + n -> 1
    return [order.customer.name for order in Order.objects.order_by("pk")[0:100]]  # expect: related-access-in-loop


def one_of_two(newest=True):  # queries: 1 + n -> 1
    if newest:
        orders = Order.objects.order_by("-pk")  # expect: related-access-in-loop
    else:
        orders = Order.objects.order_by("pk")  # expect: related-access-in-loop
    return [order.customer.name for order in orders]


def one_of_two_in_a_line(newest=True):  # queries: 1 + n -> 1
    orders = (
        Order.objects.order_by("-pk")  # expect: related-access-in-loop
        if newest
        else Order.objects.order_by("pk")  # expect: related-access-in-loop
    )
    return [order.customer.name for order in orders]


def either_or():  # queries: 1 + n -> 1
    orders = Order.objects.filter(open=True) | Order.objects.filter(number=0)  # expect: related-access-in-loop
    return [order.customer.name for order in orders.order_by("pk")]


def both_conditions():  # queries: 1 + n -> 1
    orders = Order.objects.filter(open=True) & Order.objects.exclude(number=-1)  # expect: related-access-in-loop
    return [order.customer.name for order in orders.order_by("pk")]


def with_q_objects():  # queries: 1 + n -> 1
    wanted = Q(open=True) | Q(number=0)
    return [order.customer.name for order in Order.objects.filter(wanted).order_by("pk")]  # expect: related-access-in-loop


def in_a_dictionary_of_querysets():  # queries: 1 + n -> 1
    lists = {"open": Order.objects.filter(open=True).order_by("pk")}  # expect: related-access-in-loop
    return [order.customer.name for order in lists["open"]]


def in_a_list_of_querysets():  # queries: 2 + n -> 2
    names = []
    for orders in [Order.objects.filter(open=True), Order.objects.filter(open=False)]:  # expect: related-access-in-loop, related-access-in-loop
        names.extend(order.customer.name for order in orders.order_by("pk"))
    return names


def joined_too_little():  # queries: 1 + n -> 1
    orders = Order.objects.select_related("customer")  # expect: related-access-in-loop
    orders = orders.order_by("pk")
    return [order.customer.address.city for order in orders]


def joined_after_the_rows_were_fetched():  # queries: 1 + n -> 1
    """select_related() makes a new queryset; the rows of the old one are what they are."""
    orders = Order.objects.order_by("pk")  # expect: related-access-in-loop
    orders.select_related("customer")
    return [order.customer.name for order in orders]


def in_a_try_statement():  # queries: 1 + n -> 1
    try:
        orders = Order.objects.order_by("pk")  # expect: related-access-in-loop
    except Order.DoesNotExist:
        return []
    return [order.customer.name for order in orders]


def walrus():  # queries: 1 + n -> 1
    """Truth fetches the rows; the loop uses them again."""
    if orders := Order.objects.order_by("pk"):  # expect: related-access-in-loop
        return [order.customer.name for order in orders]
    return None


def unpacked():  # queries: 1 + n -> 1
    orders, title = Order.objects.order_by("pk"), "Orders"  # expect: related-access-in-loop
    return title, [order.customer.name for order in orders]


# what costs nothing


def joined_in_a_step():  # queries: 1
    orders = Order.objects.order_by("pk")
    orders = orders.select_related("customer")
    orders = orders.filter(open=True)
    return [order.customer.name for order in orders]


def joined_in_both_branches(newest=True):  # queries: 1
    if newest:
        orders = Order.objects.order_by("-pk").select_related("customer")
    else:
        orders = Order.objects.order_by("pk").prefetch_related("customer")
    return [order.customer.name for order in orders]


def joined_in_one_branch(wide=True):  # queries: 1
    """Loaded on some ways only is a maybe, and maybes are silent."""
    orders = Order.objects.order_by("pk")
    if wide:
        orders = orders.select_related("customer")
    return [order.customer.name for order in orders]


def joined_with_names_we_do_not_see(names=("customer",)):  # queries: 1
    return [order.customer.name for order in Order.objects.order_by("pk").select_related(*names)]


def joined_by_a_function_we_do_not_see(change=lambda orders: orders.select_related("customer")):  # queries: 1
    return [order.customer.name for order in change(Order.objects.order_by("pk"))]


def joined_on_one_side_of_or():  # queries: 1
    orders = Order.objects.select_related("customer").filter(open=True) | Order.objects.filter(number=0)
    return [order.customer.name for order in orders.order_by("pk")]


def empty():  # queries: 0
    return [order.customer.name for order in Order.objects.none()]


def replaced_before_the_loop():  # queries: 1
    orders = Order.objects.all()
    orders = Product.objects.order_by("pk")
    return [product.name for product in orders]
