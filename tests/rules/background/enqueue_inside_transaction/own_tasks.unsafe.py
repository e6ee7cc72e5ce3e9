"""Tasks whose own class says how they are handed over."""

# needs: celery
from celery import Celery, Task, shared_task
from django.db import transaction

from shop.models import Order
from functools import partial


class AfterCommit(Task):
    def apply_async(self, *args, **options):
        transaction.on_commit(lambda: super(AfterCommit, self).apply_async(*args, **options))


class Retried(Task):
    autoretry_for = (OSError,)


app = Celery("shop")


@app.task(base=AfterCommit)
def confirm(pk):
    return pk


@shared_task(base=AfterCommit)
def announce(pk):
    return pk


@shared_task(base=Retried)
def remind(pk):
    return pk


@transaction.atomic
def place(customer):
    order = Order.objects.create(customer=customer)
    confirm.delay(order.pk)
    announce.delay(order.pk)
    transaction.on_commit(partial(remind.delay, order.pk))  # expect: enqueue-inside-transaction
