"""Numbers that Python computes from all rows, and computations that are Python's."""

import collections
import io
from collections import Counter

from shop.models import Category, Customer, Order, OrderItem, Product


def a_sum():  # rows: n => 1
    return sum(product.price for product in Product.objects.filter(active=True))  # expect: python-side-aggregation
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ python-side-aggregation: to add up a column: `aggregate(Sum(…))`
    # => 15


def a_sum_of_nothing():  # rows: 0 => 1
    return sum(product.price for product in Product.objects.filter(name="x"))  # expect: python-side-aggregation
    # => 0


def a_sum_of_a_list():  # rows: n => 1
    return sum([order.number for order in Order.objects.all()])  # expect: python-side-aggregation
    # => 10


def a_sum_of_products():  # rows: n*n => 1
    items = OrderItem.objects.all()
    return sum(item.quantity * item.product_id for item in items) > 0  # expect: python-side-aggregation
    # => True


def a_sum_with_a_condition():  # rows: 2n => 1
    return sum(p.price for p in Product.objects.all() if p.active and p.price > 1)  # expect: python-side-aggregation
    # => 14


def the_largest():  # rows: n => 1
    return max(order.number for order in Order.objects.all())  # expect: python-side-aggregation
    # => 4


def the_smallest():  # rows: 2n => 1
    return min(product.price for product in Product.objects.order_by("name"))  # expect: python-side-aggregation
    # => 1


def how_many_match():  # rows: 2n => 1
    return len([p for p in Product.objects.all() if p.active])  # expect: python-side-aggregation
    # => 5


def how_many_match_in_a_sum():  # rows: n => 1
    return sum(1 for order in Order.objects.all() if order.number != 0)  # expect: python-side-aggregation
    # => 4


def whether_one_matches(limit=0):  # rows: n => 1
    return any(limit < order.number for order in Order.objects.order_by("pk"))  # expect: python-side-aggregation
    # => True


def different_values():  # rows: 2n => 2
    return sorted({product.active for product in Product.objects.order_by("name")})  # expect: python-side-aggregation
    # => [False, True]


def added_in_a_loop():  # rows: n => 1
    total = 0
    for product in Product.objects.filter(active=True):  # expect: python-side-aggregation
        total += product.price
    return total
    # => 15


def added_to_what_is_there(start=1):  # rows: n*n => 1
    for item in OrderItem.objects.order_by("pk"):  # expect: python-side-aggregation
        start += item.quantity * 2
    return start
    # => 51


def added_under_a_condition(least=2):  # rows: 2n => 1
    total = 0
    for product in Product.objects.all():  # expect: python-side-aggregation
        if product.active and product.price >= least:
            total += product.price
    return total
    # => 14


def counted_in_a_loop():  # rows: n => 1
    found = 0
    for order in Order.objects.all():  # expect: python-side-aggregation
        if order.number > 1:
            found += 1
    return found
    # => 3


def counted_by_a_column():  # rows: n*n => n
    return Counter(item.order_id for item in OrderItem.objects.order_by("pk"))  # expect: python-side-aggregation
    # => Counter({1: 5, 2: 5, 3: 5, 4: 5, 5: 5})


def counted_by_a_flag():  # rows: 2n => 1
    products = Product.objects.all()
    return collections.Counter(p.active for p in products if p.price > 0 and p.active)[True]  # expect: python-side-aggregation
    # => 5


# the rows are used as well


def shown_and_added_up():  # queries: 1
    orders = Order.objects.order_by("number")
    return [order.number for order in orders], sum(order.number for order in orders)


def of_rows_that_are_there():  # queries: 1
    orders = list(Order.objects.all())
    return sum(order.number for order in orders)


def prefetched():  # queries: 2
    return [sum(i.quantity for i in order.items.all()) for order in Order.objects.prefetch_related("items")]


def of_one_order():  # queries: 2
    """The lines of one order are few."""
    order = Order.objects.first()
    return sum(item.quantity for item in order.items.all())


def added_and_shown():  # queries: 1
    total = 0
    for product in Product.objects.all():
        total += product.price
        print(product.name, file=io.StringIO())
    return total


def added_and_the_last_one():  # queries: 1
    total = 0
    for order in Order.objects.order_by("pk"):
        total += order.number
    return total, order.pk


def added_and_gone_over_again():  # queries: 1
    total, orders = 0, Order.objects.order_by("pk")
    for order in orders:
        total += order.number
    return total, [order.pk for order in orders]


# Python's own computations


def texts_in_a_loop():  # queries: 1
    """`+` joins them."""
    names = ""
    for product in Product.objects.order_by("pk"):
        names += product.name
    return names


def each_sum_so_far():  # queries: 1
    total = 1
    for product in Product.objects.order_by("pk"):
        total += product.price * total
    return total


def rounded_in_a_loop():  # queries: 1
    total = 0
    for product in Product.objects.all():
        total += round(product.price * 1.19, 2)
    return total


def of_a_property_in_a_loop():  # queries: 1 + 2n
    """What the property asks is another matter."""
    total = 0
    for product in Product.objects.order_by("pk"):
        total += product.average_stars or 0  # expect: per-row-count-or-exists
    return total


def counted_by_a_method():  # queries: 1
    return Counter(product.name.upper() for product in Product.objects.all())


def a_counter_of_ones_own():  # queries: 1
    return Counted(product.price for product in Product.objects.all())


class Counted(list):
    """Not Python's."""


def with_a_remark():  # queries: 1
    """No fix: what it says would be lost."""
    total = 0
    for product in Product.objects.all():  # expect: python-side-aggregation
        # all of them
        total += product.price
    return total


def of_a_method():  # queries: 1
    return sum(len(product.name) for product in Product.objects.all())


def rounded_per_row():  # queries: 1
    return sum(round(product.price * 1.19, 2) for product in Product.objects.all())


def of_a_property():  # queries: 1
    return max(customer.pk and len(str(customer)) for customer in Customer.objects.all())


def with_a_condition_in_python():  # queries: 1
    return len([p for p in Product.objects.all() if p.name.startswith("p")])


def with_something_else_per_row(seen):
    return sum(product.price for product in Product.objects.all() if product not in seen)


def few():  # rows: 2
    return sum(order.number for order in Order.objects.all()[:2])


def in_the_database_already():  # rows: 1
    return Product.objects.filter(active=True).count()


def whole_rows():  # queries: 1
    return len({category for category in Category.objects.all()})


def of_a_part_of_a_text():  # queries: 1
    """`in` looks for a part of the text."""
    return any(category.name in "category1" for category in Category.objects.all())


def of_a_dictionary(prices):
    return sum(price for price in prices)
