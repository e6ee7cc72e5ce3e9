"""Columns that were left out and are read all the same."""

from django.db.models import F, Prefetch
from django.forms.models import model_to_dict
from django.shortcuts import render
from rest_framework import serializers

from shop.models import Order, OrderItem, Product
from shop.pages import page


def not_named():  # queries: 1 + n -> 1
    rows = Product.objects.filter(active=True).only("name")  # expect: deferred-field-reload
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ deferred-field-reload: `only()` leaves out `price`, which each `Product` then
    return [product.price for product in rows.order_by("pk")]


def two_columns():  # queries: 1 + 2n -> 1
    rows = Order.objects.only("customer").order_by("pk")  # expect: deferred-field-reload
    return [(order.number, order.open, order.customer_id, order.pk) for order in rows]


def deferred():  # queries: 1 + n -> 1
    return [order.number for order in Order.objects.defer("number").order_by("pk")]  # expect: deferred-field-reload


def one_of_those_deferred():  # queries: 1 + n -> 1
    rows = Order.objects.order_by("pk").defer("open", "number")  # expect: deferred-field-reload
    return [order.number for order in rows]


def the_column_of_a_key():  # queries: 1 + n -> 1
    return [order.customer_id for order in Order.objects.only("number").order_by("pk")]  # expect: deferred-field-reload


def named_by_its_column():  # queries: 1
    """`only()` and `defer()` know a foreign key by its column too."""
    return [order.customer_id for order in Order.objects.only("customer_id").order_by("pk")]


def deferred_by_its_column():  # queries: 1 + n -> 1
    rows = Order.objects.defer("customer_id").order_by("pk")  # expect: deferred-field-reload
    return [order.customer_id for order in rows]


def in_str():  # queries: 1 + n -> 1
    rows = Product.objects.filter(active=True).only("price").order_by("pk")  # expect: deferred-field-reload
    return [str(product) for product in rows]


def of_a_joined_row():  # queries: 1 + n -> 1
    rows = Product.objects.filter(active=True).select_related("category").order_by("pk")
    some = rows.only("name", "category__parent")  # expect: deferred-field-reload
    return [product.category.name for product in some]


def made_a_dictionary():  # queries: 1 + 2n -> 1
    rows = Order.objects.only("customer").order_by("pk")  # expect: deferred-field-reload
    return [model_to_dict(order, fields=["number", "open", "id"]) for order in rows]


class PriceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Product
        fields = ["name", "price"]


def in_a_serializer():  # queries: 1 + n -> 1
    rows = Product.objects.filter(active=True).only("name").order_by("pk")  # expect: deferred-field-reload
    return PriceSerializer(rows, many=True).data


def of_prefetched_rows():  # queries: 2 + n*n -> 2
    items = Prefetch("items", OrderItem.objects.only("order"))  # expect: deferred-field-reload
    return [item.quantity for order in Order.objects.prefetch_related(items) for item in order.items.all()]


def listed(request):
    return render(request, "numbers.html", {"orders": Order.objects.only("open").order_by("pk")})  # expect: deferred-field-reload


def shown():  # queries: 1 + n -> 1
    return page(listed)


# template: numbers.html
"""
{% for order in orders %}
  {{ order.number }} {# elsewhere: deferred-field-reload #}
{% endfor %}
"""


# what costs nothing


def named():  # queries: 1
    return [(order.pk, order.number) for order in Order.objects.only("number").order_by("pk")]


def made_a_dictionary_of_these():  # queries: 1
    return [model_to_dict(order, fields=["number"]) for order in Order.objects.only("number").order_by("pk")]


def without_columns_in_between():  # queries: 1
    """The last `only()` counts."""
    rows = Order.objects.only("open").only("number").order_by("pk")
    return [order.number for order in rows]


def as_values():  # queries: 1
    return [order["number"] for order in Order.objects.only("open").values("number")]


def another_is_deferred():  # queries: 1
    return [order.number for order in Order.objects.defer("open").order_by("pk")]


def the_key_is_always_there():  # queries: 1
    return [order.id for order in Order.objects.only("number").order_by("pk")]


def one_row():  # queries: 2
    return Order.objects.only("open").get(number=0).number


def saved():  # queries: 1 + n -> 1
    for order in Order.objects.only("number"):
        order.number = 7
        order.save()  # expect: save-or-update-in-loop


def assigned_before():  # queries: 1
    numbers = []
    for order in Order.objects.only("open"):
        order.number = 7
        numbers.append(order.number)
    return numbers


def all_again():  # queries: 1
    return [order.number for order in Order.objects.defer("number").defer(None).order_by("pk")]


def the_whole_joined_row():  # queries: 1
    rows = Product.objects.filter(active=True).select_related("category").only("name", "category").order_by("pk")
    return [product.category.name for product in rows]


def on_one_way_only(short=False):  # queries: 1
    rows = Order.objects.order_by("pk")
    if short:
        rows = rows.only("open")
    return [order.number for order in rows]


def in_place_of_an_annotation():  # queries: 1
    rows = Order.objects.defer("number").annotate(doubled=F("number") * 2).order_by("pk")
    return [doubled(order) for order in rows]


def doubled(order):
    if hasattr(order, "doubled"):
        return order.doubled
    return order.number * 2


def a_relation_that_is_not_loaded():  # queries: 1 + 2n -> 1
    rows = Order.objects.only("number").order_by("pk")  # expect: related-access-in-loop
    return [order.customer.name for order in rows]


def joined_without_its_key():  # queries: 0 -> 1  # raises: FieldError
    rows = Product.objects.only("name").select_related("category").order_by("pk")  # expect: deferred-field-reload
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ deferred-field-reload: `select_related()` is to join: the query raises FieldError
    return [product.category.name for product in rows]


def joined_before():  # queries: 0 -> 1  # raises: FieldError
    return Product.objects.select_related("category").defer("category").first() is None  # expect: deferred-field-reload


def joined_further():  # queries: 0 -> 1  # raises: FieldError
    rows = Product.objects.select_related("brand__category").only("name", "brand__name")  # expect: deferred-field-reload
    return [product.brand.name for product in rows] == []


def joined_by_its_column():  # queries: 1
    return [p.category.name for p in Product.objects.only("name", "category_id").select_related("category")] == []


def counted_only():  # queries: 1
    return Product.objects.only("name").select_related("category").count()
