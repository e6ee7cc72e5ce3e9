"""Rows passed to helper functions, and made by them, in this module and in others."""

from shop import selectors
from shop.models import Order, Product
from shop.selectors import (
    Catalogue,
    customer_names,
    describe,
    open_orders,
    order_list,
    orders_with_customers,
    product_names,
)


def latest():
    return Order.objects.order_by("-number")


def through_a_function():  # queries: 1 + n -> 1
    """The fix goes on the call: other callers of latest() keep their query."""
    return [order.customer.name for order in latest()]  # expect: related-access-in-loop
    #                                        ^^^^^^^^ related-access-in-loop: `customer` loaded once per row of `Order`: 1 + n queries; 1 with `select_related("customer")`


def as_list():
    return list(Order.objects.order_by("pk"))  # expect: related-access-in-loop


def through_a_function_that_returns_a_list():  # queries: 1 + n -> 1
    return [order.customer.name for order in as_list()]


def from_another_module():  # queries: 1 + n -> 1
    return [order.customer.name for order in selectors.latest_orders()]  # expect: related-access-in-loop


def refined_here():  # queries: 1 + n -> 1
    orders = selectors.latest_orders().filter(open=True)  # expect: related-access-in-loop
    return [order.customer.name for order in orders]


def with_an_argument():  # queries: 1 + n -> 1
    return [order.customer.name for order in open_orders()]  # expect: related-access-in-loop


def a_list_made_in_another_module():  # queries: 1 + n
    """Nothing can be loaded here any more: the finding is where the list is made, and so is its fix."""
    return [order.customer.name for order in order_list()]  # elsewhere: related-access-in-loop


def passed_to_another_module():  # queries: 1 + n -> 1
    return customer_names(Order.objects.order_by("pk"))  # expect: related-access-in-loop


def made_there_and_passed_there():  # queries: 1 + n -> 1
    return customer_names(selectors.latest_orders())  # expect: related-access-in-loop


def passed_as_a_list():  # queries: 1 + n -> 1
    orders = list(Order.objects.order_by("pk"))  # expect: related-access-in-loop
    return customer_names(orders)


def passed_by_name():  # queries: 1 + n -> 1
    return customer_names(orders=Order.objects.order_by("pk"))  # expect: related-access-in-loop


def row_by_row():  # queries: 1 + n -> 1
    return [describe(order) for order in Order.objects.order_by("pk")]  # expect: related-access-in-loop


def row_by_row_with_a_loop_inside():  # queries: 1 + n + n*n -> 3
    return [product_names(order) for order in Order.objects.order_by("pk")]  # expect: related-access-in-loop


def a_service_object():  # queries: 1 + n -> 1
    catalogue = Catalogue()
    return [catalogue.row(product) for product in catalogue.products()]  # expect: related-access-in-loop


def two_helpers_deep():  # queries: 1 + n -> 1
    return lines(Order.objects.order_by("pk"))  # expect: related-access-in-loop


def lines(orders):
    return [line(order) for order in orders]


def line(order):
    return describe(order)


def through_a_dictionary():  # queries: 1 + n -> 1
    context = {"orders": Order.objects.order_by("pk"), "title": "Orders"}  # expect: related-access-in-loop
    return rendered(context)


def rendered(context):
    return context["title"], [order.customer.name for order in context["orders"]]


def through_a_tuple():  # queries: 2 + n -> 2
    """What the call returns is no queryset, so the fix goes where the queryset is made."""
    orders, count = page()
    return count, [order.customer.name for order in orders]


def page():
    orders = Order.objects.order_by("pk")  # expect: related-access-in-loop
    return orders, orders.count()


def through_keyword_arguments():  # queries: 1 + n -> 1
    return with_options(orders=Order.objects.order_by("pk"))  # expect: related-access-in-loop


def with_options(**options):
    return [order.customer.name for order in options["orders"]]


