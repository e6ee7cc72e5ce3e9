"""Rows visited by Python's own functions and by its standard library."""

import heapq
from collections import defaultdict, deque
from functools import partial, reduce
from itertools import chain, groupby, islice
from operator import attrgetter, methodcaller

from shop.models import Address, Customer, Order, OrderItem, Product


def customer_name(order):
    return order.customer.name


def sorted_by_a_function():  # queries: 1 + n -> 1
    return [order.pk for order in sorted(Order.objects.all(), key=customer_name)]  # expect: related-access-in-loop


def sorted_in_place():  # queries: 1 + n -> 1
    orders = list(Order.objects.all())  # expect: related-access-in-loop
    orders.sort(key=lambda order: order.customer.name, reverse=True)
    return [order.pk for order in orders]


def smallest_and_largest():  # queries: 2 + 2n -> 2
    first = min(Order.objects.all(), key=lambda o: o.customer.name)  # expect: related-access-in-loop
    last = max(Order.objects.all(), key=attrgetter("customer.name"))  # expect: related-access-in-loop
    return first.pk, last.pk


def nlargest():  # queries: 1 + n
    best = heapq.nlargest(3, Order.objects.order_by("pk"), key=customer_name)  # miss: related-access-in-loop
    return [order.pk for order in best]


def a_sum_a_test_and_a_test_of_all():  # queries: 3 + 2n + n*n -> 3
    total = sum(item.product.price for item in OrderItem.objects.all())  # expect: related-access-in-loop
    none = any(order.customer.name == "x" for order in Order.objects.all())  # expect: related-access-in-loop
    every = all(order.customer.name for order in Order.objects.all())  # expect: related-access-in-loop
    return total, none, every


def mapped_with_a_function():  # queries: 1 + n -> 1
    return list(map(customer_name, Order.objects.order_by("pk")))  # expect: related-access-in-loop


def mapped_with_attrgetter():  # queries: 1 + n -> 1
    return list(map(attrgetter("customer.name"), Order.objects.order_by("pk")))  # expect: related-access-in-loop


def mapped_with_methodcaller():  # queries: 1 + n
    return list(map(methodcaller("label"), Product.objects.filter(active=True)))  # miss: related-access-in-loop


def mapped_with_a_method():  # queries: 1 + n -> 1
    return list(map(Product.label, Product.objects.filter(active=True)))  # expect: related-access-in-loop


def mapped_with_partial():  # queries: 1 + n
    def line(prefix, order):
        return prefix + order.customer.name

    return list(map(partial(line, "to "), Order.objects.order_by("pk")))  # miss: related-access-in-loop


def filtered_in_python():  # queries: 1 + n -> 1
    kept = filter(lambda order: order.customer.name != "c0", Order.objects.order_by("pk"))  # expect: related-access-in-loop
    return [order.pk for order in kept]


def reduced_to_one():  # queries: 1 + n
    orders = Order.objects.order_by("pk")  # miss: related-access-in-loop
    return reduce(lambda text, order: text + order.customer.name, orders, "")


def zipped_with_another_queryset():  # queries: 2 + 2n -> 2
    orders = Order.objects.order_by("pk")  # expect: related-access-in-loop
    addresses = Address.objects.order_by("pk")  # expect: related-access-in-loop
    return [(order.customer.name, address.country.name) for order, address in zip(orders, addresses)]


def backwards():  # queries: 1 + n -> 1
    return [order.customer.name for order in reversed(Order.objects.order_by("pk"))]  # expect: related-access-in-loop


def as_a_tuple_a_set_and_a_deque():  # queries: 3 + 3n -> 3
    a = [order.customer.name for order in tuple(Order.objects.order_by("pk"))]  # expect: related-access-in-loop
    b = {order.customer.name for order in set(Order.objects.order_by("pk"))}  # expect: related-access-in-loop
    c = [order.customer.name for order in deque(Order.objects.order_by("pk"))]  # expect: related-access-in-loop
    return a, sorted(b), c


def chained_from_two_querysets():  # queries: 2 + n -> 2
    open_orders = Order.objects.filter(open=True).order_by("pk")  # expect: related-access-in-loop
    others = Order.objects.filter(open=False)  # expect: related-access-in-loop
    return [order.customer.name for order in chain(open_orders, others)]


def related_rows_chained():  # queries: 1 + n
    customers = Customer.objects.order_by("pk")  # miss: related-access-in-loop
    return [order.number for order in chain.from_iterable(c.orders.all() for c in customers)]


def cut_by_islice():  # queries: 1 + n -> 1
    return [o.customer.name for o in islice(Order.objects.order_by("pk"), 1000)]  # expect: related-access-in-loop


def first_and_rest():  # queries: 1 + n
    first, *rest = Order.objects.order_by("pk")  # miss: related-access-in-loop
    return first.pk, [order.customer.name for order in (first, *rest)]


def grouped_in_a_dictionary():  # queries: 1 + n -> 1
    groups = defaultdict(list)
    for order in Order.objects.order_by("pk"):  # expect: related-access-in-loop
        groups[order.customer.name].append(order.number)
    return dict(groups)


def grouped_rows():  # queries: 1 + n
    groups = defaultdict(list)
    for order in Order.objects.order_by("pk"):  # miss: related-access-in-loop
        groups[order.open].append(order)
    return {key: [order.customer.name for order in orders] for key, orders in groups.items()}


def rows_in_halves():  # queries: 1 + n -> 1
    orders = list(Order.objects.order_by("pk"))  # expect: related-access-in-loop
    half = len(orders) // 2
    return [order.customer.name for order in orders[half:] + orders[:half]]


def grouped():  # queries: 1 + n -> 1
    orders = Order.objects.order_by("pk")  # expect: related-access-in-loop
    return [key for key, _ in groupby(orders, key=lambda o: o.customer.name)]


# what costs nothing


def the_first_of_all():  # queries: 2
    return next(iter(Order.objects.order_by("pk"))).customer.name


def one_out_of_a_list():  # queries: 2
    return list(Order.objects.order_by("pk"))[0].customer.name


def sorted_by_the_column():  # queries: 1
    return [order.pk for order in sorted(Order.objects.all(), key=lambda order: order.customer_id)]


def the_best_row_then_its_relation():  # queries: 2
    return max(Order.objects.all(), key=lambda order: order.number).customer.name


def only_two_of_many():  # queries: 3
    first, *_, last = Order.objects.order_by("pk")
    return first.customer.name, last.customer.name


def counted():  # queries: 1
    return list(list(Order.objects.all()))


def zipped_with_a_literal():  # queries: 2
    return [order.customer.name for order, _ in zip(Order.objects.order_by("pk"), "a")]
