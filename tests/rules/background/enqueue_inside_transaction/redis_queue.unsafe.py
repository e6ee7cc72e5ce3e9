"""Django's own tasks in a queue elsewhere."""

from django.db import transaction
from django.tasks import task

from shop.models import Order
from functools import partial

# needs: django_tasks_rq
# file: project/settings.py
"""
WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["shop", "django_tasks_rq"]
TASKS = {"default": {"BACKEND": "django_tasks_rq.RQBackend"}}
"""


@task
def confirm(pk):
    return Order.objects.get(pk=pk)


@transaction.atomic
def place(customer):
    order = Order.objects.create(customer=customer)
    transaction.on_commit(partial(confirm.enqueue, order.pk))  # expect: enqueue-inside-transaction
