"""Numbers of rows that clients ask for and that nothing limits."""

# needs: ninja
# needs: rest_framework
# config: ignore = ["uncached-hot-read"]
# config: max-page-size = 2
# config: rows."shop.Country" = 50
# config: rows."shop.Brand" = 5000
# config: rows."shop.Tag" = 5000

import json

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponseBadRequest, JsonResponse
from django.urls import path
from django.views import View
from django.views.generic import ListView
from ninja import Query, Router, Schema
from ninja.testing import TestClient
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from shop.models import Brand, Country, Customer, Order, Product
from shop.pages import page


def names(queryset):
    return JsonResponse({"names": [row.name for row in queryset]})


def rows(view, **query):
    return len(json.loads(page(view, **query))["names"])


def latest(request):
    limit = min(int(request.GET.get("limit", 1)), 2)  # expect: unbounded-page-size
    #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unbounded-page-size: Clients of `latest` may ask for any number of rows: `?limit=
    return names(Product.objects.order_by("-pk")[:limit])


def as_many_as_there_are():  # rows: 2n => 2
    # => 2
    return rows(latest, limit=1000)


def one():  # rows: 1 => 1
    # => 1
    return rows(latest)


def in_place(request):
    return names(Brand.objects.order_by("pk")[: min(int(request.GET["n"]), 2)])  # expect: unbounded-page-size


def asked_in_place():  # rows: n => 2
    return rows(in_place, n=1000)


def from_an_offset(request):
    """What is given back to the client limits nothing."""
    start = int(request.GET.get("start", 0))
    size = min(int(request.GET.get("size") or 1), 2)  # expect: unbounded-page-size
    found = Brand.objects.order_by("pk")[start : start + size]
    return JsonResponse({"names": [row.name for row in found], "size": size})


def behind_an_offset():  # rows: n => 2
    return rows(from_an_offset, size=1000)


def by_page(request):
    number = int(request.GET.get("page", 1))
    size = request.GET.get("size", 1)
    try:
        size = min(int(size), 2)  # expect: unbounded-page-size
    except ValueError:
        size = 1
    return names(Brand.objects.order_by("pk")[(number - 1) * size : number * size])


def one_large_page():  # rows: n => 2
    return rows(by_page, size=1000)


class Pages(View):
    def get(self, request):
        size = min(int(self.request.GET["size"]), 2)  # expect: unbounded-page-size
        return names(Paginator(Brand.objects.order_by("pk"), size).get_page(1))


def of_a_paginator():  # rows: 1 + n => 3
    return rows(Pages.as_view(), size=1000)


class Brands(ListView):
    model = Brand
    ordering = "pk"
    template_name = "names.html"

    def get_paginate_by(self, queryset):
        return min(int(self.request.GET.get("size", 1)), 2)  # expect: unbounded-page-size
        #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unbounded-page-size: Clients of `Brands` may ask for any number of rows: `?size=


# template: names.html
"""
{% for row in object_list %}{{ row.name }} {% endfor %}
"""


def of_a_list_view():  # rows: 1 + n => 3
    # => ['brand0', 'brand1']
    return page(Brands.as_view(), size=1000).split()


class Chosen(Brands):
    def get_paginate_by(self, queryset):
        size = min(int(self.request.GET.get("size", 1)), 2)  # expect: unbounded-page-size
        return size


@api_view(["GET"])
def of_an_api(request):
    wanted = request.query_params.get("limit", 20)
    size = min(int(wanted), 2)  # expect: unbounded-page-size
    return Response([row.name for row in Brand.objects.order_by("pk")[:size]])


router = Router()


class Named(Schema):
    name: str


@router.get("/brands", response=list[Named])
def brands(request, limit: int = 1):
    return Brand.objects.order_by("pk")[:min(limit, 2)]  # expect: unbounded-page-size
    #                                    ^^^^^ unbounded-page-size: Clients of `brands`


def of_an_operation():  # rows: n => 2
    return len(TestClient(router).get("/brands?limit=1000").json())


# limited, few rows


@router.get("/limited", response=list[Named])
def by_the_schema(request, limit: int = Query(1, le=100)):
    return Brand.objects.order_by("pk")[:limit]


@router.get("/chosen/{limit}", response=list[Named])
def by_a_choice(request, limit: int):
    if limit not in (10, 20):
        return []
    return Brand.objects.order_by("pk")[:limit]


def by_min(request):
    limit = min(int(request.GET.get("limit", 1)), 100)
    return names(Brand.objects.order_by("pk")[:limit])


def afterwards(request):
    limit = int(request.GET.get("limit", 1))
    limit = min(limit, 100)
    return names(Brand.objects.order_by("pk")[:limit])


def by_a_condition(request):
    limit = int(request.GET.get("limit", 1))
    if limit > 100:
        return HttpResponseBadRequest()
    return names(Brand.objects.order_by("pk")[:limit])


class Limited(Brands):
    def get_paginate_by(self, queryset):
        return min(int(self.request.GET.get("size", 1)), 100)


class OfASize(Brands):
    def get_paginate_by(self, queryset):
        return {"few": 10, "many": 100}.get(self.request.GET.get("size"), 10)


class AskedOfAnApi(serializers.Serializer):
    limit = serializers.IntegerField(max_value=100)


@api_view(["GET"])
def by_a_serializer(request):
    asked = AskedOfAnApi(data=request.query_params)
    asked.is_valid(raise_exception=True)
    return Response([row.name for row in Brand.objects.order_by("pk")[: asked.validated_data["limit"]]])


def lowered_by_a_condition(request):
    limit = int(request.GET.get("limit", 1))
    if limit > 100:
        limit = 100
    return names(Brand.objects.order_by("pk")[:limit])


def checked(number):
    return sorted([1, number, 100])[1]


def by_a_function(request):
    limit = int(request.GET.get("limit", 1))
    return names(Brand.objects.order_by("pk")[: checked(limit)])


class Asked(forms.Form):
    limit = forms.IntegerField(max_value=100)


def by_a_form(request):
    asked = Asked(request.GET)
    asked.is_valid()
    return names(Brand.objects.order_by("pk")[: asked.cleaned_data["limit"]])


def of_one_customer(request, pk):
    limit = int(request.GET.get("limit", 1))
    return JsonResponse({"numbers": [o.number for o in Customer.objects.get(pk=pk).orders.all()[:limit]]})


def of_a_small_table(request):
    return names(Country.objects.order_by("pk")[: int(request.GET["n"])])


def nobody_asks(request):
    return [order.number for order in Order.objects.all()[: int(request.GET["n"])]]


urlpatterns = [
    path("latest/", latest),
    path("place/", in_place),
    path("offset/", from_an_offset),
    path("page/", by_page),
    path("pages/", Pages.as_view()),
    path("min/", by_min),
    path("afterwards/", afterwards),
    path("condition/", by_a_condition),
    path("function/", by_a_function),
    path("form/", by_a_form),
    path("customer/<int:pk>/", of_one_customer),
    path("brands/", Brands.as_view()),
    path("chosen/", Chosen.as_view()),
    path("limited/", Limited.as_view()),
    path("sizes/", OfASize.as_view()),
    path("lowered/", lowered_by_a_condition),
    path("small/", of_a_small_table),
]
