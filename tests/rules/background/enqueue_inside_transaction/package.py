"""The package for older Djangos waits for the commit by itself, before its version 0.10."""

from django.db import transaction
from django_tasks import task

from shop.models import Order

# needs: django_tasks
# file: project/settings.py
"""
WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["shop", "django_tasks"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.rq.RQBackend"}}
"""
# file: requirements.txt
"""
django-tasks==0.9.0
"""


@task()
def confirm(pk):
    return Order.objects.get(pk=pk)


@transaction.atomic
def place(customer):
    order = Order.objects.create(customer=customer)
    confirm.enqueue(order.pk)
