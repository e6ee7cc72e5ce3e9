"""Lists of REST framework that have all rows. The settings of the shop paginate nothing."""

# needs: rest_framework
# config: page-size = 2
# config: max-page-size = 4
# config: slice-limit = 2
# config: rows."shop.Country" = 50
# config: rows."shop.Brand" = 5000

import json

from django.core.paginator import Paginator
from django.test import RequestFactory
from django.urls import path
from django.views.decorators.cache import never_cache
from rest_framework import generics, mixins, pagination, serializers, viewsets
from rest_framework.decorators import action, api_view
from rest_framework.response import Response
from rest_framework.views import APIView

from shop.models import Brand, Category, Country, Order, Product, Supplier


class ProductSerializer(serializers.ModelSerializer):
    class Meta:
        model = Product
        fields = ["name"]


class BrandSerializer(serializers.ModelSerializer):
    class Meta:
        model = Brand
        fields = ["name"]


def answer(view, **query):
    return json.loads(view(RequestFactory().get("/", query)).render().content)


class Products(generics.ListAPIView):  # expect: api-list-without-pagination
    queryset = Product.objects.filter(active=True)
    serializer_class = ProductSerializer


def first_page():  # queries: 1 => 2  # rows: n => 3
    # => (5, ['p0', 'p1'])
    found = answer(Products.as_view())
    return (found["count"], [row["name"] for row in found["results"]]) if isinstance(found, dict) else len(found)


def largest_page():  # queries: 1 => 2
    # => 4
    found = answer(Products.as_view(), page_size=1000)
    return len(found["results"] if isinstance(found, dict) else found)


class Brands(viewsets.ModelViewSet):  # expect: api-list-without-pagination
    queryset = Brand.objects.order_by("pk")
    serializer_class = BrandSerializer
    pagination_class = None


def of_a_viewset():  # queries: 1 => 2  # rows: n => 3
    return len(answer(Brands.as_view({"get": "list"})))


class Suppliers(APIView):
    def get(self, request):
        suppliers = Supplier.objects.order_by("pk")  # expect: api-list-without-pagination
        return Response(BrandSerializer(suppliers, many=True).data)


def by_hand():  # queries: 1 => 1  # rows: n => 2
    return len(answer(Suppliers.as_view()))


@api_view(["GET"])
def tags(request):
    return Response(BrandSerializer(Brand.objects.all(), many=True).data)  # expect: api-list-without-pagination


def of_a_function():  # queries: 1 => 1  # rows: n => 2
    return len(answer(tags))


class TwoToAPage(pagination.PageNumberPagination):
    page_size = 2


class Paged(generics.ListAPIView):
    queryset = Product.objects.order_by("pk")
    serializer_class = ProductSerializer
    pagination_class = TwoToAPage


class PagedByHand(mixins.ListModelMixin, viewsets.GenericViewSet):
    queryset = Product.objects.order_by("pk")
    serializer_class = ProductSerializer

    def list(self, request):
        queryset = self.filter_queryset(self.get_queryset())
        page = self.paginate_queryset(queryset)
        if page is not None:
            return self.get_paginated_response(self.get_serializer(page, many=True).data)
        return Response(self.get_serializer(queryset, many=True).data)


class PagedByItsList(generics.ListAPIView):
    queryset = Product.objects.order_by("pk")
    serializer_class = ProductSerializer
    pagination_class = None

    def list(self, request, *args, **kwargs):
        found = Paginator(self.get_queryset(), 2).get_page(request.GET.get("page"))
        return Response(self.get_serializer(found, many=True).data)


class PagedByHandInGet(APIView):
    def get(self, request):
        pages = TwoToAPage()
        rows = pages.paginate_queryset(Product.objects.order_by("pk"), request)
        return pages.get_paginated_response(ProductSerializer(rows, many=True).data)


class Newest(generics.ListAPIView):
    """The filters leave twenty."""

    queryset = Product.objects.order_by("-pk")
    serializer_class = ProductSerializer
    pagination_class = None

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset)[:20]


class OfTheVisitor(generics.ListAPIView):
    queryset = Order.objects.order_by("pk")
    serializer_class = ProductSerializer
    pagination_class = None

    def filter_queryset(self, queryset):
        return queryset.filter(customer__user=self.request.user)


class LeftByAFunction(generics.ListAPIView):
    """Who knows what it leaves."""

    queryset = Product.objects.order_by("pk")
    serializer_class = ProductSerializer
    pagination_class = None

    def filter_queryset(self, queryset):
        return getattr(queryset, self.kwargs["how"])()


class Kinds(viewsets.ModelViewSet):
    queryset = Product.objects.order_by("pk")
    serializer_class = ProductSerializer
    pagination_class = TwoToAPage

    @action(detail=False)
    def newest(self, request):
        """The class of the view is not asked."""
        return Response(ProductSerializer(Product.objects.order_by("-pk"), many=True).data)  # expect: api-list-without-pagination

    @action(detail=False)
    def oldest(self, request):
        found = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(found, many=True).data)

    @action(detail=True)
    def variants(self, request, pk=None):
        return Response(ProductSerializer(self.get_object().category.product_set.all(), many=True).data)


class NeverListed(viewsets.ModelViewSet):
    """Its URLs lead to single rows only: nothing calls `list()`."""

    queryset = Brand.objects.order_by("pk")
    serializer_class = BrandSerializer
    pagination_class = None


class ListedBelowAnother(viewsets.ModelViewSet):  # expect: api-list-without-pagination
    queryset = Brand.objects.order_by("pk")
    serializer_class = BrandSerializer
    pagination_class = None


urlpatterns = [
    path("brand/", never_cache(NeverListed.as_view({"post": "create"}))),
    path("brand/<int:pk>/", NeverListed.as_view({"get": "retrieve", "delete": "destroy"})),
    path("brands/<int:pk>/", ListedBelowAnother.as_view({"get": "retrieve"})),
    path("brands/", ListedBelowAnother.as_view({"get": "list"})),
]


class OfOneCustomer(generics.ListAPIView):
    serializer_class = ProductSerializer

    def get_queryset(self):
        return Order.objects.filter(customer=self.kwargs["customer"])


class OfOneOwner(viewsets.ModelViewSet):
    model_class = None

    def get_queryset(self):
        """What asks without a customer gets no rows."""
        if getattr(self, "swagger_fake_view", False):
            return self.model_class.objects.none()
        return self.model_class.objects.filter(customer=self.kwargs["customer"])


class OrdersOfOneOwner(OfOneOwner):
    model_class = Order
    serializer_class = ProductSerializer


class Sliced(generics.ListAPIView):
    queryset = Product.objects.order_by("pk")[:2]
    serializer_class = ProductSerializer


class Countries(generics.ListAPIView):
    queryset = Country.objects.order_by("pk")
    serializer_class = BrandSerializer


class OneCategory(generics.RetrieveAPIView):
    queryset = Category.objects.all()
    serializer_class = BrandSerializer


def exported():
    """No request is known to reach it."""
    return BrandSerializer(Brand.objects.all(), many=True).data
