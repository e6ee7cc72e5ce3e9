"""Helpers in a module of their own, as shops have them."""

from shop.models import Order, Product


def latest_orders():
    return Order.objects.order_by("-number")


def orders_with_customers():
    return latest_orders().select_related("customer")


def order_list():
    return list(Order.objects.order_by("pk"))


def open_orders(number=None):
    orders = Order.objects.filter(open=True).order_by("pk")
    if number is not None:
        orders = orders.filter(number=number)
    return orders


def customer_names(orders):
    return [order.customer.name for order in orders]


def describe(order):
    return f"{order.number}: {order.customer.name}"


def product_names(order):
    return [item.product.name for item in order.items.all()]


class Catalogue:
    """A service object."""

    def products(self):
        return Product.objects.filter(active=True).order_by("pk")

    def row(self, product):
        return (product.name, product.category.name)
