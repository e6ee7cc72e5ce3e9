"""Related rows that are loaded for a key which the row at hand has."""

from django.db import models
from django.shortcuts import render
from rest_framework import serializers

from shop.models import Brand, Category, Customer, Note, Order, OrderItem, Product, Shipment
from shop.pages import page


def the_key():  # queries: 1 + n -> 1
    return [order.customer_id for order in Order.objects.order_by("pk")]  # expect: related-object-loaded-for-pk
    #       ^^^^^^^^^^^^^^^^^ related-object-loaded-for-pk: each `Order` loads its `Customer` only for its `pk`: `customer_id` is in


def by_its_name():  # queries: 1 + n*n -> 1
    return sorted(item.product_id for item in OrderItem.objects.all())  # expect: related-object-loaded-for-pk


def read_twice():  # queries: 1 + n -> 1
    found = []
    for order in Order.objects.order_by("pk"):
        if order.customer_id:  # expect: related-object-loaded-for-pk
            found.append(order.customer_id)  # expect: related-object-loaded-for-pk
    return found


def is_there_one():  # queries: 1 + n -> 1
    return [order.customer_id is None for order in Order.objects.order_by("pk")]  # expect: related-object-loaded-for-pk
    #       ^^^^^^^^^^^^^^^^^^^^^^ related-object-loaded-for-pk: only to see whether there is one


def that_may_be_null():  # queries: 1 + n => 1
    rows = Product.objects.filter(active=True).order_by("pk")
    return [product.brand.pk for product in rows]  # expect: related-object-loaded-for-pk
    # => [1, 2, 3, 4, 5]


def guarded():  # queries: 1 + 2n -> 1
    rows = Product.objects.order_by("pk")
    return [p.brand_id if p.brand_id is not None else None for p in rows]  # expect: related-object-loaded-for-pk, related-object-loaded-for-pk


def guarded_by_a_statement():  # queries: 1 + 2n -> 1
    keys = []
    for product in Product.objects.order_by("pk"):
        if product.brand_id is not None:  # expect: related-object-loaded-for-pk
            keys.append(product.brand_id)  # expect: related-object-loaded-for-pk
    return keys


def not_there():  # queries: 1 + 2n -> 1
    rows = Product.objects.order_by("pk")
    return [product.name for product in rows if product.brand_id is None]  # expect: related-object-loaded-for-pk


def below_a_relation_that_is_joined():  # queries: 1 + n -> 1
    rows = Order.objects.select_related("customer").order_by("pk")
    return [order.customer.user_id if order.customer.user_id is not None else 0 for order in rows]  # expect: related-object-loaded-for-pk, related-object-loaded-for-pk


def one_to_one_as_primary_key():  # queries: 1 + n -> 1
    rows = Shipment.objects.order_by("pk")
    return [shipment.order_id for shipment in rows]  # expect: related-object-loaded-for-pk


def of_a_key_that_is_a_key_itself():
    return [label.shipment_id for label in Label.objects.all()]  # expect: related-object-loaded-for-pk


def in_a_method():  # queries: 1 + n -> 1
    """One place, whoever calls it."""
    return [buyer(order) for order in Order.objects.order_by("pk")]


def buyer(order):
    return order.customer_id  # expect: related-object-loaded-for-pk


def in_a_serializer():  # queries: 1 + n -> 1
    return KeyedSerializer(Product.objects.filter(active=True).order_by("pk"), many=True).data


class KeyedSerializer(serializers.ModelSerializer):
    group = serializers.IntegerField(source="category_id", read_only=True)  # expect: related-object-loaded-for-pk

    class Meta:
        model = Product
        fields = ["name", "group"]


def in_a_template(request):
    orders = Order.objects.order_by("pk")  # elsewhere: related-object-loaded-for-pk
    return render(request, "keys.html", {"orders": orders})


def shown():  # queries: 1 + n -> 1
    return page(in_a_template)


# template: keys.html
"""
{% for order in orders %}
  {{ order.customer_id|default:"none" }} {# expect: related-object-loaded-for-pk #}
{% endfor %}
"""


