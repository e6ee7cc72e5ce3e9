"""Rows that a template asks for twice."""

from django.shortcuts import get_object_or_404, render

from shop.models import Customer, Order
from shop.pages import page


def listed(request):
    orders = Order.objects.order_by("pk")[:50]
    return render(request, "listed.html", {"orders": orders})


def exists_then_rows():  # queries: 2 -> 1
    return page(listed)


# template: listed.html
"""
{% if orders %} {# expect: template-repeated-query #}
  {% for order in orders %}{{ order.number }}{% endfor %}
{% else %}
  None.
{% endif %}
"""


def counted(request):
    orders = Order.objects.order_by("pk")[:50]
    return render(request, "counted.html", {"orders": orders})


def count_then_rows():  # queries: 2 -> 1
    return page(counted)


# template: counted.html
"""
<h1>{{ orders|length|default:"no" }} orders</h1> {# expect: template-repeated-query #}
{% for order in orders %}{{ order.number }}{% endfor %}
"""


def one(request, template="one.html"):
    customer = get_object_or_404(Customer, name="c0")
    return render(request, template, {"customer": customer})


def related_rows():  # queries: 3 -> 2
    return page(one)


# template: one.html
"""
{% with orders=customer.orders.all %}{% if orders %} {# expect: template-repeated-query #}
  {% if customer.name %}{% for order in orders %}{{ order.number }}{% endfor %}{% endif %}
{% endif %}{% endwith %}
"""


def one_that_may_have_none(request):
    return render(request, "some.html", {"customer": Customer.objects.get(name="c1")})


def existence_of_related_rows():  # queries: 3 -> 2
    return page(one_that_may_have_none)


# template: some.html
"""
{% with orders=customer.orders.all %}{% if orders %} {# expect: template-repeated-query #}
  {% for order in orders %}{{ order.number }}{% endfor %}
{% endif %}{% endwith %}
"""


def one_with_a_number(request):
    return render(request, "number.html", {"customer": Customer.objects.get(name="c1")})


def number_of_related_rows():  # queries: 3
    return page(one_with_a_number)


# template: number.html
"""
{{ customer.orders.count }} {# expect: template-repeated-query #}
{% for order in customer.orders.all %}{{ order.number }}{% endfor %}
"""


# what asks once


def fine(request):
    orders = Order.objects.order_by("pk")[:50]
    return render(request, "fine.html", {"orders": orders, "some": Order.objects.filter(number=0)[:50]})


def asked_once():  # queries: 2
    return page(fine)


# template: fine.html
"""
{% if orders %}
  {% for order in orders %}{{ order.number }}{% endfor %}
  {{ orders.count }} {{ orders.exists }} {{ orders|length }}
{% endif %}
{% if some.exists %}yes{% endif %}
"""


def either(request):
    orders = Order.objects.order_by("pk")[:50]
    return render(request, "either.html", {"orders": orders, "short": request.GET.get("short")})


def one_of_them():  # queries: 2 -> 1
    return page(either)


# template: either.html
"""
{% if short %}
  {{ orders.count }}
{% elif orders %} {# expect: template-repeated-query #}
  {% for order in orders %}{{ order.number }}{% endfor %}
{% else %}
  {{ orders.count }}
{% endif %}
"""


def empty(request):
    return render(request, "empty.html", {"orders": Order.objects.filter(number=-1)[:50]})


def none_of_them():  # queries: 1
    return page(empty)


# template: empty.html
"""
{% for order in orders %}{{ order.number }}{% empty %}{{ orders.count }}{% endfor %}
"""


def prefetched(request):
    customers = Customer.objects.prefetch_related("orders").order_by("pk")[:50]
    return render(request, "prefetched.html", {"customers": customers})


def of_prefetched_rows():  # queries: 2
    return page(prefetched)


# template: prefetched.html
"""
{% for customer in customers %}
  {% if customer.orders.exists %}{% for order in customer.orders.all %}{{ order.number }}{% endfor %}{% endif %}
{% endfor %}
"""
