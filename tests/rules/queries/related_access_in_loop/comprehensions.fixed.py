"""Rows visited by comprehensions and generators."""

from collections import Counter

from shop.models import Customer, Order, OrderItem, Product


def two_loops_in_one():  # queries: 1 + n + n*n -> 3
    orders = Order.objects.order_by("pk").prefetch_related("items__product")  # expect: related-access-in-loop
    return [item.product.name for order in orders for item in order.items.all()]


def in_the_condition():  # queries: 1 + n -> 1
    return [o.pk for o in Order.objects.order_by("pk").select_related("customer") if o.customer.name != "nobody"]  # expect: related-access-in-loop


def in_one_branch_of_the_element():  # queries: 1 + n -> 1
    return [o.customer.name if o.open else "" for o in Order.objects.order_by("pk").select_related("customer")]  # expect: related-access-in-loop


def named_on_the_way():  # queries: 1 + n -> 1
    orders = Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop
    return [name for order in orders if (name := order.customer.name)]


def a_generator_for_sum():  # queries: 1 + n*n -> 1
    return sum(item.product.price for item in OrderItem.objects.all().select_related("product"))  # expect: related-access-in-loop


def a_generator_for_counter():  # queries: 1 + n -> 1
    return Counter(order.customer.name for order in Order.objects.order_by("pk").select_related("customer"))  # expect: related-access-in-loop


def a_generator_kept_in_a_variable():  # queries: 1 + n -> 1
    names = (order.customer.name for order in Order.objects.order_by("pk").select_related("customer"))  # expect: related-access-in-loop
    return list(names)


def a_dictionary_with_rows_as_values():  # queries: 1 + n
    by_number = {order.number: order for order in Order.objects.order_by("pk")}  # miss: related-access-in-loop
    return [by_number[number].customer.name for number in sorted(by_number)]


def a_list_of_pairs():  # queries: 1 + n -> 1
    pairs = [(order.number, order) for order in Order.objects.order_by("pk").select_related("customer")]  # expect: related-access-in-loop
    return [f"{number} {order.customer.name}" for number, order in pairs]


def several_lines():  # queries: 1 + n -> 1
    return [
        order.customer.name
        for order in Order.objects.filter(open=True)  # expect: related-access-in-loop
        .exclude(number=-1)
        .order_by("pk")
        .select_related("customer")
    ]


def names_one_by_one():
    for order in Order.objects.order_by("pk").select_related("customer"):  # expect: related-access-in-loop
        yield order.customer.name


def a_generator_function():  # queries: 1 + n -> 1
    return list(names_one_by_one())


def orders_one_by_one():
    yield from Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop


def rows_of_a_generator_function():  # queries: 1 + n -> 1
    return [order.customer.name for order in orders_one_by_one()]


# what costs nothing


def a_comprehension_over_joined_rows():  # queries: 1
    orders = Order.objects.order_by("pk").select_related("customer__address")
    return [order.customer.address.city for order in orders if order.customer.address]


def a_comprehension_over_numbers():  # queries: 1
    return [number + 1 for number in Order.objects.order_by("pk").values_list("number", flat=True)]


def a_comprehension_inside_a_joined_one():  # queries: 2
    customers = Customer.objects.order_by("pk").prefetch_related("orders")
    return {customer.name: [order.number for order in customer.orders.all()] for customer in customers}


def a_dictionary_of_names():  # queries: 1
    return {product.pk: product.name for product in Product.objects.order_by("pk")}
