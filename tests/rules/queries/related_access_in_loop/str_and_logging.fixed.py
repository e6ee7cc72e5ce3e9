"""Rows made into text: `__str__` reads relations too."""

import logging

from shop.models import Address, Brand, Category, Order, OrderItem, Payment, Product

logger = logging.getLogger("shop.fixture")
logger.addHandler(logging.NullHandler())
logger.setLevel(logging.DEBUG)
logger.propagate = False


class Formatting(logging.Handler):
    def emit(self, record):
        self.format(record)


logger.addHandler(Formatting())


def called():  # queries: 1 + n -> 1
    return [str(order) for order in Order.objects.order_by("pk").select_related("customer")]  # expect: related-access-in-loop


def mapped():  # queries: 1 + n -> 1
    return ", ".join(map(str, Order.objects.order_by("pk").select_related("customer")))  # expect: related-access-in-loop


def in_an_f_string():  # queries: 1 + n -> 1
    return [f"* {order}!" for order in Order.objects.order_by("pk").select_related("customer")]  # expect: related-access-in-loop


def with_percent_and_several_values():  # queries: 1 + n -> 1
    return ["%s: %s" % (order.number, order) for order in Order.objects.order_by("pk").select_related("customer")]  # expect: related-access-in-loop


def with_format():  # queries: 2 + 2n -> 2
    a = ["{}".format(order) for order in Order.objects.order_by("pk").select_related("customer")]  # expect: related-access-in-loop
    b = ["{order}".format(order=order) for order in Order.objects.order_by("pk").select_related("customer")]  # expect: related-access-in-loop
    return a, b


def shown_with_repr():  # queries: 1 + n -> 1
    return [repr(order) for order in Order.objects.order_by("pk").select_related("customer")]  # expect: related-access-in-loop


def written_out():  # queries: 1 + n -> 1
    with open("/dev/null", "w") as nowhere:
        for order in Order.objects.order_by("pk").select_related("customer"):  # expect: related-access-in-loop
            print(order, file=nowhere)


def logged():  # queries: 1 + n -> 1
    for order in Order.objects.order_by("pk").select_related("customer"):  # expect: related-access-in-loop
        logger.info("sent %s", order)


def logged_as_an_f_string():  # queries: 1 + n -> 1
    for order in Order.objects.order_by("pk").select_related("customer"):  # expect: related-access-in-loop
        logger.warning(f"late: {order}")


def the_text_of_a_related_row():  # queries: 1 + 2n -> 1
    return [f"{payment.order}" for payment in Payment.objects.order_by("pk").select_related("order__customer")]  # expect: related-access-in-loop


def the_text_of_text():  # queries: 1 + n -> 1
    """Brand's `__str__` prints its category, which has a plain one."""
    return [str(brand) for brand in Brand.objects.order_by("pk").select_related("category")]  # expect: related-access-in-loop


def two_relations_deep():  # queries: 1 + 2n -> 1
    products = Product.objects.filter(active=True).order_by("pk").select_related("brand__category")  # expect: related-access-in-loop
    return [str(product.brand) for product in products]


# what costs nothing


def joined_for_the_text():  # queries: 1
    return [str(order) for order in Order.objects.select_related("customer").order_by("pk")]


def text_from_columns():  # queries: 1
    return [f"{category}" for category in Category.objects.order_by("pk")]


def the_text_of_a_column():  # queries: 1
    return [f"{order.number} {order.customer_id}" for order in Order.objects.order_by("pk")]


def the_text_of_one_row():  # queries: 2
    return str(Order.objects.get(number=0))


def the_text_of_the_queryset():  # queries: 1
    """Text of the rows of a joined queryset, all at once."""
    return str(list(Address.objects.select_related("country")))


def another_type_of_text():  # queries: 1
    return [f"{item.quantity:>3}" for item in OrderItem.objects.order_by("pk")]
