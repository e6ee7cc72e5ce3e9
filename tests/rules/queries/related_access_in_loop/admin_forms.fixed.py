"""Choice lists in the admin's forms, where the admin class chooses their rows."""

from django.contrib import admin

from shop.models import Brand, Order, OrderItem, Product, Shipment
from shop.pages import change_form


@admin.register(OrderItem)
class ItemAdmin(admin.ModelAdmin):
    fields = ["order"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "order":
            kwargs["queryset"] = Order.objects.filter(open=True).select_related("customer")  # expect: related-access-in-loop
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def chosen_rows():  # queries: 3 + n -> 3
    return change_form(OrderItem, OrderItem.objects.order_by("pk")[0].pk)


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    fields = ["brand"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "brand":
            return super().formfield_for_foreignkey(
                db_field, request, queryset=Brand.objects.select_related("category"), **kwargs
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def loaded_rows():  # queries: 3
    return change_form(Product, Product.objects.order_by("pk")[0].pk)


@admin.register(Shipment)
class ShipmentAdmin(admin.ModelAdmin):
    """The key is shown as a number, beside the one order that it stands for."""

    fields = ["order"]
    raw_id_fields = ["order"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "order":
            kwargs["queryset"] = Order.objects.filter(open=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def raw_keys():  # queries: 4
    return change_form(Shipment, Shipment.objects.order_by("pk")[0].pk)
