"""Loops without `for`."""

from collections import deque

from shop.models import Category, Order


def popped():  # queries: 1 + n -> 1
    orders = list(Order.objects.order_by("pk").select_related("customer"))  # expect: related-access-in-loop
    names = []
    while orders:
        names.append(orders.pop().customer.name)
    return names


def popped_from_the_left():  # queries: 1 + n -> 1
    waiting = deque(Order.objects.order_by("pk").select_related("customer"))  # expect: related-access-in-loop
    names = []
    while waiting:
        order = waiting.popleft()
        names.append(order.customer.name)
    return names


def by_index():  # queries: 1 + n
    orders = list(Order.objects.order_by("pk"))  # miss: related-access-in-loop
    return [orders[i].customer.name for i in range(len(orders))]


def by_index_in_a_while_loop():  # queries: 1 + n
    orders = list(Order.objects.order_by("pk"))  # miss: related-access-in-loop
    names, i = [], 0
    while i < len(orders):
        names.append(orders[i].customer.name)
        i += 1
    return names


def with_next():  # queries: 1 + n
    rows = iter(Order.objects.order_by("pk"))  # miss: related-access-in-loop
    names = []
    while order := next(rows, None):
        names.append(order.customer.name)
    return names


def up_the_tree():  # queries: 1 + n -> 1
    """The fix joins one step up; what is above that is still asked for, here nothing."""
    rows = Category.objects.filter(parent__isnull=False).order_by("pk").select_related("parent")  # expect: related-access-in-loop
    return [category.path() for category in rows]


def down_the_tree():  # queries: 1 + 2n -> 2 + n
    """The fix loads one step down; the children of children are still asked for."""
    rows = Category.objects.filter(parent=None).order_by("pk").prefetch_related("children")  # expect: related-access-in-loop
    return [depth(category) for category in rows]


def depth(category):
    return 1 + max((depth(child) for child in category.children.all()), default=0)


# what costs nothing


def joined_and_popped():  # queries: 1
    orders = list(Order.objects.select_related("customer").order_by("pk"))
    names = []
    while orders:
        names.append(orders.pop().customer.name)
    return names


def popped_once():  # queries: 2
    return list(Order.objects.order_by("pk")).pop().customer.name


def up_from_one_row():  # queries: 2
    return Category.objects.filter(parent__isnull=False).order_by("pk").first().path()
