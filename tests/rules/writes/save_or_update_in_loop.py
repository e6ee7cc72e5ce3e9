"""Rows that a loop changes and saves, and loops that have a reason to."""

import requests
from django.core.management.base import BaseCommand
from django.db import models
from django.db.models.signals import pre_save
from django.utils import timezone

from shop.models import Category, Customer, Order, OrderItem, Product, Tag


def prices():
    return list(Product.objects.order_by("name").values_list("name", "price", "active"))


def one_more():  # queries: 2 + n -> 2
    for product in Product.objects.filter(active=True):
        product.price += 1
        product.save()  # expect: save-or-update-in-loop
    #   ^^^^^^^^^^^^^^ save-or-update-in-loop: One UPDATE of `Product` for each of the rows of Product: the new values need no Python
    return prices()


def the_same_for_all(name="sold"):  # queries: 2 + 2n -> 2
    for product in Product.objects.all():
        product.name = name
        product.active = False
        product.save()  # expect: save-or-update-in-loop
    return prices()


def some_columns():  # queries: 2 + 2n -> 2
    for product in Product.objects.all():
        product.price = product.price * 2
        product.save(update_fields=["price"])  # expect: save-or-update-in-loop
    return prices()


def a_foreign_key():  # queries: 3 + n -> 3
    customer = Customer.objects.get(name="c0")
    orders = Order.objects.filter(open=True)
    for order in orders:
        order.customer = customer
        order.save()  # expect: save-or-update-in-loop
    return list(Order.objects.order_by("number").values_list("customer__name"))


def below_another():  # queries: 3 + n -> 3
    order = Order.objects.get(number=0)
    for item in order.items.all():
        item.quantity -= 1
        item.save()  # expect: save-or-update-in-loop
    return list(order.items.values_list("quantity"))


def what_python_computes():  # queries: 2 + n => 3
    for tag in Tag.objects.order_by("pk"):
        tag.name = tag.name.title()
        tag.save()  # expect: save-or-update-in-loop
    return [tag.name for tag in Tag.objects.order_by("pk")]
    # => ['Tag0', 'Tag1', 'Tag2', 'Tag3', 'Tag4']


def under_a_condition():  # queries: 2 + n => 3
    for category in Category.objects.order_by("pk"):
        # only the lower ones
        if category.parent_id is not None:
            category.name = f"{category.name}-"
            category.save(update_fields=["name"])  # expect: save-or-update-in-loop
    return Category.objects.filter(name__endswith="-").count()
    # => 5


def one_column_after_another():  # queries: 2 + n => 3
    """`update()` reads the old price for both: no `update()` for this."""
    for product in Product.objects.filter(active=True):
        product.price += 1
        product.name = str(product.price)
        product.save()  # expect: save-or-update-in-loop
    return prices()[0]
    # => ('2', 2, True)


def used_afterwards():  # queries: 1 + n => 2
    """The rows have to be changed too: `bulk_update()` does."""
    tags = Tag.objects.order_by("pk")
    for tag in tags:
        tag.name = "x"
        tag.save()  # expect: save-or-update-in-loop
    return [tag.name for tag in tags]
    # => ['x', 'x', 'x', 'x', 'x']


def with_update_for_each():  # queries: 1 + n
    for product in Product.objects.filter(active=True):
        Product.objects.filter(pk=product.pk).update(price=product.price + 1)  # expect: save-or-update-in-loop


def fetched_by_key():  # queries: 1 + 2n
    for name in [tag.name for tag in Tag.objects.all()]:
        tag = Tag.objects.get(name=name)
        tag.name = "x"
        tag.save()  # expect: save-or-update-in-loop


class Page(models.Model):
    visits = models.IntegerField(default=0)
    title = models.CharField(max_length=50)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False


def with_the_time_of_the_change():
    for page in Page.objects.all():
        page.visits = 0
        page.save()  # expect: save-or-update-in-loop
    return timezone.now()


def without_the_time_of_the_change():
    for page in Page.objects.all():
        page.visits = 0
        page.save(update_fields=["visits"])  # expect: save-or-update-in-loop


# a reason to save them one by one


class Visit(models.Model):
    count = models.IntegerField(default=0)

    class Meta:
        managed = False


def count_visit(sender, instance, **kwargs):
    """Gets each visit before it is saved."""


pre_save.connect(count_visit, sender=Visit)


def with_a_receiver():
    for visit in Visit.objects.all():
        visit.count += 1
        visit.save()


def with_a_try_for_each():
    for tag in Tag.objects.all():
        try:
            tag.name = tag.name.strip()
            tag.save()
        except ValueError:
            continue


def copied():
    """Without its key a row is saved as another one: an INSERT."""
    for tag in Tag.objects.all():
        tag.pk = None
        tag.name = f"{tag.name}, once more"
        tag.save()


def copied_by_state():
    for tag in Tag.objects.all():
        tag.name = f"{tag.name}, once more"
        tag._state.adding = True
        tag.id = None
        tag.save()


def copied_by_force(other):
    for tag in Tag.objects.all():
        tag.name = other
        tag.save(force_insert=True)


def copied_after_fetching(names):
    for name in names:
        tag = Tag.objects.get(name=name)
        tag.pk = None
        tag.save()


def with_a_call_for_each():
    for product in Product.objects.all():
        answer = requests.get("https://example.com/price", timeout=5)
        product.price = answer.json()["price"]
        product.save()


def locked_one_by_one():
    for product in Product.objects.select_for_update():
        product.price += 1
        product.save()


def one_row():  # queries: 2
    product = Product.objects.first()
    product.price += 1
    product.save()


def only_the_first():  # queries: 2
    for product in Product.objects.all():
        product.price += 1
        product.save()
        break


def in_batches():  # queries: 2
    keys = list(Product.objects.values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        Product.objects.filter(pk__in=keys[start : start + 500]).update(price=1)


def all_at_once():  # queries: 1
    Product.objects.update(price=models.F("price") + 1)


def together():  # queries: 2
    items = list(OrderItem.objects.all())
    for item in items:
        item.quantity += 1
    OrderItem.objects.bulk_update(items, ["quantity"])


def forms(found):
    for form in found:
        form.save()


class Command(BaseCommand):
    """Nobody waits for it."""

    def handle(self, *args, **options):
        for tag in Tag.objects.iterator():
            tag.name = tag.name.upper()
            tag.save()  # expect: save-or-update-in-loop  # severity: info
