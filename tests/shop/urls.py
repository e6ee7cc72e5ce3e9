"""The admin, and nothing else: fixtures call their views themselves."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
