"""Pagination whose clients choose the size of a page."""

# needs: rest_framework
# config: max-page-size = 2

import json

from django.test import RequestFactory
from rest_framework import generics, pagination, serializers

from shop.models import Product


class ByNumber(pagination.PageNumberPagination):  # expect: unbounded-page-size
    page_size = 1
    page_size_query_param = "size"
    max_page_size = 2


class ByOffset(pagination.LimitOffsetPagination):  # expect: unbounded-page-size
    """Its limit is always taken from the address."""

    default_limit = 1
    max_limit = 2


class Inherited(ByNumber):
    """The limit of its base is its own."""

    page_size = 2


class NoLimit(pagination.LimitOffsetPagination):  # expect: unbounded-page-size
    """It says so itself: what stands there is left alone."""

    limit_query_param = "most"
    max_limit = None


class ProductSerializer(serializers.ModelSerializer):
    class Meta:
        model = Product
        fields = ["name"]


class Products(generics.ListAPIView):
    queryset = Product.objects.order_by("pk")
    serializer_class = ProductSerializer
    pagination_class = ByNumber


class MoreProducts(Products):
    pagination_class = ByOffset


def rows(view, **query):
    return len(json.loads(view.as_view()(RequestFactory().get("/", query)).render().content)["results"])


def asked_for_all():  # rows: 1 + 2n => 3
    # => 2
    return rows(Products, size=1000)


def asked_for_one():  # rows: 2 => 2
    # => 1
    return rows(Products)


def by_an_offset():  # rows: 1 + 2n => 3
    # => 2
    return rows(MoreProducts, limit=1000)


class Limited(pagination.PageNumberPagination):
    page_size = 1
    page_size_query_param = "size"
    max_page_size = 10


class LimitedByItsBase(Limited):
    page_size = 2


class OfOneSize(pagination.PageNumberPagination):
    page_size = 1


class LimitedByAMethod(pagination.PageNumberPagination):
    page_size_query_param = "size"

    def get_page_size(self, request):
        return min(super().get_page_size(request) or 1, 10)


class LimitedOffset(pagination.LimitOffsetPagination):
    max_limit = 10


class Cursor(pagination.CursorPagination):
    ordering = "pk"
