"""Models reached by other ways than `from shop.models import …`."""

import shop.models
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User

from shop import models
from shop import models as shop_models
from shop.models import Category, Customer
from shop.models import Order as PlacedOrder


def an_attribute_of_a_module():  # queries: 1 + n -> 1
    return [order.customer.name for order in models.Order.objects.order_by("pk")]  # expect: related-access-in-loop


def an_attribute_of_a_renamed_module():  # queries: 1 + n -> 1
    return [order.customer.name for order in shop_models.Order.objects.order_by("pk")]  # expect: related-access-in-loop


def an_attribute_of_a_module_in_a_package():  # queries: 1 + n -> 1
    return [order.customer.name for order in shop.models.Order.objects.order_by("pk")]  # expect: related-access-in-loop


def another_name():  # queries: 1 + n -> 1
    return [order.customer.name for order in PlacedOrder.objects.order_by("pk")]  # expect: related-access-in-loop


def imported_in_the_function():  # queries: 1 + n -> 1
    from shop.models import Order

    return [order.customer.name for order in Order.objects.order_by("pk")]  # expect: related-access-in-loop


def from_the_registry():  # queries: 1 + n -> 1
    Order = apps.get_model("shop", "Order")
    return [order.customer.name for order in Order.objects.order_by("pk")]  # expect: related-access-in-loop


def from_the_registry_by_label():  # queries: 1 + n -> 1
    rows = apps.get_model("shop.Order").objects.order_by("pk")  # expect: related-access-in-loop
    return [order.customer.name for order in rows]


def the_user_model():  # queries: 1 + n -> 1
    rows = get_user_model().objects.order_by("pk")  # expect: related-access-in-loop
    return [user.customer.name for user in rows]


def the_user():  # queries: 1 + n -> 2
    return [len(user.groups.all()) for user in User.objects.order_by("pk")]  # expect: related-access-in-loop


def a_relation_to_itself():  # queries: 1 + n -> 1
    rows = Category.objects.filter(parent__isnull=False).order_by("pk")  # expect: related-access-in-loop
    return [category.parent.name for category in rows]


def the_children_of_itself():  # queries: 1 + 2n -> 2
    return [len(category.children.all()) for category in Category.objects.order_by("pk")]  # expect: related-access-in-loop


def a_relation_without_a_way_back():  # queries: 1 + n -> 1
    rows = PlacedOrder.objects.order_by("pk")  # expect: related-access-in-loop
    return [order.placed_by.username for order in rows]


def a_model_in_a_variable():  # queries: 1 + n -> 1
    model = PlacedOrder
    return [order.customer.name for order in model.objects.order_by("pk")]  # expect: related-access-in-loop


def a_model_as_an_argument():  # queries: 1 + n -> 1
    return names_of(Customer)


def names_of(model):
    """Whatever the model is, its rows are asked for `address`."""
    return [row.address.city for row in model.objects.order_by("pk")]  # expect: related-access-in-loop


# what costs nothing


def joined():  # queries: 1
    rows = get_user_model().objects.select_related("customer").order_by("pk")
    return [user.customer.name for user in rows]


def columns_of_the_user():  # queries: 1
    return [user.get_username() for user in get_user_model().objects.order_by("pk")]
