"""Reads that look the same and cost nothing, or nothing per row."""

from functools import lru_cache

from django.conf import settings

from shop.models import Category, Customer, Order, Product


def the_key_of_the_relation_is_a_column():  # queries: 1
    return [order.customer_id for order in Order.objects.order_by("pk")]


def the_same_relation_twice_is_one_query():  # queries: 1 + n -> 1
    rows = Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop
    return [(order.customer.name, order.customer.pk) for order in rows]


def the_key_read_through_the_relation_costs():  # queries: 1 + n -> 1
    return [order.customer_id for order in Order.objects.order_by("pk")]  # expect: related-object-loaded-for-pk


def the_test_for_none_costs():  # queries: 1 + n -> 1
    return [order.customer_id is None for order in Order.objects.order_by("pk")]  # expect: related-object-loaded-for-pk


def the_guard_on_the_key_does_not_help():  # queries: 1 + n -> 1
    names = []
    for order in Order.objects.order_by("pk").select_related("customer"):  # expect: related-access-in-loop
        if order.customer_id:
            names.append(order.customer.name)
    return names


def one_row_by_its_key():  # queries: 2
    for order in Order.objects.order_by("pk"):
        if order.pk == 1 or order.number == 0:
            return order.customer.name
    return None


def left_at_once():  # queries: 2
    name = None
    for order in Order.objects.order_by("pk"):
        name = order.customer.name
        break
    return name


def raised_at_once():  # queries: 2
    try:
        for order in Order.objects.order_by("pk"):
            raise ValueError(order.customer.name)
    except ValueError as error:
        return str(error)


def only_in_debug_mode():  # queries: 1
    names = []
    for order in Order.objects.order_by("pk"):
        if settings.DEBUG:
            names.append(order.customer.name)
    return names


def never():  # queries: 1
    for order in Order.objects.order_by("pk"):
        if False:
            print(order.customer.name)


def assigned():  # queries: 2
    customer = Customer.objects.order_by("pk").first()
    names = []
    for order in Order.objects.order_by("pk"):
        order.customer = customer
        names.append(order.customer.name)
    return names


def assigned_from_a_dictionary():  # queries: 2
    customers = Customer.objects.in_bulk()
    names = []
    for order in Order.objects.order_by("pk"):
        order.customer = customers[order.customer_id]
        names.append(order.customer.name)
    return names


def assigned_with_setattr():  # queries: 2
    customers = Customer.objects.in_bulk()
    names = []
    for order in Order.objects.order_by("pk"):
        setattr(order, "customer", customers[order.customer_id])
        names.append(order.customer.name)
    return names


def looked_up_in_a_dictionary():  # queries: 2
    customers = {customer.pk: customer for customer in Customer.objects.all()}
    return [customers[order.customer_id].name for order in Order.objects.order_by("pk")]


@lru_cache(maxsize=None)
def category_name(key):
    return Category.objects.get(pk=key).name


def remembered_by_the_process():  # queries: 1 + n
    """A cache answers after the first time; how often it misses cannot be seen."""
    category_name.cache_clear()
    return [category_name(p.category_id) for p in Product.objects.filter(active=True).order_by("pk")]


def over_a_literal():  # queries: 4
    first, last = Order.objects.order_by("pk").first(), Order.objects.order_by("pk").last()
    return [order.customer.name for order in (first, last)]


def over_one_row():  # queries: 2
    return [order.customer.name for order in Order.objects.filter(pk=first_key())[:1]] and None


def first_key():
    return Order.objects.order_by("pk").values("pk")[:1]


def over_rows_of_a_unique_value():  # queries: 2
    return [customer.user.username for customer in Customer.objects.filter(pk=1)] and None


def after_the_loop():  # queries: 2
    order = None
    for order in Order.objects.order_by("pk"):
        pass
    return order.customer.name


def another_row_than_the_visited():  # queries: 3
    first = Order.objects.order_by("pk").first()
    return [(first.customer.name, order.number) for order in Order.objects.order_by("pk")]


def rows_of_the_parent():  # queries: 1 + n -> 2
    """The way back is known; the way there is not."""
    rows = Customer.objects.order_by("pk").prefetch_related("orders")  # expect: related-access-in-loop
    return [order.customer.name for customer in rows for order in customer.orders.all()]


def rows_not_saved():  # queries: 1
    customer = Customer.objects.order_by("pk").first()
    return [order.customer.name for order in [Order(customer=customer, number=i) for i in range(100)]]


def in_an_assertion_message():  # queries: 1
    for order in Order.objects.order_by("pk"):
        assert order.number >= 0, order.customer.name


def in_an_error_message():  # queries: 1
    for order in Order.objects.order_by("pk"):
        if order.number < 0:
            raise ValueError(f"negative: {order.customer.name}")
