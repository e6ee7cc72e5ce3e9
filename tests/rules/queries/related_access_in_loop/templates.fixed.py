"""Rows that a template visits, with what the view hands to it."""

from django.shortcuts import render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse

from shop.models import Category, Customer, Order, OrderItem, Product
from shop.pages import page


def orders(request):
    rows = Order.objects.order_by("pk").select_related("customer__address")  # expect: related-access-in-loop
    return render(request, "orders.html", {"orders": rows})


# template: orders.html
"""
{% for order in orders %}
  {{ order.number }}
  {{ order.customer.name }} {# elsewhere: related-access-in-loop #}
  {% with city=order.customer.address.city %}{{ city }}{% endwith %} {# elsewhere: related-access-in-loop #}
{% empty %}
  Nothing
{% endfor %}
"""


def dotted_paths():  # queries: 1 + 2n -> 1
    return page(orders)
