"""A queue in tables of the same database: the task is a row of the transaction."""

from django.db import transaction
from django.tasks import task

from shop.models import Order

# needs: django_tasks_db
# file: project/settings.py
"""
WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["shop", "django_tasks_db"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
"""


@task
def confirm(pk):
    return Order.objects.get(pk=pk)


@transaction.atomic
def place(customer):
    order = Order.objects.create(customer=customer)
    confirm.enqueue(order.pk)
