"""The package for older Djangos waits for the commit by itself, but no longer."""

from django.db import transaction
from django_tasks import task

from shop.models import Order
from functools import partial

# needs: django_tasks
# file: project/settings.py
"""
WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["shop", "django_tasks"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.rq.RQBackend"}}
"""
# file: requirements.txt
"""
django-tasks==0.10.0
"""


@task()
def confirm(pk):
    return Order.objects.get(pk=pk)


@transaction.atomic
def place(customer):
    order = Order.objects.create(customer=customer)
    transaction.on_commit(partial(confirm.enqueue, order.pk))  # expect: enqueue-inside-transaction
