"""Rows that a loop creates, and loops that have a reason to."""

import secrets

from django.core.mail import send_mail
from django.core.management.base import BaseCommand
from django.db import models, transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from rest_framework import serializers

from shop.models import Brand, Carrier, Category, DigitalProduct, Order, OrderItem, Product, Supply, Tag


def names():
    return [tag.name for tag in Tag.objects.order_by("pk")]


def with_create():  # queries: 2 + n -> 3
    Tag.objects.bulk_create([Tag(name=f"{name}!") for name in names()], batch_size=500)  # expect: create-in-loop
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ create-in-loop: One INSERT of `Tag` for each of the
    return names()


def with_save():  # queries: 2 + n -> 3
    Tag.objects.bulk_create([Tag(name=name.upper()) for name in names()], batch_size=500)  # expect: create-in-loop
    return names()


def without_a_variable():  # queries: 2 + n -> 3
    Tag.objects.bulk_create([Tag(name=name) for name in names()], batch_size=500)  # expect: create-in-loop
    return names()


def for_each_row():  # queries: 2 + n -> 3
    Carrier.objects.bulk_create(
        [Carrier(name=str(order.number)) for order in Order.objects.order_by("pk")],
        batch_size=500,
    )  # expect: create-in-loop
    return [carrier.name for carrier in Carrier.objects.order_by("pk")]


def with_many_words():  # queries: 3 + n -> 4
    first = Order.objects.select_related("customer").get(number=0)
    OrderItem.objects.bulk_create(
        [OrderItem(order=first, product=product, quantity=7) for product in Product.objects.filter(active=True).exclude(name="something that no product is called")],
        batch_size=500,
    )  # expect: create-in-loop
    return OrderItem.objects.filter(quantity=7).count()


def with_keywords():  # queries: 2 + n -> 3
    Tag.objects.bulk_create(
        [Tag(**values) for values in [{"name": name} for name in names()]],
        batch_size=500,
    )  # expect: create-in-loop
    return names()


def with_values_of_the_moment():  # queries: 2 + n => 3
    Tag.objects.bulk_create([Tag(name=name + secrets.token_hex(2)) for name in names()], batch_size=500)  # expect: create-in-loop
    return len(names())
    # => 10


def in_a_related_manager():  # queries: 2 + n
    """No fix: the foreign key would have to be written out."""
    product = Product.objects.get(name="p0")
    for supplier_id in Supply.objects.filter(product=product).values_list("supplier_id", flat=True):
        product.supplies.create(supplier_id=supplier_id)  # expect: create-in-loop


def with_values_that_look_at_the_table():  # queries: 1 + 2n
    """No fix: each row is counted for the next one."""
    for name in names():
        Tag.objects.create(name=f"{name}{counted()}")  # expect: create-in-loop


def counted():
    return Tag.objects.count()


def with_a_try_for_something_else(found):
    for name in found:
        try:
            name = f"{int(name):05}"
        except ValueError:
            continue
        Tag.objects.create(name=name)  # expect: create-in-loop


def with_more_to_do(found):
    """No fix: the list is filled as well."""
    done = []
    for name in found:
        Tag.objects.create(name=name)  # expect: create-in-loop
        done.append(name)
    return done


# a reason to create them one by one


def in_two_tables():  # queries: 2 + 2n
    """`bulk_create()` refuses multi-table inheritance."""
    category_id = Category.objects.values_list("pk", flat=True)[0]
    for order in Order.objects.all():
        DigitalProduct.objects.create(name=str(order.number), category_id=category_id, url="/")


class Parcel(models.Model):
    name = models.CharField(max_length=50)

    class Meta:
        managed = False

    def save(self, *args, **kwargs):
        self.name = self.name.strip()
        super().save(*args, **kwargs)


def with_a_save_of_its_own(found):
    for name in found:
        Parcel.objects.create(name=name)


class Cleaned(models.Model):
    name = models.CharField(max_length=50)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.name = self.name.strip()
        super().save(*args, **kwargs)


class Box(Cleaned):
    class Meta:
        managed = False


def with_a_save_of_its_base(found):
    for name in found:
        Box.objects.create(name=name)


def with_related_rows_of_each(found, products):
    for name in found:
        tag = Tag.objects.create(name=name)
        tag.products.set(products)


def by_a_serializer(found):
    """What `create()` of a serializer does is its own affair."""
    for data in found:
        serializer = TagSerializer(data=data)
        serializer.is_valid(raise_exception=True)
        serializer.save()


class TagSerializer(serializers.ModelSerializer):
    class Meta:
        model = Tag
        fields = ["name"]


class Stamp(models.Model):
    name = models.CharField(max_length=50)

    class Meta:
        managed = False


@receiver(post_save, sender=Stamp)
def stamped(sender, instance, **kwargs):
    """Gets each stamp that is saved."""


def with_a_receiver(found):
    for name in found:
        Stamp.objects.create(name=name)


def with_a_try_for_each(found):
    for name in found:
        try:
            Tag.objects.create(name=name)
        except ValueError:
            continue


def with_a_transaction_for_each(found):
    for name in found:
        with transaction.atomic():
            Tag.objects.create(name=name)


def a_few():  # queries: 3
    for name in ("a", "b", "c"):
        Tag.objects.create(name=name)


def up_to_ten():  # queries: 5
    for i in range(5):
        Tag.objects.create(name=str(i))


def needed_at_once():  # queries: 1 + 2n
    """The category's key goes into the brand."""
    for order in Order.objects.all():
        category = Category.objects.create(name=f"for {order.number}")
        Brand.objects.create(name="x", category=category)  # expect: create-in-loop


def saved_and_used(found, product):
    for name in found:
        tag = Tag(name=name)
        tag.save()
        product.tags.add(tag)


def with_a_letter_for_each(found):
    for name in found:
        Tag.objects.create(name=name)
        send_mail("New tag", name, None, ["a@example.com"])


def only_the_first(found):
    for name in found:
        Tag.objects.create(name=name)
        break


def once():  # queries: 1
    Tag.objects.create(name="a")


def all_at_once():  # queries: 2
    Tag.objects.bulk_create([Tag(name=name) for name in names()])


class Keeper(models.Manager):
    def create(self, **values):
        """What this does is not Django's."""


class Kept(models.Model):
    name = models.CharField(max_length=50)

    objects = Keeper()

    class Meta:
        managed = False


def with_a_manager_of_its_own(found):
    for name in found:
        Kept.objects.create(name=name)


def something_else(found, client):
    for name in found:
        client.create(name=name)


class Command(BaseCommand):
    """Nobody waits for it."""

    def handle(self, *args, **options):
        Tag.objects.bulk_create([Tag(name=name) for name in options["names"]], batch_size=500)  # expect: create-in-loop  # severity: info
