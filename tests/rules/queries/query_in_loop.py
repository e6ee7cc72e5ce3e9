"""Queries that each iteration repeats."""

from django.shortcuts import get_object_or_404

from shop.models import Customer, Order, Product


def a_count_per_row():  # queries: 1 + n
    return [order.items.count() for order in Order.objects.order_by("pk")]  # expect: query-in-loop


def a_row_per_key():  # queries: 1 + n
    found = []
    for number in numbers():
        found.append(Order.objects.get(number=number).pk)  # expect: query-in-loop
    return len(found)


def numbers():
    return range(Order.objects.count() - 1, -1, -1)


def a_filter_per_row():  # queries: 1 + n
    return [len(Order.objects.filter(customer=c)) for c in Customer.objects.order_by("pk")]  # expect: query-in-loop


def existence_per_row():  # queries: 1 + n
    return [o.items.filter(quantity=1).exists() for o in Order.objects.order_by("pk")]  # expect: query-in-loop


def through_a_helper():  # queries: 1 + n
    return [best_of(customer) for customer in Customer.objects.order_by("pk")]  # expect: query-in-loop


def best_of(customer):
    return Order.objects.filter(customer=customer).order_by("pk").first().pk


def the_same_each_time():  # queries: 1 + n
    result = []
    for customer in Customer.objects.order_by("pk"):
        result.append((customer.pk, Product.objects.count()))  # expect: query-in-loop
    return result


def or_404():  # queries: 1 + n
    return [get_object_or_404(Order, customer=c).pk for c in Customer.objects.order_by("pk")]  # expect: query-in-loop


# what is fine


def a_queryset_made_outside_is_fetched_once():  # queries: 2
    products = Product.objects.filter(active=True)
    return sum(len(products) for _ in Customer.objects.all())


def a_literal(names=("a", "b")):  # queries: 2
    return [Product.objects.filter(name=name).count() for name in ("a", "b")]


def a_few_numbers():  # queries: 3
    return [Product.objects.filter(price=i).count() for i in range(3)]


def counted_from_a_prefetch():  # queries: 2
    return [order.items.count() for order in Order.objects.prefetch_related("items")]


def until_there_is_nothing_left():  # queries: 1
    while Order.objects.filter(number=-1).exists():
        pass


def at_most_one():  # queries: 2
    for order in Order.objects.order_by("pk"):
        return order.items.count() > 0
