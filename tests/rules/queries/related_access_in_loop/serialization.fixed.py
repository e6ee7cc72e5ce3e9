"""Rows as data: many-to-many fields and natural keys cost queries, foreign keys do not."""

from django.core import serializers
from django.core.serializers import serialize
from django.forms.models import model_to_dict

from shop.models import ActiveProduct, DigitalProduct, Order, Product, Wishlist


def many_to_many():  # queries: 1 + n -> 2
    """`tags` is asked for each product; `suppliers` has a model of its own in between and is left out."""
    return serializers.serialize("json", Product.objects.filter(active=True).order_by("pk").prefetch_related("tags"))  # expect: related-access-in-loop


def of_a_proxy():  # queries: 1 + n -> 2
    return serialize("python", ActiveProduct.objects.order_by("pk").prefetch_related("tags"))  # expect: related-access-in-loop


def of_a_list():  # queries: 1 + n -> 2
    lists = list(Wishlist.objects.order_by("pk").prefetch_related("products"))  # expect: related-access-in-loop
    return serialize("xml", lists)


def foreign_keys():  # queries: 1
    return serialize("json", Order.objects.order_by("pk"))


def fields_of_a_parent():  # queries: 1
    return serialize("json", DigitalProduct.objects.order_by("pk"))


def chosen_fields():  # queries: 1
    return serialize("json", Product.objects.order_by("pk"), fields=["name", "category"])


def chosen_many_to_many():  # queries: 1 + 2n -> 2
    rows = Product.objects.order_by("pk").prefetch_related("tags")  # expect: related-access-in-loop
    return serialize("json", rows, fields=("name", "tags"))


def already_prefetched():  # queries: 2
    return serialize("json", Product.objects.prefetch_related("tags").order_by("pk"))


def one_row():  # queries: 2
    return serialize("json", [Product.objects.get(name="p0")])


def natural_keys():  # queries: 1 + 2n -> 1
    rows = Order.objects.order_by("pk").select_related("customer__address")  # expect: related-access-in-loop
    return serialize("json", rows, use_natural_foreign_keys=True, fields=["customer"])


def natural_keys_of_many():  # queries: 1 + n -> 2
    rows = Product.objects.active().order_by("pk").prefetch_related("tags")  # expect: related-access-in-loop
    return serialize("json", rows, use_natural_foreign_keys=True)


def dictionaries():  # queries: 1 + 2n -> 3
    rows = Product.objects.active().order_by("pk").prefetch_related("suppliers", "tags")  # expect: related-access-in-loop
    return [model_to_dict(product) for product in rows]


def inherited_fields():  # queries: 1 + 2n -> 3
    rows = DigitalProduct.objects.order_by("pk").prefetch_related("suppliers", "tags")  # expect: related-access-in-loop
    return [model_to_dict(product) for product in rows]


def dictionaries_of_columns():  # queries: 1
    return [model_to_dict(product, fields=["name", "brand"]) for product in Product.objects.order_by("pk")]


def dictionaries_without():  # queries: 1
    return [model_to_dict(p, exclude=("tags", "suppliers")) for p in Product.objects.order_by("pk")]


def prefetched_dictionaries():  # queries: 3
    return [model_to_dict(p) for p in Product.objects.prefetch_related("tags", "suppliers").order_by("pk")]


def one_dictionary():  # queries: 3
    return model_to_dict(Product.objects.get(name="p0"))


def names_from_elsewhere(names=("name",)):  # queries: 1
    return serialize("json", Product.objects.order_by("pk"), fields=names)
