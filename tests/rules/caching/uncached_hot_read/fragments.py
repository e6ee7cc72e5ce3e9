"""Loops of templates that show everybody the same."""

# config: rows = { "shop.Brand" = 20, "shop.Category" = 20, "shop.Product" = 5000 }
from django.core.cache import cache
from django.shortcuts import render
from django.urls import path

from shop.models import Brand, Category, Product
from shop.pages import page


def front_page(request):
    makers = Brand.objects.order_by("name")
    kinds = Category.objects.filter(parent=None)
    return render(request, "front.html", {"makers": makers, "kinds": kinds, "heading": "Brands", "word": 1})


def twice():  # queries: 4 => 2
    cache.clear()
    return page(front_page) + page(front_page)


# template: front.html
"""
{% extends "frame.html" %}
{% load static %}
{% block body %}
  {% for brand in makers %} {# expect: uncached-hot-read #}
    <b title="{{ heading|upper }}">{{ brand.name }}{% if not forloop.last %}, {% endif %}</b>
  {% empty %}
    None.
  {% endfor %}
  <ul>{% for kind in kinds %}<li>{{ kind }}</li>{% endfor %}</ul> {# expect: uncached-hot-read #}
{% endblock %}
"""


# template: frame.html
"""
<title>{{ heading }}</title>{% block body %}{% endblock %}
"""


def of_the_visitor(request):
    of_user, of_forms = Brand.objects.order_by("name"), Brand.objects.order_by("pk")
    return render(request, "visitor.html", {"of_user": of_user, "of_forms": of_forms, "of_tags": Brand.objects.all()})


# template: visitor.html
"""
{% load shop_tags %}
{% for brand in of_user %}{{ brand.name }} for {{ user }}{% endfor %}
{% for brand in of_forms %}<form>{% csrf_token %}{{ brand.name }}</form>{% endfor %}
{% for brand in of_tags %}{% anything brand %}{% endfor %}
"""


def chosen(request):
    found = Brand.objects.filter(name=request.GET.get("name", ""))
    large = Product.objects.order_by("pk")[:20]
    context = {"found": found, "large": large, "compared": Brand.objects.all(), "mine": request.GET.get("brand")}
    return render(request, "chosen.html", context)


# template: chosen.html
"""
{% for brand in found %}{{ brand.name }}{% endfor %}
{% for product in large %}{{ product.name }}{% endfor %}
{% for brand in compared %}{% if brand == mine %}{{ brand.name }}{% endif %}{% endfor %}
"""


def first_list(request):
    return render(request, "lists.html", {"either": Brand.objects.order_by("name")})


def second_list(request):
    return render(request, "lists.html", {"either": Brand.objects.filter(name=request.GET["name"])})


# template: lists.html
"""
{% for brand in either %}{{ brand.name }}{% endfor %}
"""


def kept(request):
    return render(request, "kept.html", {"remembered": Brand.objects.order_by("name")})


# template: kept.html
"""
{% load cache %}
{% cache 60 makers %}{% for brand in remembered %}{{ brand.name }}{% endfor %}{% endcache %}
"""


urlpatterns = [
    path("front/", front_page),
    path("visitor/", of_the_visitor),
    path("chosen/", chosen),
    path("first/", first_list),
    path("second/", second_list),
    path("kept/", kept),
]
