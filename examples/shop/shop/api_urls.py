from django.urls import include, path
from rest_framework.routers import DefaultRouter

from shop import api

router = DefaultRouter()
router.register("products", api.ProductViewSet)
router.register("orders", api.OrderViewSet)
router.register("brands", api.BrandViewSet)

urlpatterns = [path("orders/new/", api.new_orders), path("", include(router.urls))]
