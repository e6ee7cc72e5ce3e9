from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("shop.api_urls")),
    path("employee/", include("shop.employee_urls")),
    path("", include("shop.urls")),
]