def compared_with_a_row():  # queries: 2 + n -> 2
    customer = Customer.objects.get(name="c1")
    return [o.number for o in Order.objects.order_by("pk") if o.customer_id == customer.pk]  # expect: related-object-loaded-for-pk
    #                                                         ^^^^^^^^^^^^^^^^^^^^^^ related-object-loaded-for-pk: only to compare it with a row


def compared_with_another_row():  # queries: 2 + 2n -> 2
    """The brand may be missing: `None` is no row, and its key no row's."""
    brand = Brand.objects.get(name="brand1")
    return [p.name for p in Product.objects.order_by("pk") if p.brand_id != brand.pk]  # expect: related-object-loaded-for-pk


def of_the_visitor(request):
    return [order.number for order in Order.objects.all() if order.placed_by == request.user]  # expect: related-object-loaded-for-pk


class Label(models.Model):
    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE)

    class Meta:
        app_label = "shop"


class Coded(models.Model):
    code = models.CharField(max_length=10, unique=True)

    class Meta:
        app_label = "shop"


class Holder(models.Model):
    coded = models.ForeignKey(Coded, to_field="code", on_delete=models.CASCADE)
    loose = models.ForeignKey(Category, db_constraint=False, on_delete=models.CASCADE)

    class Meta:
        app_label = "shop"


def another_column():
    return [holder.coded_id for holder in Holder.objects.all()]  # expect: related-object-loaded-for-pk


def without_a_constraint():
    return [holder.loose.pk for holder in Holder.objects.all()]  # expect: related-object-loaded-for-pk


# what is fine, or somebody else's


def another_column_is_referred_to():
    return [holder.coded.pk for holder in Holder.objects.all().select_related("coded")]  # expect: related-access-in-loop


def the_column():  # queries: 1
    return [order.customer_id for order in Order.objects.order_by("pk")]


def joined_anyway():  # queries: 1
    return [order.customer.pk for order in Order.objects.select_related("customer")]


def more_is_read_of_it():  # queries: 1 + n -> 1
    rows = Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop
    return [(order.customer.pk, order.customer.name) for order in rows]


def more_is_read_below_it():  # queries: 1 + 2n -> 1
    rows = Order.objects.order_by("pk").select_related("customer__address")  # expect: related-access-in-loop
    return [order.customer.address.city for order in rows if order.customer is not None]


def handed_on():  # queries: 1 + n -> 1
    rows = Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop
    return [(order.customer, order.customer.pk) for order in rows]


def one_row():  # queries: 2
    return Order.objects.get(number=1).customer.pk


def assigned():  # queries: 2
    customer = Customer.objects.order_by("pk").first()
    found = []
    for order in Order.objects.order_by("pk"):
        order.customer = customer
        found.append(order.customer.pk)
    return found


def compared_with_what_may_be_none():  # queries: 2 + n -> 2
    customer = Customer.objects.first()
    rows = Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop
    return [order.number for order in rows if order.customer == customer]


def compared_with_a_key_of_another_column():
    coded = Coded.objects.get(code="x")
    return [holder.pk for holder in Holder.objects.all().select_related("coded") if holder.coded == coded]  # expect: related-access-in-loop


def compared_with_a_row_of_another_kind():  # queries: 2 + n -> 2
    brand = Brand.objects.get(name="brand1")
    rows = Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop
    return [order.number for order in rows if order.customer == brand]


def compared_and_shown():  # queries: 2 + n -> 2
    customer = Customer.objects.get(name="c1")
    rows = Order.objects.order_by("pk").select_related("customer")  # expect: related-access-in-loop
    return [order.customer.name for order in rows if order.customer == customer]


def of_a_generic_key():  # queries: 1 + n*n -> 2
    return [note.target.pk for note in Note.objects.all().prefetch_related("target")]  # expect: related-access-in-loop


def the_other_side_of_a_one_to_one():  # queries: 1 + n -> 1
    rows = Order.objects.order_by("pk").select_related("payment")  # expect: related-access-in-loop
    return [order.payment.pk for order in rows]


def rows_of_a_caller(products=()):
    """Of rows that a caller gives it is not known what they load."""
    return [product.category.pk for product in products]
