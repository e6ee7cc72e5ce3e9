"""Rows passed on: helpers, methods, properties, __str__, lambdas, and what Python's own functions do with them."""

import logging
from itertools import chain, groupby, islice
from operator import attrgetter

from django.db.models import Prefetch, prefetch_related_objects

from shop.models import Address, Customer, Note, Order, OrderItem, Payment, Product, Review

logger = logging.getLogger(__name__)


def latest():
    return Order.objects.order_by("-number")


def as_list():
    return list(Order.objects.order_by("pk").select_related("customer"))  # expect: related-access-in-loop


def names_of(orders):
    return [order.customer.name for order in orders]


def describe(order):
    return f"{order.number}: {order.customer.name}"


def through_a_helper_that_returns_a_queryset():  # queries: 1 + n -> 1
    """The fix goes on the call: other callers of latest() keep their query."""
    return [order.customer.name for order in latest().select_related("customer")]  # expect: related-access-in-loop
    #                                        ^^^^^^^^ related-access-in-loop: `customer` loaded once per row of `Order`: 1 + n queries; 1 with `select_related("customer")`


def through_a_helper_that_returns_a_list():  # queries: 1 + n -> 1
    return [order.customer.name for order in as_list()]


def through_a_helper_that_takes_rows():  # queries: 1 + n -> 1
    return names_of(Order.objects.order_by("pk").select_related("customer"))  # expect: related-access-in-loop


def through_a_helper_for_one_row():  # queries: 1 + n -> 1
    return [describe(order) for order in Order.objects.order_by("pk").select_related("customer")]  # expect: related-access-in-loop


def through_a_method():  # queries: 1 + n -> 1
    return [p.label() for p in Product.objects.filter(active=True).select_related("category")]  # expect: related-access-in-loop


def through_a_property():  # queries: 1 + n -> 1
    return [c.city for c in Customer.objects.order_by("pk").select_related("address")]  # expect: related-access-in-loop


def through_a_cached_property():  # queries: 1 + n -> 2
    return [p.tag_names for p in Product.objects.filter(active=True).prefetch_related("tags")]  # expect: related-access-in-loop


def through_a_method_that_loops():  # queries: 1 + n + n*n -> 3
    return [order.total() for order in Order.objects.order_by("pk").prefetch_related("items__product")]  # expect: related-access-in-loop


def through_an_inherited_method():  # queries: 1 + n*n -> 1
    return sorted(r.author_name() for r in Review.objects.all().select_related("author"))  # expect: related-access-in-loop


def through_str():  # queries: 1 + n -> 1
    return [str(order) for order in Order.objects.order_by("pk").select_related("customer")]  # expect: related-access-in-loop


def through_an_f_string():  # queries: 1 + n -> 1
    return [f"{address}" for address in Address.objects.order_by("pk").select_related("country")]  # expect: related-access-in-loop


def through_percent():  # queries: 1 + n -> 1
    return ["%s" % order for order in Order.objects.order_by("pk").select_related("customer")]  # expect: related-access-in-loop


def through_a_log_message():  # queries: 1 + n -> 1
    logger.setLevel(logging.DEBUG)
    logger.addHandler(logging.FileHandler("/dev/null"))
    logger.propagate = False
    for order in Order.objects.all().select_related("customer"):  # expect: related-access-in-loop
        logger.debug("order %s", order)


def sorted_by_a_key():  # queries: 1 + n -> 1
    return [o.pk for o in sorted(Order.objects.all().select_related("customer"), key=lambda o: o.customer.name)]  # expect: related-access-in-loop


def sorted_by_attrgetter():  # queries: 1 + n -> 1
    return [o.pk for o in sorted(Order.objects.all().select_related("customer"), key=attrgetter("customer.name"))]  # expect: related-access-in-loop


def mapped_and_filtered():  # queries: 2 + 2n -> 2
    names = list(map(lambda o: o.customer.name, Order.objects.order_by("pk").select_related("customer")))  # expect: related-access-in-loop
    kept = filter(lambda o: o.customer.name, Order.objects.order_by("pk").select_related("customer"))  # expect: related-access-in-loop
    return names, len(list(kept))


