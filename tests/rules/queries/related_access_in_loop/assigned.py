"""Relations that a loop puts on the rows: later loops find them there."""

from shop.models import Customer, Order, OrderItem


def put_there():  # queries: 2
    customers, orders = Customer.objects.in_bulk(), list(Order.objects.order_by("pk"))
    for order in orders:
        order.customer = customers[order.customer_id]
    return names(orders)


def names(orders):
    return [order.customer.name for order in orders]


def put_on_a_related_row():  # queries: 2
    items = list(OrderItem.objects.select_related("order").order_by("pk"))
    return [item.order.customer.name for item in filled(items)]


def filled(items):
    customers = Customer.objects.in_bulk()
    for item in items:
        item.order.customer = customers[item.order.customer_id]
    return items


def another_relation_is_not_there():  # queries: 2 + n*n -> 2
    items = list(OrderItem.objects.select_related("order").order_by("pk"))  # expect: related-access-in-loop
    return [item.product.name for item in filled(items)]


def read_before_it_is_put_there():  # queries: 2 + n -> 2
    found, somebody = [], Customer.objects.earliest("pk")
    for order in Order.objects.order_by("pk"):  # expect: related-access-in-loop
        found.append(order.customer.name)
        order.customer = somebody
    return found
