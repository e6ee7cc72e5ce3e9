"""Rows visited by statements: for, comprehensions, while."""

from shop.models import Address, Customer, Order, OrderItem, Product


def in_a_for_loop():  # queries: 1 + n -> 1
    names = []
    for order in Order.objects.all():  # expect: related-access-in-loop
        names.append(order.customer.name)
    return names


def in_a_comprehension():  # queries: 1 + n -> 1
    return [order.customer.name for order in Order.objects.order_by("number")]  # expect: related-access-in-loop


def in_a_set_a_dictionary_and_a_generator():  # queries: 3 + 3n -> 3
    orders = {order.customer.name for order in Order.objects.filter(open=True)}  # expect: related-access-in-loop
    cities = {a.pk: a.country.name for a in Address.objects.all()}  # expect: related-access-in-loop
    names = ", ".join(o.customer.name for o in Order.objects.order_by("pk") if o.pk)  # expect: related-access-in-loop
    return sorted(orders), cities, names


def over_two_relations():  # queries: 1 + 2n -> 1
    return [customer.address.country.name for customer in Customer.objects.all()]  # expect: related-access-in-loop


def over_a_slice():  # queries: 1 + n -> 1
    return [order.customer.name for order in Order.objects.order_by("pk")[:50]]  # expect: related-access-in-loop


def many_rows_for_each_row():  # queries: 1 + n -> 2
    return [len(order.items.all()) for order in Order.objects.all()]  # expect: related-access-in-loop


def rows_of_rows():  # queries: 1 + n + n*n -> 3
    total = 0
    for order in Order.objects.all():  # expect: related-access-in-loop
        for item in order.items.all():
            total += item.product.price
    return total


def with_unpacking():  # queries: 1 + n -> 1
    return [o.customer.name for i, o in enumerate(Order.objects.order_by("pk"))]  # expect: related-access-in-loop


def popped_in_a_while_loop():  # queries: 1 + n -> 1
    orders = list(Order.objects.order_by("pk"))  # expect: related-access-in-loop
    names = []
    while orders:
        order = orders.pop()
        names.append(order.customer.name)
    return names


def through_the_reverse_side():  # queries: 1 + n -> 2
    return [[o.number for o in c.orders.all()] for c in Customer.objects.order_by("pk")]  # expect: related-access-in-loop


async def over_async_rows():  # queries: 1 + n -> 2
    count = 0
    async for order in Order.objects.all():  # expect: related-access-in-loop
        async for item in order.items.all():
            count += item.quantity
    return count


# what costs nothing


def the_column_needs_no_query():  # queries: 1
    return [order.customer_id for order in Order.objects.order_by("pk")]


def joined_by_hand():  # queries: 1
    return [order.customer.name for order in Order.objects.select_related("customer")]


def prefetched_by_hand():  # queries: 3
    return [[i.product.name for i in o.items.all()] for o in Order.objects.prefetch_related("items__product")]


def the_way_back_is_known():  # queries: 2
    total = 0
    for product in Product.objects.prefetch_related("review_set"):
        for review in product.review_set.all():
            total += review.product.price
    return total


def assigned_by_hand():  # queries: 2
    customers = {c.pk: c for c in Customer.objects.all()}
    names = []
    for order in Order.objects.order_by("pk"):
        order.customer = customers[order.customer_id]
        names.append(order.customer.name)
    return names


def one_row():  # queries: 2
    order = Order.objects.order_by("pk").first()
    return order.customer.name


def a_slice_of_one():  # queries: 2
    return [order.customer.name for order in Order.objects.order_by("pk")[:1]]


def a_literal():  # queries: 2
    order = Order.objects.order_by("pk").first()
    return [o.customer.name for o in (order,)]


def left_after_the_first():  # queries: 2
    for order in Order.objects.order_by("pk"):
        return order.customer.name


def one_row_out_of_many():  # queries: 2
    for order in Order.objects.order_by("pk"):
        if order.number == 1:
            name = order.customer.name
            break
    return name


def after_the_loop():  # queries: 2
    last = None
    for order in Order.objects.order_by("pk"):
        last = order
    return last.customer.name


def loaded_in_one_branch(wide=True):  # queries: 1
    orders = Order.objects.order_by("pk")
    if wide:
        orders = orders.select_related("customer")
    return [order.customer.name for order in orders]


def the_other_manager_joins():  # queries: 1
    return [item.product.name for item in OrderItem.joined.order_by("pk")]


def values_are_no_rows():  # queries: 1
    return [order["customer__name"] for order in Order.objects.order_by("pk").values("customer__name")]
