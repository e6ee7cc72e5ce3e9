"""select_related() without names."""

from shop.models import Customer, Order


def without_names():  # queries: 1
    return list(Customer.objects.select_related())  # expect: implicit-select-related


def after_a_filter():  # queries: 1
    return list(Order.objects.filter(open=True).select_related().order_by("pk"))  # expect: implicit-select-related


def on_a_related_manager():  # queries: 2
    return list(Order.objects.get(number=0).items.select_related())  # expect: implicit-select-related


def what_may_be_null_is_still_asked_for():  # queries: 1 + n
    return [customer.address.city for customer in Customer.objects.select_related()]  # expect: implicit-select-related
    #                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ implicit-select-related: `address`


def with_names():  # queries: 1
    return list(Order.objects.select_related("customer"))


def reset():  # queries: 1
    return list(Order.objects.select_related(None))


def with_names_in_a_list(names=("customer",)):  # queries: 1
    return list(Order.objects.select_related(*names))