def reduced():  # queries: 2 + 2n -> 2
    best = max(Order.objects.all().select_related("customer"), key=lambda o: o.customer.name)  # expect: related-access-in-loop
    return best.pk, any(o.customer.name == "nobody" for o in Order.objects.all().select_related("customer"))  # expect: related-access-in-loop


def zipped_chained_and_cut():  # queries: 3 + 3n -> 3
    a = [o.customer.name for o, _ in zip(Order.objects.order_by("pk").select_related("customer"), range(100))]  # expect: related-access-in-loop
    b = [o.customer.name for o in chain(Order.objects.order_by("pk").select_related("customer"), [])]  # expect: related-access-in-loop
    c = [o.customer.name for o in islice(Order.objects.order_by("pk").select_related("customer"), 100)]  # expect: related-access-in-loop
    return a, b, c


def grouped():  # queries: 1 + n -> 1
    orders = Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop
    return [key for key, _ in groupby(orders, key=lambda o: o.customer.name)]


def collected_first():  # queries: 1 + n -> 1
    by_number = {}
    for order in Order.objects.order_by("pk").select_related("customer"):  # expect: related-access-in-loop
        by_number.setdefault(order.number, []).append(order)
    return [order.customer.name for orders in by_number.values() for order in orders]


def read_with_getattr():  # queries: 1 + n -> 1
    return [getattr(o, "customer").name for o in Order.objects.order_by("pk").select_related("customer")]  # expect: related-access-in-loop


def reverse_one_to_one():  # queries: 1 + n -> 1
    return [o.payment.amount for o in Order.objects.order_by("pk").select_related("payment") if hasattr(o, "payment")]  # expect: related-access-in-loop


def generic_relations():  # queries: 2 + n + n*n -> 4
    ours = [len(p.notes.all()) for p in Product.objects.filter(active=True).prefetch_related("notes")]  # expect: related-access-in-loop
    targets = [str(note.target.pk) for note in Note.objects.order_by("pk").prefetch_related("target")]  # expect: related-access-in-loop
    return ours, len(targets) and 0


def built_in_steps():  # queries: 1 + n -> 1
    orders = Order.objects.all().select_related("customer")  # expect: related-access-in-loop
    orders = orders.filter(open=True)
    orders = orders.order_by("pk")
    return [order.customer.name for order in orders]


def partly_joined():  # queries: 1 + n -> 1
    rows = Customer.objects.select_related("address__country").order_by("pk")  # expect: related-access-in-loop
    return [customer.address.country.name for customer in rows]


def through_a_queryset_method():  # queries: 1 + n -> 1
    return [p.category.name for p in Product.objects.active().select_related("category")]  # expect: related-access-in-loop


def inside_a_prefetch():  # queries: 2 + n*n -> 2
    items = OrderItem.objects.order_by("pk").select_related("product")  # expect: related-access-in-loop
    orders = Order.objects.prefetch_related(Prefetch("items", queryset=items, to_attr="lines"))
    return [line.product.name for order in orders for line in order.lines]


def with_only():  # queries: 1 + n -> 1
    orders = Order.objects.only("number", "customer").order_by("pk").select_related("customer")  # expect: related-access-in-loop
    return [order.customer.name for order in orders]


def the_items_of_one_order():  # queries: 2 + n -> 2
    order = Order.objects.order_by("pk").first()
    return [item.product.name for item in order.items.all().select_related("product")]  # expect: related-access-in-loop


# what costs nothing


def a_queryset_method_that_joins():  # queries: 1
    return [p.category.name for p in Product.objects.active().with_category()]


def loaded_afterwards():  # queries: 2
    orders = list(Order.objects.order_by("pk"))
    prefetch_related_objects(orders, "customer")
    return [order.customer.name for order in orders]


def prefetched_with_a_join():  # queries: 2
    items = OrderItem.objects.select_related("product").order_by("pk")
    orders = Order.objects.prefetch_related(Prefetch("items", queryset=items))
    return [item.product.name for order in orders for item in order.items.all()]


def total_of_prefetched_orders():  # queries: 3
    return [order.total() for order in Order.objects.prefetch_related("items__product")]


def unknown_arguments_are_not_blamed(orders=()):  # queries: 0
    return names_of(orders)


def both_directions_of_a_payment():  # queries: 1
    return [payment.order.number for payment in Payment.objects.select_related("order")]
