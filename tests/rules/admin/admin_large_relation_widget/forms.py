"""Lists of all rows of large tables in forms of the admin."""
# config: rows = { "shop.Customer" = 50000, "shop.Brand" = 900, "shop.Product" = 2000 }

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin

from shop.models import Customer, Order, OrderItem, Payment, Product, Review, Supply, Wishlist
from shop.pages import change_form

admin.site.register(get_user_model(), UserAdmin)


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):  # expect: admin-large-relation-widget
    search_fields = ["name"]  # expect: unindexable-text-search  # severity: info
    fields = ["name", "user"]


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):  # expect: admin-large-relation-widget
    """Customers and users can be searched; the form has nothing else that is large."""

    list_display = ["number"]
    fields = ["number", "customer", "placed_by"]


@admin.register(OrderItem)
class ItemAdmin(admin.ModelAdmin):  # expect: admin-large-relation-widget
    """The admin of the products cannot search."""

    fieldsets = [("What", {"fields": ["product", "quantity"]})]


@admin.register(Wishlist)
class WishlistAdmin(admin.ModelAdmin):  # expect: admin-large-relation-widget
    fields = ["products"]


def form_of_a_customer():  # rows: 2 + n => 3
    return len(change_form(Customer, Customer.objects.get(name="c0").pk)) < 0


def form_of_an_order():  # rows: 3 + 2n => 5
    return len(change_form(Order, Order.objects.get(number=0).pk)) < 0


def form_of_an_item():  # rows: 2 + 2n => 3
    return len(change_form(OrderItem, OrderItem.objects.order_by("pk").first().pk)) < 0


# what is fine


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    """Brands and categories are few."""

    exclude = ["tags"]


@admin.register(Payment)
class PaymentAdmin(admin.ModelAdmin):
    raw_id_fields = ["order"]


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    autocomplete_fields = ["author"]
    readonly_fields = ["product"]


@admin.register(Supply)
class SupplyAdmin(admin.ModelAdmin):
    fields = ["product", "price"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs["queryset"] = Product.objects.filter(active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
