from rest_framework import viewsets
from rest_framework.decorators import api_view
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response

from shop.models import Brand, Order, Product
from shop.serializers import BrandSerializer, OrderSerializer, ProductSerializer


class ProductViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Product.objects.filter(is_active=True)
    serializer_class = ProductSerializer


class OrderViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Order.objects.select_related("customer").order_by("pk")
    serializer_class = OrderSerializer


class BrandPagination(PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"


class BrandViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Brand.objects.all()
    serializer_class = BrandSerializer
    pagination_class = BrandPagination


@api_view(["GET"])
def new_orders(request):
    orders = Order.objects.filter(status=Order.Status.NEW)
    return Response(OrderSerializer(orders, many=True).data)
