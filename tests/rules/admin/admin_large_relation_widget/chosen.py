"""Classes that choose in code what the form shows, or let nobody fill it in."""
# config: rows = { "shop.Customer" = 50000, "shop.Product" = 50000, "shop.Order" = 50000 }
# config: ignore = ["related-access-in-loop"]

from django import forms
from django.contrib import admin

from shop.models import Order, OrderItem, Payment, Review, Supply, Wishlist
from shop.pages import change_form


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    fields = ["customer"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(OrderItem)
class ItemAdmin(admin.ModelAdmin):
    def get_readonly_fields(self, request, obj=None):
        return ["order", "product"]


@admin.register(Payment)
class PaymentAdmin(admin.ModelAdmin):
    def get_autocomplete_fields(self, request):
        return ["order"]


class ReviewForm(forms.ModelForm):
    class Meta:
        model = Review
        fields = ["product"]
        widgets = {"product": forms.NumberInput}


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    form = ReviewForm


@admin.register(Supply)
class SupplyAdmin(admin.ModelAdmin):
    exclude = ["product", "brand"]


# both lists of such a widget have all rows


@admin.register(Wishlist)
class WishlistAdmin(admin.ModelAdmin):  # expect: admin-large-relation-widget
    fields = ["products"]
    filter_horizontal = ["products"]


def form_that_nobody_fills_in():  # rows: 3
    return len(change_form(Order, Order.objects.get(number=0).pk)) < 0
