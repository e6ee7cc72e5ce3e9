"""What is asked for few rows, or while nobody waits, is a remark."""
# needs: celery
from celery import shared_task
from django.shortcuts import render

from shop.models import Customer, Order, Product


def the_orders_of_one(pk):
    customer = Customer.objects.get(pk=pk)
    return [order.items.count() for order in customer.orders.all()]  # expect: per-row-count-or-exists # severity: info


def chosen_by_one(pk):
    customer = Customer.objects.get(pk=pk)
    orders = Order.objects.filter(customer=customer)
    return [len(order.items.filter(quantity=1)) for order in orders]  # expect: query-in-loop # severity: info


def my_orders(request):
    return render(request, "mine.html", {"orders": Order.objects.filter(customer__user=request.user)})  # elsewhere: per-row-count-or-exists


# template: mine.html
"""
{% for order in orders %}{{ order.items.count }}{% endfor %} {# expect: per-row-count-or-exists #}
"""


def of_each_row():  # queries: 1 + n + n -> 2 + n
    found = 0
    for customer in Customer.objects.order_by("pk"):  # expect: related-access-in-loop
        for order in customer.orders.all():
            found += len(order.items.filter(quantity=1))  # expect: query-in-loop
    return found


@shared_task
def nightly():
    """Nobody waits for it."""
    return [customer.orders.count() for customer in Customer.objects.all()]  # expect: per-row-count-or-exists # severity: info


@shared_task
def look_up(keys):
    return [Product.objects.get(pk=key).name for key in keys]  # expect: query-in-loop # severity: info
