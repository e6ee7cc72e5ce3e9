import csv

from django.http import HttpResponse
from django.shortcuts import render

from shop.models import Customer, Order


def dashboard(request):
    """All orders, and how many each customer has."""
    customers = []
    for customer in Customer.objects.order_by("name"):
        customers.append((customer, customer.orders.count()))
    open_orders = Order.objects.prefetch_related("items").order_by("pk")
    waiting = [order for order in open_orders if order.items.filter(quantity__gt=10)]
    return render(request, "shop/dashboard.html", {"customers": customers, "waiting": waiting})


def report(request):
    response = HttpResponse(content_type="text/csv")
    writer = csv.writer(response)
    for order in sorted(Order.objects.all(), key=lambda order: order.customer.name):
        writer.writerow([order.pk, order.customer.name, order.total])
    return response
