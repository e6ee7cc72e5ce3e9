from django.contrib import admin
from django.urls import path

from shop import employee_views, views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", views.shop_view, name="shop"),
    path("orders/", views.OrderList.as_view(), name="orders"),
    path("lookup/", views.customer_lookup, name="lookup"),
    path("api/orders/", views.order_api, name="order-api"),
    path("checkout/", views.checkout, name="checkout"),
    path("employees/", employee_views.dashboard, name="dashboard"),
    path("employees/report.csv", employee_views.report, name="report"),
]
