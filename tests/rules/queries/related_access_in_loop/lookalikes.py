"""Code that looks like reading an unloaded relation per row, and code that looks like more than it is."""

import logging
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from shop.models import Address, Customer, Order, OrderItem, Payment, Product

logger = logging.getLogger("shop.lookalikes")
logger.addHandler(logging.NullHandler())
logger.propagate = False


def read_in_an_inner_loop_too():  # queries: 1 + n -> 1
    """The row remembers what it read: the inner loop does not multiply."""
    rows = Order.objects.order_by("pk")  # expect: related-access-in-loop
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related-access-in-loop: 1 + n queries
    return [order.customer.name for order in rows for _ in range(3)]


def two_loops_over_the_same_rows():  # queries: 1 + n -> 1
    orders = Order.objects.order_by("pk")  # expect: related-access-in-loop
    names = [order.customer.name for order in orders]
    return names, [order.customer.pk for order in orders]


def two_loops_over_two_querysets():  # queries: 2 + 2n -> 2
    """Each loop runs a query of its own, over rows of its own."""
    orders = Order.objects.all()  # expect: related-access-in-loop
    names = [order.customer.name for order in orders.order_by("pk")]
    return names, [order.customer.pk for order in orders.order_by("-pk")]


def in_chunks_of_our_own():  # queries: 1 + n -> 1
    names = []
    for chunk in chunked(Order.objects.order_by("pk"), 2):  # expect: related-access-in-loop
        names += [order.customer.name for order in chunk]
    return names


def chunked(rows, size):
    chunk = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    yield chunk


# what costs nothing


def rows_of_a_unique_relation():  # queries: 3
    user = get_user_model().objects.order_by("pk").first()
    return [customer.address.city for customer in Customer.objects.filter(user=user)]


def a_slice_of_one_further_on():  # queries: 2
    return [order.customer.name for order in Order.objects.order_by("pk")[1:2]]


def an_attribute_of_the_class():  # queries: 1
    return [(order.number, Order.customer.field.name) for order in Order.objects.order_by("pk")]


def a_name_that_is_not_known(name="number"):  # queries: 1
    return [getattr(order, name) for order in Order.objects.order_by("pk")]


def a_column_of_a_named_tuple():  # queries: 1
    return [row.customer for row in Order.objects.order_by("pk").values_list("customer", named=True)]


@dataclass
class Line:
    customer: str


def an_object_that_is_no_row():  # queries: 1
    lines = [Line(str(order.number)) for order in Order.objects.order_by("pk")]
    return [line.customer.upper() for line in lines]


def another_variable_of_the_same_name():  # queries: 2
    joined = list(Order.objects.select_related("customer").order_by("pk"))
    names = []
    for i, order in enumerate(Order.objects.order_by("pk")):
        order = joined[i]
        names.append(order.customer.name)
    return names


def a_parameter_with_a_type(orders: "QuerySet[Order] | None" = None):  # queries: 1
    """Which queryset comes here, the caller knows: this one is joined."""
    if orders is None:
        orders = Order.objects.select_related("customer")
    return sorted(order.customer.name for order in orders)


def rows_from_an_unknown_caller(orders: list[Order]):
    return [order.customer.name for order in orders]


def when_it_fails():  # queries: 1
    for order in Order.objects.order_by("pk"):
        try:
            order.number += 1
        except TypeError:
            logger.warning("no number: %s", order.customer.name)


def logged_when_it_fails():  # queries: 1
    for order in Order.objects.order_by("pk"):
        try:
            order.number += 1
        except TypeError:
            logger.exception("no number: %s", order)


def a_relation_that_an_object_was_made_with():  # queries: 1
    address = Address.objects.order_by("pk").first()
    customers = [Customer(name=f"c{i}", address=address) for i in range(50)]
    return [customer.city for customer in customers]


def the_other_end_of_a_joined_pair():  # queries: 1
    rows = Payment.objects.select_related("order__customer").order_by("pk")
    return [(payment.order.customer.name, payment.order.payment.amount) for payment in rows]


def columns_under_the_name_of_a_relation():  # queries: 1
    return [(product.category_id, product.brand_id) for product in Product.objects.filter(active=True).order_by("pk")]


def loaded_in_every_way_through_a_helper(wide=False):  # queries: 1
    return [order.customer.name for order in chosen(wide)]


def chosen(wide):
    if wide:
        return Order.objects.select_related("customer__address").order_by("pk")
    return Order.objects.select_related("customer").order_by("pk")


def of_a_model_that_is_not_ours(model=None):  # queries: 0
    return [row.customer.name for row in model.objects.all()] if model else []


def read_when_a_column_changes():  # queries: 1 + n
    """Once for each order, not for each of its n items."""
    found, order_id = [], None
    for item in OrderItem.objects.order_by("order", "pk"):
        if order_id != item.order_id:
            found.append(item.order.number)
            order_id = item.order_id
    return found
