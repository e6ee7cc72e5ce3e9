"""select_related() without names."""

from shop.models import Customer, Order


def without_names():  # queries: 1
    return len(Customer.objects.select_related())  # expect: implicit-select-related


def with_names():  # queries: 1
    return len(Order.objects.select_related("customer"))


def reset():  # queries: 1
    return len(Order.objects.select_related(None))
