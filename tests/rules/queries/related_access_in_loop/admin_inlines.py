"""Inlines of the admin's form: each row is shown with its `__str__` and its read-only fields."""

from django.contrib import admin

from shop.models import Address, Brand, Category, Country, Customer, Order, OrderItem, Product, Review
from shop.pages import change_form


class OrderInline(admin.TabularInline):  # expect: related-access-in-loop
    """`Order.__str__` shows the customer, whose page this is: each order asks for it again."""

    model = Order
    fields = ["number"]


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):
    fields = ["name"]
    inlines = [OrderInline]


def rows_by_their_names():  # queries: 4 -> 3
    """Each customer has one order here."""
    return change_form(Customer, Customer.objects.order_by("pk")[0].pk)


class ReviewInline(admin.StackedInline):
    model = Review
    fields = ["stars", "author", "tags"]
    readonly_fields = ["author", "tags"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).order_by("pk")  # expect: related-access-in-loop

    def tags(self, review):
        return ", ".join(tag.name for tag in review.product.tags.all())


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    fields = ["name"]
    inlines = [ReviewInline]


def read_only_fields():  # queries: 3 + 3n -> 4
    return change_form(Product, Product.objects.order_by("pk")[0].pk)


class BrandInline(admin.TabularInline):  # expect: related-access-in-loop
    model = Brand
    fields = ["name"]
    readonly_fields = ["name"]
    extra = 0
    can_delete = False


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    fields = ["name"]
    inlines = [BrandInline]


def one_brand_of_a_category():  # queries: 4 -> 3
    return change_form(Category, Category.objects.order_by("-pk")[0].pk)


# what costs nothing


class ItemInline(admin.TabularInline):
    model = OrderItem
    fields = ["quantity"]
    readonly_fields = ["product"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("product")


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["number"]
    fields = ["number"]
    inlines = [ItemInline]


def joined():  # queries: 4
    """The title of the page asks for the customer."""
    return change_form(Order, Order.objects.order_by("pk")[0].pk)


class AddressInline(admin.TabularInline):
    model = Address
    fields = ["city"]
    max_num = 1


@admin.register(Country)
class CountryAdmin(admin.ModelAdmin):
    fields = ["name"]
    inlines = [AddressInline]


def one_row_at_most():  # queries: 4
    return change_form(Country, Country.objects.order_by("pk")[0].pk)
