"""Jinja templates: calls with arguments, filters, macros, scopes and layouts, as jinja2 itself reads them."""

# needs: jinja2

from django.shortcuts import get_object_or_404, render
from django.template.loader import get_template, render_to_string

from shop.models import Brand, Category, Customer, Order, OrderItem, Product
from shop.pages import page


def loops(request):
    rows = Order.objects.order_by("pk").select_related("customer", "placed_by")  # expect: related-access-in-loop
    return render(request, "loops.jinja", {"orders": rows})


# template: loops.jinja
"""
{%- for order in orders if order.open -%}
  {{ loop.index }}: {{ order["customer"].name }} {# elsewhere: related-access-in-loop #}
  {{ order.customer_id }} {{ "open" if order.placed_by.username == "user0" else "-" }} {# elsewhere: related-access-in-loop #}
{%- else -%}
  Nothing
{%- endfor -%}
"""


def attributes_and_conditions():  # queries: 1 + 2n -> 1
    return page(loops)


def calls(request):
    rows = Product.objects.active().order_by("pk").select_related("brand", "category").prefetch_related("tags")  # expect: related-access-in-loop
    return render(request, "calls.jinja", {"products": rows}, using="jinja2")


# template: calls.jinja
"""
{% for product in products.filter(price__gt=0) %}
  {{ product.category_name() }} {# elsewhere: related-access-in-loop #}
  {{ product.tags.all()|map(attribute="name")|sort|join(", ") }} {# elsewhere: related-access-in-loop #}
  {{ product.brand.name|default("none")|upper }} {# elsewhere: related-access-in-loop #}
{% endfor %}
"""


def calls_with_arguments():  # queries: 1 + 3n -> 2
    return page(calls)


def piped(request):
    rows = Order.objects.order_by("pk").select_related("customer__address", "parcel", "payment", "placed_by")  # expect: related-access-in-loop
    return render_to_string("filters.jinja", {"orders": rows}, request)


# template: filters.jinja
"""
{{ orders|map(attribute="customer.name")|join(", ") }} {# elsewhere: related-access-in-loop #}
{{ orders|selectattr("placed_by.is_active")|list|length }} {# elsewhere: related-access-in-loop #}
{% for name, group in orders|groupby("customer.address.city") %} {# elsewhere: related-access-in-loop #}
  {{ name }}: {% for order in group %}{{ order.payment.amount }}{% endfor %} {# elsewhere: related-access-in-loop #}
{% endfor %}
{% for group in orders|groupby(attribute="open") %}
  {{ group.grouper }}: {{ group.list|sum(attribute="parcel.pk") }} {# elsewhere: related-access-in-loop #}
{% endfor %}
"""


def filters():  # queries: 1 + 5n -> 1
    return piped(None)


def with_macros(request):
    rows = OrderItem.objects.order_by("pk").select_related("order", "product")  # expect: related-access-in-loop
    return render(request, "with_macros.jinja", {"items": rows})


# template: macros.jinja
"""
{% macro name(item) %}{{ item.product.name }}{% endmacro %}
{% macro table(items) %}
  {% for item in items %}{{ caller(item) }}{% endfor %} {# elsewhere: related-access-in-loop #}
{% endmacro %}
"""


# template: with_macros.jinja
"""
{% import "macros.jinja" as shown %}
{% from "macros.jinja" import table as listed %}
{% for item in items %}
  {{ shown.name(item) }} {# elsewhere: related-access-in-loop #}
{% endfor %}
{% call(item) listed(items) %}
  {{ item.order.number }}
{% endcall %}
"""


def macros():  # queries: 1 + 2n*n -> 1
    return page(with_macros)


def in_a_layout(request):
    rows = Customer.objects.order_by("pk").select_related("address", "user")  # expect: related-access-in-loop
    return render(request, "customers.jinja", {"customers": rows})


# template: layout.jinja
"""
<title>{% block title %}{% endblock %}</title>
{% for customer in customers %}
  {% block row scoped %}{{ customer.address.city }}{% endblock %}
{% endfor %}
"""


# template: customers.jinja
"""
{% extends "layout.jinja" %}
{% set city = customers[0].name %}
{% block title %}{{ city }}{% endblock %}
{% block row %}
  {{ super() }} {# elsewhere: related-access-in-loop #}
  {% include ["missing.jinja", "row.jinja"] %}
{% endblock %}
{{ customers[0].wishlist }}
"""


# template: row.jinja
"""{{ customer.user.username }} {# elsewhere: related-access-in-loop #}"""


def layouts_and_includes():  # queries: 2 + 2n -> 2
    return page(in_a_layout)


def scoped(request):
    rows = Brand.objects.order_by("pk").select_related("category")  # expect: related-access-in-loop
    return render(request, "scopes.jinja", {"brands": rows})


# template: scopes.jinja
"""
{% set brand = "none" %}
{% set found = namespace(last=none) %}
{% for brand in brands %}
  {% set category = brand.category %} {# elsewhere: related-access-in-loop #}
  {% with brand = category %}{{ brand.name }}{% endwith %}
  {% set found.last = category %}
{% endfor %}
{{ brand }} {{ category is defined }} {{ found.last.name }}
"""


def scopes():  # queries: 1 + n -> 1
    return page(scoped)


def loaded(request):
    rows = Order.objects.select_related("customer__address").prefetch_related("items__product")
    return render(request, "loaded.jinja", {"orders": rows})


# template: loaded.jinja
"""
{% for order in orders %}
  {{ order.customer.address.city }} {{ order.items.all()|sum(attribute="product.price") }}
{% endfor %}
{{ orders|map(attribute="customer.name")|join }}
"""


def already_loaded():  # queries: 3
    return page(loaded)


def one(request):
    order = get_object_or_404(Order, number=0)
    return render(request, "one.jinja", {"order": order, "orders": Order.objects.order_by("pk")})


# template: one.jinja
"""
{{ order.customer.name }} {{ (orders|first).customer.name }}
{% for row in orders[:1] %}{{ row.customer.name }}{% endfor %}
{% for row in orders %}{{ row.customer_id }} {% if row.total %}{% endif %} {{ row.placed_by_id is none }}{% endfor %}
"""


def one_row_and_no_calls():  # queries: 4
    """Jinja does not call `row.total` by itself; it shows the method."""
    return len(page(one))


def by_name(request):
    products = Product.objects.order_by("pk").select_related("brand__category")  # expect: related-access-in-loop
    return get_template("lines.jinja").render({"products": products})


# template: lines.jinja
"""
{%- macro line(product, shown=true) -%}
  {%- if shown and product.active %}{{ product }} {{ product.brand }}{% endif -%}
{%- endmacro -%}
{%- for product in products -%}
  {{ line(product) }} {# elsewhere: related-access-in-loop #}
{%- endfor -%}
"""


def strings():  # queries: 1 + 2n -> 1
    return by_name(None)


def asked_again(request):
    return render(request, "asked.jinja", {"customers": Customer.objects.order_by("pk").prefetch_related("orders")})  # expect: related-access-in-loop  # elsewhere: per-row-count-or-exists


# template: asked.jinja
"""
{% for customer in customers %}
  {{ customer.orders.filter(open=true).count() }} {# expect: per-row-count-or-exists #}
  {% set orders = customer.orders.all() %}
  {% if orders %}{{ orders|length }} {{ (orders|first).number }}{% endif %} {# elsewhere: related-access-in-loop #}
{% endfor %}
"""


def queries_in_a_template():  # queries: 1 + 2n -> 2 + n
    return page(asked_again)
