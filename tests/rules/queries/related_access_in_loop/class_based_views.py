"""`get_queryset()` of views: rows that the view itself visits."""

from django.views.generic import ListView, View

from shop.models import Customer, Order


class OpenOrders(ListView):
    model = Order

    def get_queryset(self):
        return super().get_queryset().filter(open=True).order_by("pk")  # expect: related-access-in-loop

    def names(self):
        return [order.customer.name for order in self.get_queryset()]


class OpenOrdersWithCustomers(OpenOrders):
    def get_queryset(self):
        return super().get_queryset().select_related("customer")


class Customers(ListView):
    queryset = Customer.objects.order_by("pk")

    def cities(self):
        return [customer.address.city for customer in self.get_queryset()]  # expect: related-access-in-loop


class Plain(View):
    def rows(self):
        return Order.objects.order_by("pk")

    def names(self):
        return [order.customer.name for order in self.rows()]  # expect: related-access-in-loop


def a_view_with_get_queryset():  # queries: 1 + n -> 1
    return OpenOrders().names()


def a_view_with_a_queryset():  # queries: 1 + n -> 1
    return Customers().cities()


def a_plain_view():  # queries: 1 + n -> 1
    return Plain().names()


# what costs nothing


def joined_by_a_subclass():  # queries: 1
    return [order.customer.name for order in OpenOrdersWithCustomers().get_queryset()]
