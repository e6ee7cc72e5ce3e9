# needs: celery
from functools import partial

from celery import shared_task
from django.contrib import admin
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from django.utils.decorators import method_decorator
from django.views.generic import View
from shop.models import Customer, Order, Product, Tag


@shared_task
def confirm(pk, words=""):
    return Order.objects.get(pk=pk)


def in_a_block(customer):
    with transaction.atomic():
        order = Order.objects.create(customer=customer)
        transaction.on_commit(partial(confirm.delay, order.pk))  # expect: enqueue-inside-transaction
    #   ^^^^^^^^^^^^^^^^^^^^^^^ enqueue-inside-transaction: with `order.pk` inside `transaction.atomic()` of `in_a_block()`, before that


@transaction.atomic
def in_a_decorated_function(customer):
    order = Order(customer=customer)
    order.save()
    transaction.on_commit(partial(confirm.apply_async, args=[order.pk], countdown=5))  # expect: enqueue-inside-transaction


@transaction.atomic(durable=True)
def over_several_lines(pk):
    order = Order.objects.get(pk=pk)
    order.number = 1
    order.save()
    transaction.on_commit(partial(confirm.delay,  # expect: enqueue-inside-transaction
        order.pk,
        words="changed",  # for the log
    ))


def helper(customer):
    """Its caller's transaction is its own."""
    order = Order.objects.create(customer=customer)
    transaction.on_commit(partial(confirm.delay, order.pk))  # expect: enqueue-inside-transaction


def through_a_function(customer):
    with transaction.atomic():
        helper(customer)


class Place(View):
    @method_decorator(transaction.atomic)
    def post(self, request):
        order, _ = Order.objects.get_or_create(customer_id=1)
        transaction.on_commit(partial(confirm.delay, order.pk))  # expect: enqueue-inside-transaction


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """The form pages of the admin are transactions."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        transaction.on_commit(partial(confirm.delay, obj.pk))  # expect: enqueue-inside-transaction


@receiver(post_delete, sender=Order)
def deleted(instance, **kwargs):
    """Sent inside the transaction that deletes."""
    transaction.on_commit(partial(confirm.delay, instance.pk))  # expect: enqueue-inside-transaction


@receiver(m2m_changed, sender=Product.tags.through)
def tagged(sender, instance, **kwargs):
    transaction.on_commit(partial(confirm.delay, instance.pk))  # expect: enqueue-inside-transaction


@receiver(post_save, sender=Order)
def saved(instance, **kwargs):
    """Sent when save() is through with its own transaction; here some callers have another one open."""
    transaction.on_commit(partial(confirm.delay, instance.pk))  # expect: enqueue-inside-transaction


@transaction.atomic
def the_result_is_kept(customer):
    """The identifier of the task is there only when it is enqueued now."""
    order = Order.objects.create(customer=customer)
    return confirm.delay(order.pk)  # expect: enqueue-inside-transaction


def after_the_block(customer):
    with transaction.atomic():
        order = Order.objects.create(customer=customer)
    confirm.delay(order.pk)


@transaction.atomic
def on_commit(customer):
    order = Order.objects.create(customer=customer)
    transaction.on_commit(lambda: confirm.delay(order.pk))
    transaction.on_commit(partial(confirm.delay, order.pk))
    confirm.delay_on_commit(order.pk)


def no_transaction(customer):
    order = Order.objects.create(customer=customer)
    confirm.delay(order.pk)


@transaction.atomic
def another_row(customer):
    """It was there before."""
    Order.objects.create(customer=customer)
    confirm.delay(customer.pk)


@transaction.atomic
def only_read(pk):
    order = Order.objects.select_for_update().get(pk=pk)
    confirm.delay(order.pk)


def saved_before(customer):
    order = Order.objects.create(customer=customer)
    with transaction.atomic():
        Customer.objects.update(name="")
        confirm.delay(order.pk)


@transaction.atomic(using="archive")
def another_database(customer):
    """What is written to the default database commits at once."""
    order = Order.objects.create(customer=customer)
    confirm.delay(order.pk)


@transaction.atomic
def called_at_once(customer):
    """No queue: the function runs here."""
    order = Order.objects.create(customer=customer)
    return confirm(order.pk)


@transaction.atomic
def no_task(customer, confirm):
    order = Order.objects.create(customer=customer)
    confirm.delay(order.pk)
