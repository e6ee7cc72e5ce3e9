"""Each view is a transaction."""

# needs: celery
# file: project/settings.py
"""
WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "ATOMIC_REQUESTS": True}}
INSTALLED_APPS = ["shop"]
"""

from celery import shared_task
from django.db import transaction
from django.http import HttpResponse
from django.urls import path
from django.utils.deprecation import MiddlewareMixin
from django.views import View

from shop.models import Customer, Order


@shared_task
def confirm(pk):
    return Order.objects.get(pk=pk)


def place(request):
    order = Order.objects.create(customer_id=1)
    confirm.delay(order.pk)  # expect: enqueue-inside-transaction
#   ^^^^^^^^^^^^^^^^^^^^^^^ enqueue-inside-transaction: inside the whole request (`ATOMIC_REQUESTS`), before that
    return HttpResponse("placed")


class Place(View):
    def post(self, request):
        order = Order.objects.create(customer_id=1)
        confirm.delay(order.pk)  # expect: enqueue-inside-transaction
        return HttpResponse("placed")


# after the commit, no view


def later(request):
    order = Order.objects.create(customer_id=1)
    transaction.on_commit(lambda: confirm.delay(order.pk))
    return HttpResponse("placed")


class Counting(MiddlewareMixin):
    """A middleware is around the transaction."""

    def process_request(self, request):
        order = Order.objects.create(customer_id=1)
        confirm.delay(order.pk)


async def at_once(request):
    """Django refuses coroutines with ATOMIC_REQUESTS."""
    order = await Order.objects.acreate(customer_id=1)
    confirm.delay(order.pk)
    return HttpResponse("placed")


def another_row(request):
    customer = Customer.objects.get(pk=1)
    Order.objects.create(customer=customer)
    confirm.delay(customer.pk)
    return HttpResponse("placed")


def nobody_routes_it(customer):
    order = Order.objects.create(customer=customer)
    confirm.delay(order.pk)


urlpatterns = [
    path("place/", place),
    path("class/", Place.as_view()),
    path("later/", later),
    path("at-once/", at_once),
    path("another/", another_row),
]
