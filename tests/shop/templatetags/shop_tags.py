"""Tags and filters of the shop."""

from django import template

from shop.models import Product

register = template.Library()


@register.filter
def brand_of(product):
    return product.brand.name


@register.filter(name="city")
def city_of_customer(customer, default=""):
    return customer.address.city or default


@register.simple_tag
def label_of(product):
    return product.label()


@register.simple_tag(takes_context=True)
def greeting(context, order):
    return f"{context['hello']} {order.customer.name}"


@register.inclusion_tag("order_row.html")
def order_row(order):
    return {"row": order}


@register.inclusion_tag("order_row.html", takes_context=True)
def first_order(context):
    return {"row": context["order"]}


@register.simple_tag
def cheapest(count):
    return Product.objects.order_by("price", "pk")[:count]
