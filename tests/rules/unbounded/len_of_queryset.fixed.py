"""Rows that are fetched to be counted, and rows that are used as well."""

from django.db import models
from django.shortcuts import render

from shop.models import Brand, Category, Customer, Order, Product


def of_an_expression():  # rows: n -> 1
    return Order.objects.filter(open=True).count()  # expect: len-of-queryset
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ len-of-queryset: `len()` fetches all rows of `Order` only to count them


def of_a_variable():  # rows: 2n -> 1
    products = Product.objects.order_by("name")
    total = products.count()  # expect: len-of-queryset
    return f"{total} products"


def of_a_list():  # rows: n -> 1
    return Order.objects.all().count()  # expect: len-of-queryset


def over_several_lines():  # rows: n -> 1
    return Product.objects.filter(  # expect: len-of-queryset
        active=True,  # not the digital ones
    ).count()


def with_a_comment_between():  # rows: n
    """The comment would be lost: the change is left to a person."""
    return len(  # expect: len-of-queryset
        Product.objects.filter(active=True)
    )


def made_on_two_ways(cheap=True):  # rows: n -> 1
    if cheap:
        products = Product.objects.filter(active=True)
    else:
        products = Product.objects.all()
    return products.count()  # expect: len-of-queryset


def refined_step_by_step():  # rows: n -> 1
    products = Product.objects.all()
    products = products.filter(active=True)
    return products.count() * 2  # expect: len-of-queryset


def of_values():  # rows: n -> 1
    return Order.objects.values_list("pk", flat=True).count()  # expect: len-of-queryset


def of_a_function():  # rows: n -> 1
    return latest().count()  # expect: len-of-queryset


def latest():
    return Order.objects.order_by("-number")


def of_a_union():  # queries: 1
    return Brand.objects.all().union(Brand.objects.filter(name="")).count()  # expect: len-of-queryset


def of_related_rows():  # queries: 2 -> 2
    """What the manager of one row gives is a queryset like any other."""
    order = Order.objects.get(number=0)
    return order.items.filter(quantity=1).count()  # expect: len-of-queryset


def derived_from_as_well():  # rows: 1 + n -> 2
    """Another queryset asks for itself."""
    orders = Order.objects.filter(open=True)
    newest = orders.order_by("-number").first()
    return newest.number, orders.count()  # expect: len-of-queryset


# the rows are used as well


def gone_over_later():  # queries: 1
    orders = Order.objects.filter(open=True)
    count = len(orders)
    return count, [order.number for order in orders]


def gone_over_before():  # queries: 1
    orders = Order.objects.filter(open=True)
    numbers = [order.number for order in orders]
    return len(orders), numbers


def returned():  # queries: 1
    orders = Order.objects.filter(open=True)
    if len(orders) > 100:
        return None
    return list(orders) != []


def indexed():  # queries: 1
    orders = Order.objects.order_by("number")
    return len(orders), orders[0].number


def passed_on():  # queries: 1
    orders = Order.objects.filter(open=True)
    return len(orders), numbers_of(orders)


def numbers_of(orders):
    return [order.number for order in orders]


# template: count.html
"""{{ orders|length }}{% for order in orders %} {{ order.number }}{% endfor %}"""


def rendered_by_a_template():  # queries: 1
    """Measured: `{{ orders.count }}` instead would be two queries."""
    orders = Order.objects.order_by("number")
    return render(None, "count.html", {"orders": orders, "many": len(orders) > 3}).content


def tested_before():  # queries: 1
    """`if` has fetched them: `count()` would be a second query."""
    orders = Order.objects.filter(open=True)
    if not orders:
        return "none"
    return f"{len(orders)} orders"


def kept_under_another_name():  # queries: 1
    orders = Order.objects.filter(open=True)
    same = orders
    return len(orders), [order.number for order in same]


def used_in_a_nested_function():  # queries: 1
    orders = Order.objects.filter(open=True)

    def numbers():
        return [order.number for order in orders]

    return len(orders), numbers()


def of_a_parameter(orders):
    return len(orders)


def with_a_parameter():  # queries: 1
    orders = Order.objects.all()
    return of_a_parameter(orders), [order.number for order in orders]


class Report:
    def __init__(self):
        self.orders = Order.objects.filter(open=True)

    def count(self):
        """Somebody else may go over what an object holds."""
        return len(self.orders)


def counted_again_and_again():  # queries: 2
    """The first `len` fetches them for all."""
    orders = Order.objects.all()
    return [len(orders) for customer in Customer.objects.all()]


def until_there_is_none_left():
    """Each turn asks the kept rows."""
    orders = Order.objects.filter(open=True)
    while len(orders) > 100:
        orders = orders.exclude(pk__gt=100)


# few rows, or no queryset


def a_few():  # rows: 2
    return len(Order.objects.all()[:2])


def prefetched():  # queries: 2
    order = Order.objects.prefetch_related("items").first()
    return len(order.items.all())


def prefetched_per_row():  # queries: 2
    return [len(order.items.all()) for order in Order.objects.prefetch_related("items")]


def of_lists():
    names = ["a", "b"]
    return len(names), len([1, 2])


def of_a_raw_queryset():  # rows: n
    """It has no `count()`."""
    return len(Order.objects.raw("SELECT id FROM shop_order"))


def of_locked_rows():  # queries: 1
    return len(Category.objects.select_for_update())


class Visible(models.QuerySet):
    def count(self):
        return 0


class Sign(models.Model):
    text = models.CharField(max_length=50)

    objects = Visible.as_manager()

    class Meta:
        abstract = True


class Poster(Sign):
    class Meta:
        managed = False


def counted_in_its_own_way():
    return len(Poster.objects.all())


def hidden_name(len):
    return len(Order.objects.all())


