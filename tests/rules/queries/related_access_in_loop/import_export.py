# needs: import_export
"""Exports of django-import-export: each field of a resource is read once per row."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from import_export import fields, resources
from import_export.admin import ExportMixin
from import_export.widgets import ForeignKeyWidget, ManyToManyWidget

from shop.models import Brand, Category, Customer, Order, OrderItem, Product, Supplier, Tag


class OrderResource(resources.ModelResource):
    customer_name = fields.Field(attribute="customer__name")
    city = fields.Field()

    class Meta:
        model = Order

    def dehydrate_city(self, order):
        return order.customer.address.city


def rows_that_are_given():  # queries: 1 + 2n -> 1
    return OrderResource().export(Order.objects.order_by("pk")).csv  # expect: related-access-in-loop


def loaded():  # queries: 1
    orders = Order.objects.select_related("customer__address")
    return OrderResource().export(queryset=orders).csv


class ItemResource(resources.ModelResource):  # expect: related-access-in-loop
    """Keys are exported by their columns; a path is followed."""

    class Meta:
        model = OrderItem
        fields = ["order", "product", "product__name"]


def all_rows():  # queries: 1 + n*n -> 1
    return ItemResource().export().csv


class ProductResource(resources.ModelResource):
    category = fields.Field(attribute="category", widget=ForeignKeyWidget(Category, "name"))
    brand = fields.Field(attribute="brand")
    tags = fields.Field(attribute="tags", widget=ManyToManyWidget(Tag, field="name"))
    average = fields.Field(attribute="brand__category__name", column_name="left out")

    class Meta:
        model = Product
        fields = ["name", "category", "brand", "tags"]

    def get_queryset(self):
        return super().get_queryset().order_by("pk")  # expect: related-access-in-loop


def widgets():  # queries: 1 + 8n -> 3
    return ProductResource().export().csv


class LoadedResource(resources.ModelResource):
    category = fields.Field(attribute="category__name")

    class Meta:
        model = Brand
        fields = ["category", "name"]

    def get_queryset(self):
        return super().get_queryset().select_related("category")


def loaded_by_the_resource():  # queries: 1
    return LoadedResource().export().csv


class CustomerResource(resources.ModelResource):
    city = fields.Field(attribute="address", dehydrate_method=lambda customer: customer.address.city)

    class Meta:
        model = Customer


@admin.register(Customer)
class CustomerAdmin(ExportMixin, admin.ModelAdmin):  # expect: related-access-in-loop, admin-large-relation-widget
    list_display = ["name"]
    resource_classes = [CustomerResource]


def exported_by_the_admin():  # queries: 1 + n -> 1
    return exported(Customer)


class SupplierResource(resources.ModelResource):
    address = fields.Field(attribute="address")

    class Meta:
        model = Supplier


@admin.register(Supplier)
class SupplierAdmin(ExportMixin, admin.ModelAdmin):
    list_display = ["name"]
    resource_class = SupplierResource

    def get_export_queryset(self, request):
        return super().get_export_queryset(request).select_related("address__country")


def loaded_for_the_export():  # queries: 1
    return exported(Supplier)


def exported(model):
    model_admin = admin.site._registry[model]
    request = RequestFactory().get("/")
    request.user = get_user_model()(pk=0, is_staff=True, is_superuser=True)
    resource = model_admin.get_export_resource_classes(request)[0]()
    return resource.export(model_admin.get_export_queryset(request)).csv


class ImportedResource(resources.ModelResource):
    """Nobody is seen to export it."""

    customer = fields.Field(attribute="customer", widget=ForeignKeyWidget(Customer, "name"))

    class Meta:
        model = Order
