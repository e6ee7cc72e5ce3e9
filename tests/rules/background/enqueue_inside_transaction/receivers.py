"""What hears of saved rows, and enqueues."""

# needs: celery
from functools import partial

from celery import shared_task
from django.contrib import admin
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from shop.models import Brand, Category, Order, Review, Tag


@shared_task
def confirm(pk):
    return pk


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """The form pages of the admin are transactions."""


@receiver(post_save, sender=Tag)
def tag_saved(instance, **kwargs):
    confirm.delay(instance.pk)  # expect: enqueue-inside-transaction
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^ enqueue-inside-transaction: with `instance.pk` inside the admin's page, before


@receiver(post_save, sender=Order)
def order_saved(sender, instance, created, **kwargs):
    """One of the places that save an order is a transaction."""
    if created:
        confirm.delay(instance.pk)  # expect: enqueue-inside-transaction
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^ enqueue-inside-transaction: inside `transaction.atomic()` of `place()`, before


def place(customer):
    with transaction.atomic():
        order = Order(customer=customer)
        order.save()


def reopen(order):
    order.save()


@receiver(post_save, sender=Brand)
def brand_saved(instance, **kwargs):
    """`get_or_create()` is a transaction of its own."""
    confirm.delay(instance.pk)  # expect: enqueue-inside-transaction


def brand_of(name):
    return Brand.objects.get_or_create(name=name)


# after the commit, or in no transaction


@receiver(post_save, sender=Review)
def review_saved(instance, **kwargs):
    confirm.delay(instance.pk)


def write_review(product):
    review = Review(product=product)
    review.save()


@receiver(post_save, sender=Category)
def category_saved(instance, **kwargs):
    transaction.on_commit(partial(confirm.delay, instance.pk))


@transaction.atomic
def add_category(name):
    Category.objects.create(name=name)


@receiver(post_save, sender=Tag)
def another_row(instance, **kwargs):
    confirm.delay(1)


@receiver(post_save)
def anything_saved(sender, instance, **kwargs):
    """Which rows it looks at is its own business."""
    if issubclass(sender, Review):
        confirm.delay(instance.pk)
