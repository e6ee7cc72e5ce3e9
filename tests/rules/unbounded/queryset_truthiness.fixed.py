"""Rows that are fetched to see whether there is one, and rows that are used as well."""

from django.shortcuts import render

from shop.models import Category, Customer, Order, Product


def in_a_condition():  # rows: n -> 1
    if Order.objects.filter(open=True).exists():  # expect: queryset-truthiness
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ queryset-truthiness: only to see whether there is one: `exists()` asks
        return "yes"
    return "no"


def of_a_variable():  # rows: n -> 1
    orders = Order.objects.filter(open=True)
    if not orders.exists():  # expect: queryset-truthiness
        return "none"
    return "some"


def with_bool():  # rows: n -> 1
    return Order.objects.filter(open=True).exists()  # expect: queryset-truthiness


def negated():  # rows: n -> 1
    return not Order.objects.all().exists()  # expect: queryset-truthiness


def with_a_length():  # rows: 4n -> 4
    return (
        Order.objects.all().exists(),  # expect: queryset-truthiness
        not Order.objects.all().exists(),  # expect: queryset-truthiness
        Order.objects.all().exists(),  # expect: queryset-truthiness
        Order.objects.all().exists(),  # expect: queryset-truthiness
    )


def with_the_truth_of_a_length():  # rows: n -> 1
    return "yes" if Order.objects.all().exists() else "no"  # expect: queryset-truthiness


def in_a_larger_condition(active=True):  # rows: n -> 1
    if active and not Order.objects.filter(open=True).exists():  # expect: queryset-truthiness
        return "yes"
    return "no"


def asserted():  # rows: n -> 1
    assert Order.objects.filter(open=True).exists()  # expect: queryset-truthiness


def a_row_looked_for():  # rows: 1 + n -> 2
    order = Order.objects.get(number=0)
    return Order.objects.filter(open=True).contains(order)  # expect: queryset-truthiness


def a_row_that_must_not_be_there():  # rows: 1 + n -> 2
    order = Order.objects.get(number=0)
    orders = Order.objects.filter(open=True)
    return "new" if not orders.contains(order) else "open"  # expect: queryset-truthiness


def a_row_that_may_be_none():  # rows: 1 + n => 2
    """`None in orders` is False; `contains(None)` raises TypeError."""
    order = Order.objects.first()
    return order in Order.objects.filter(open=True)  # expect: queryset-truthiness
    # => True


def a_user_who_may_be_anonymous(request):
    return request.user in type(request.user).objects.filter(is_active=True)  # expect: queryset-truthiness


# the rows are used as well: the test is free


def gone_over_later():  # queries: 1
    orders = Order.objects.filter(open=True)
    if orders:
        return [order.number for order in orders]
    return []


def bool_then_gone_over():  # queries: 1
    """Measured: `bool()` and a loop share one query."""
    orders = Order.objects.filter(open=True)
    return bool(orders), [order.number for order in orders]


def returned_if_any():  # queries: 1
    orders = Order.objects.filter(number__gte=0)
    if not orders:
        orders = Order.objects.all()
    return [order.pk for order in orders]


# template: orders.html
"""{% if orders %}{% for order in orders %}{{ order.number }} {% endfor %}{% endif %}"""


def rendered_by_a_template():  # queries: 1
    """Measured: `{% if %}` and `{% for %}` share one query."""
    return render(None, "orders.html", {"orders": Order.objects.order_by("number")}).content


def rendered_and_tested():  # queries: 1
    orders = Order.objects.order_by("number")
    title = "Orders" if orders else "No orders"
    return title, render(None, "orders.html", {"orders": orders}).content


def a_default():  # queries: 1
    """`or` gives the rows themselves."""
    orders = Order.objects.filter(open=True) or Order.objects.all()
    return [order.number for order in orders]


def stored(view):
    view.orders = Order.objects.filter(open=True)
    if view.orders:
        return "yes"
    return "no"


def looked_for_in_a_loop():  # queries: 2
    """The rows are fetched once for all turns."""
    chosen = Order.objects.filter(open=True)
    return [order in chosen for order in Order.objects.all()]


def used_afterwards_by_index():  # queries: 1
    orders = Order.objects.order_by("number")
    return orders[0].number if orders else None


def taken_from_until_empty():  # queries: 1
    orders = Order.objects.filter(open=True)
    while orders:
        return orders[0].number


# few rows, or none at all


def a_slice():  # rows: 1
    return bool(Order.objects.all()[:1])


def one_row():  # rows: 1
    return bool(Order.objects.filter(pk=Order.objects.values("pk")[:1]))


def nothing():  # rows: 0
    return bool(Order.objects.none())


def prefetched():  # queries: 2
    order = Order.objects.prefetch_related("items").first()
    return bool(order.items.all())


def a_manager():  # queries: 0
    """A manager is always true and asks nothing."""
    return bool(Customer.objects)


def a_filtered_subquery():  # queries: 1
    """`__in` makes a subquery of it: no rows are fetched."""
    categories = Category.objects.filter(name="x")
    return Product.objects.filter(category__in=categories).count()


def a_key_among_values():  # queries: 1
    """`contains()` works on rows only."""
    return 1 in Order.objects.values_list("pk", flat=True)


def exists_already():  # rows: 1
    return Order.objects.filter(open=True).exists()


def of_a_count():  # rows: 1
    return Order.objects.count() > 0


def whether_there_is_a_first():  # rows: 1
    """`first()` fetches one row."""
    return Order.objects.filter(open=True).first() is None


def a_list_that_is_compared():  # queries: 0
    """A queryset is equal to nothing but itself."""
    return Order.objects.filter(open=True) != []


def of_an_attribute(order_id=0):  # queries: 2
    """`hasattr()` asks for the manager, not for its rows."""
    order = Order.objects.only("pk").get(number=order_id)
    if hasattr(order, "items") and order.items.exists():
        return "items"
    return "none"


def locked():  # queries: 1
    """The rows are fetched for their locks."""
    if Order.objects.select_for_update().filter(open=True):
        return "locked"
    return "free"


def a_list():  # queries: 1
    orders = list(Order.objects.all())
    if orders:
        return "yes"
    return "no"


def compared_with_more():  # rows: n -> 1
    return Order.objects.all().count() > 1  # expect: len-of-queryset