def through_a_decorated_helper():  # queries: 1 + n -> 1
    return decorated(Order.objects.order_by("pk"))  # expect: related-access-in-loop


def logged(function):
    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner


@logged
def decorated(orders):
    return [order.customer.name for order in orders]


def an_inner_function():  # queries: 1 + n -> 1
    orders = Order.objects.order_by("pk")  # expect: related-access-in-loop

    def names():
        return [order.customer.name for order in orders]

    return names()


def a_list_filled_by_a_helper():  # queries: 1 + n -> 1
    chosen = []
    collect(chosen, Order.objects.order_by("pk"))  # expect: related-access-in-loop
    return chosen


def collect(names, orders):
    for order in orders:
        names.append(order.customer.name)


class Report:
    def __init__(self, orders):
        self.orders = orders

    def names(self):
        return [order.customer.name for order in self.orders]


def kept_on_an_object():  # queries: 1 + n
    return Report(Order.objects.order_by("pk")).names()  # miss: related-access-in-loop


class Products:
    @property
    def rows(self):
        return Product.objects.filter(active=True).order_by("pk")

    def categories(self):
        return [product.category.name for product in self.rows]  # expect: related-access-in-loop

    @staticmethod
    def newest():
        return Product.objects.filter(active=True).order_by("-pk")

    @classmethod
    def newest_categories(cls):
        return [product.category.name for product in cls.newest()]  # expect: related-access-in-loop


def a_property_that_returns_rows():  # queries: 1 + n -> 1
    return Products().categories()


def a_static_method_that_returns_rows():  # queries: 1 + n -> 1
    return Products.newest_categories()


# what costs nothing


def joined_by_the_helper():  # queries: 1
    return [order.customer.name for order in orders_with_customers()]


def joined_for_the_helper():  # queries: 1
    return customer_names(Order.objects.select_related("customer").order_by("pk"))


def one_row_for_the_helper():  # queries: 2
    return describe(Order.objects.get(number=0))


def prefetched_for_the_helper():  # queries: 3
    return [product_names(order) for order in Order.objects.order_by("pk").prefetch_related("items__product")]


def a_helper_that_reads_one_row():  # queries: 2
    return first_name(Order.objects.order_by("pk"))


def first_name(orders):
    return orders[0].customer.name


def a_helper_that_reads_no_relation():  # queries: 1
    return numbers(Order.objects.order_by("pk"))


def numbers(orders):
    return [order.number for order in orders]


def unknown_arguments_are_not_blamed(orders=()):  # queries: 0
    return customer_names(orders)


def rows_for(joined=False, narrow=None):
    rows = Order.objects.order_by("pk")
    if joined:
        rows = rows.select_related("customer")
    if not joined and narrow is not None:
        rows = rows.filter(number__lt=narrow)
    return rows


def asked_without_the_join():  # queries: 1 + n -> 1
    return [order.customer.name for order in rows_for(joined=False)]  # expect: related-access-in-loop


def asked_with_the_join():  # queries: 1
    return [order.customer.name for order in rows_for(joined=True)]


def asked_perhaps_with_the_join(joined=True):  # queries: 1
    return [order.customer.name for order in rows_for(joined=joined)]


def united():  # queries: 1 + n -> 1
    rows = Order.objects.none()
    for number in range(2):
        rows = rows | Order.objects.filter(number__gte=number)  # expect: related-access-in-loop
    return [order.customer.name for order in rows.order_by("pk")]


def united_in_place():  # queries: 1 + n -> 1
    """`none()` vanishes, and what it would load with it."""
    rows = Order.objects.none()
    rows |= Order.objects.order_by("pk")  # expect: related-access-in-loop
    return [order.customer.name for order in rows]


def united_with_nothing():  # queries: 1 + n -> 1
    rows = Order.objects.order_by("pk") | Order.objects.none()  # expect: related-access-in-loop
    return [order.customer.name for order in rows]
