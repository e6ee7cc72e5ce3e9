"""Rows that Python chooses from all, and choices that are Python's."""

import locale

from django.shortcuts import render

from shop.models import Carrier, Category, Customer, Order, Product


def chosen_by_a_flag():  # rows: 2n => n
    return [product.name for product in Product.objects.filter(active=True)]  # expect: python-side-filter-or-sort
    # => ['p0', 'p1', 'p2', 'p3', 'p4']


def chosen_by_a_value(name="p1"):  # rows: 2n => 1
    return list(Product.objects.filter(name=name))  # expect: python-side-filter-or-sort
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ python-side-filter-or-sort: keeps those that match: `filter(…)`
    # => [<Product: p1>]


def left_out_and_limited():  # rows: n => 2
    return [o.number for o in Order.objects.order_by("pk").filter(number__lte=1).exclude(number=9)]  # expect: python-side-filter-or-sort
    # => [0, 1]


def with_filter():  # rows: 2n => n
    rows = list(Product.objects.order_by("pk").filter(active=False))  # expect: python-side-filter-or-sort
    return [product.name for product in rows]
    # => ['d0', 'd1', 'd2', 'd3', 'd4']


def without_a_key():  # rows: 2n => n
    return [c.name for c in Category.objects.filter(parent_id__isnull=True)]  # expect: python-side-filter-or-sort
    # => ['top0', 'top1', 'top2', 'top3', 'top4']


def among_some():  # rows: n => 2
    return [o.number for o in Order.objects.filter(number__in=(0, 1))]  # expect: python-side-filter-or-sort
    # => [0, 1]


def of_a_variable():  # rows: n => 1
    orders = Order.objects.order_by("pk")
    return [order.number for order in orders.filter(number__lt=1)]  # expect: python-side-filter-or-sort
    # => [0]


def the_cheapest():  # rows: n => 2
    products = Product.objects.filter(active=True)
    found = list(products.exclude(name="x").order_by("price")[:2])  # expect: python-side-filter-or-sort
    return [product.name for product in found]
    # => ['p0', 'p1']


def the_dearest():  # rows: 2n => 1
    return Product.objects.all().order_by("-price")[0]  # expect: python-side-filter-or-sort
    # => <Product: p4>


def the_first_two_of_a_list():  # rows: n -> 2
    return list(Carrier.objects.order_by("name")[:2]) == []  # expect: python-side-filter-or-sort


def the_first_of_a_list():  # rows: n -> 1
    return Order.objects.order_by("number")[0].number  # expect: python-side-filter-or-sort


def a_page_of_a_list(start=0, stop=2):  # rows: n => 2
    return [o.number for o in list(Order.objects.order_by("number", "pk")[start:stop])]  # expect: python-side-filter-or-sort
    # => [0, 1]


# all rows are used


def chosen_twice():  # queries: 1
    products = Product.objects.order_by("pk")
    return [p for p in products if p.active], [p for p in products if not p.active]


def prefetched():  # queries: 2
    rows = Order.objects.prefetch_related("items").order_by("pk")
    return [[item.pk for item in order.items.all() if item.quantity == 1] for order in rows]


def of_one_order():  # queries: 2
    order = Order.objects.first()
    return [item for item in order.items.all() if item.quantity == 1]


def all_of_them_sorted():  # queries: 1
    return sorted(Product.objects.all(), key=lambda product: product.name)


def of_a_list_that_stays():  # queries: 1
    orders = list(Order.objects.order_by("number"))
    return orders[:2] == [], len(orders)


# choices that are Python's


def by_a_method():  # queries: 1
    return [c.name for c in Customer.objects.all() if c.name.endswith("1")]


def by_what_was_seen_before():  # queries: 1
    seen = set()
    return [p for p in Product.objects.all() if p.price not in seen and not seen.add(p.price)]


def by_two_columns():  # queries: 1
    return [order for order in Order.objects.all() if order.number == order.pk]


def by_a_key_in_a_dictionary(prices):
    return [p for p in Product.objects.all() if p.price in prices]


def by_one_thing_or_another():  # queries: 1
    return [p.name for p in Product.objects.all() if p.active or p.price > 3]


def by_the_length_of_a_name():  # queries: 1
    return sorted(Product.objects.all(), key=lambda p: len(p.name))[:2]


def by_a_property():  # queries: 1
    return [c.name for c in Customer.objects.select_related("address") if c.city == "city1"]


def by_the_order_of_a_language():  # queries: 1
    return [c.name for c in sorted(Category.objects.all(), key=lambda c: locale.strxfrm(c.name))[:2]]


def by_a_related_row(product):
    """What it loads is the larger cost."""
    return [p for p in Product.objects.all().select_related("category") if p.category == product.category]  # expect: related-access-in-loop


# template: sorted.html
"""{% for product in products|dictsort:"price" %}{{ product.name }} {% endfor %}"""


def sorted_by_the_template():  # queries: 1
    """All of them are shown."""
    return render(None, "sorted.html", {"products": Product.objects.filter(category=1)}).content


def the_last_ones():  # queries: 2
    """A queryset takes no negative index."""
    orders = Order.objects.order_by("number")
    return list(orders)[-1].number, list(Order.objects.order_by("number"))[-2:] == []


def without_a_condition():  # queries: 1
    return [product.name for product in Product.objects.all()]


def of_a_slice():  # rows: 2
    return [order.number for order in Order.objects.order_by("pk")[:2] if order.open]
