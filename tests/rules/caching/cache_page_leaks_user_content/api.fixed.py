"""Views of REST framework: visitors are known by a cookie or by a header. For the header Django varies by itself."""

# needs: rest_framework
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_page
from django.views.decorators.vary import vary_on_headers
from rest_framework import serializers, viewsets
from rest_framework.authentication import BasicAuthentication, SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

from shop.models import Brand, Order


class BrandSerializer(serializers.ModelSerializer):
    class Meta:
        model = Brand
        fields = ["name"]


class OrderViewSet(viewsets.ReadOnlyModelViewSet):
    serializer_class = BrandSerializer
    authentication_classes = [SessionAuthentication]

    def get_queryset(self):
        return Order.objects.filter(customer__user=self.request.user)

    @method_decorator(cache_page(60))  # expect: cache-page-leaks-user-content
    @method_decorator(vary_on_headers("Authorization", "Cookie"))
    def list(self, request, *args, **kwargs):
        return super().list(request, *args, **kwargs)


@cache_page(60)  # expect: cache-page-leaks-user-content
@vary_on_headers("Authorization", "Cookie")
@api_view(["GET"])
@authentication_classes([SessionAuthentication])
def me(request):
    return Response({"name": str(request.user)})


@cache_page(60)  # expect: cache-page-leaks-user-content
@vary_on_headers("Authorization", "Cookie")
@api_view(["GET"])
@authentication_classes([BasicAuthentication, SessionAuthentication])
@permission_classes([IsAuthenticated])
def members(request):
    return Response({"brands": Brand.objects.count()})


class BrandViewSet(viewsets.ReadOnlyModelViewSet):
    """The same for all."""

    serializer_class = BrandSerializer
    queryset = Brand.objects.all()

    @method_decorator(cache_page(60))
    def list(self, request, *args, **kwargs):
        return super().list(request, *args, **kwargs)


@cache_page(60)
@vary_on_headers("Authorization")
@api_view(["GET"])
def varied(request):
    return Response({"name": str(request.user)})


@cache_page(60)
@api_view(["GET"])
@authentication_classes([BasicAuthentication])
def by_header(request):
    return Response({"name": str(request.user)})


@cache_page(60)
@api_view(["GET"])
def as_configured(request):
    """The settings of the shop authenticate nobody."""
    return Response({"name": str(request.user)})
