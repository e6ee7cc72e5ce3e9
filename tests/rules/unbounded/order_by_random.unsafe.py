"""Rows in random order, and drawn from all rows."""

import random

from django.db.models.functions import Random

from shop.models import Category, Order, Product


def shuffled_and_cut():  # rows: 1 => 1 + 2n
    return Product.objects.filter(pk__in=random.sample(drawn_from := list(Product.objects.values_list("pk", flat=True)), min(1, len(drawn_from)))).count()  # expect: order-by-random
                #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ order-by-random: The database reads and sorts all rows of `Product`


def one_of_them():  # rows: 1 => 1 + n
    return Product.objects.filter(active=True).filter(pk__in=random.sample(drawn_from := list(Product.objects.filter(active=True).values_list("pk", flat=True)), min(1, len(drawn_from)))).first() is None  # expect: order-by-random


def with_a_function():  # rows: 1 => 1 + 2n
    return Product.objects.filter(pk__in=random.sample(drawn_from := list(Product.objects.values_list("pk", flat=True)), min(1, len(drawn_from)))).first() is None  # expect: order-by-random


def drawn_in_python():  # rows: 2n => 1 + 2n
    return Product.objects.get(pk=random.choice(list(Product.objects.values_list("pk", flat=True)))) is None  # expect: order-by-random
       #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ order-by-random: This fetches all rows of `Product` to draw


def some_of_a_list():  # rows: n => 1 + n
    return Order.objects.filter(pk__in=random.sample(list(Order.objects.values_list("pk", flat=True)), 2)).count()  # expect: order-by-random


def different_members():  # queries: 2 => 3
    """As many as there are where they are fewer, and never one twice; all of them active."""
    few = list(Product.objects.filter(active=True).filter(pk__in=random.sample(drawn_from := list(Product.objects.filter(active=True).values_list("pk", flat=True)), min(3, len(drawn_from)))))  # expect: order-by-random
    all_of_them = Product.objects.filter(active=True).values_list("pk", flat=True)
    return len(few) == min(3, len(all_of_them)) == len({p.pk for p in few} & set(all_of_them))


def everything_in_disorder():
    return [product.name for product in Product.objects.order_by("?")]  # expect: order-by-random


def where_no_name_can_be_bound():
    return [product.name for product in Product.objects.order_by("?")[:3]]  # expect: order-by-random


# few rows, or no rows at all


def of_one_category():  # queries: 2
    category = Category.objects.get(name="category0")
    return Product.objects.filter(category=category).order_by("?").first() is None


def below_one():  # queries: 2
    category = Category.objects.get(name="category0")
    return category.product_set.order_by("?").first() is None


def of_an_unknown_condition(**conditions):
    return Product.objects.filter(**conditions).order_by("?").first()


def mixed_up_in_python():  # queries: 1
    """All rows are used, in any order."""
    products = list(Product.objects.all())
    random.shuffle(products)
    return len(products)


def of_some_keys():  # queries: 1
    return len(Product.objects.filter(pk__in=[1, 2]).order_by("?").values_list("pk")[:1])


def keys_only():  # queries: 2
    keys = list(Product.objects.values_list("pk", flat=True))
    return len(Product.objects.filter(pk__in=random.sample(keys, 2)).values_list("pk")[:2])


def of_a_list_that_stays():  # queries: 1
    products = list(Product.objects.all())
    return random.choice(products) in products


def of_a_range():
    return random.choice(range(10)), random.choice(["a", "b"])


def in_order():  # queries: 1
    return Product.objects.order_by("name").first() is None
