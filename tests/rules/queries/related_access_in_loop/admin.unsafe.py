"""The change list of the admin: up to a hundred rows, with the columns of `list_display`."""

from django.contrib import admin
from django.db.models import Count

from shop.models import Address, Brand, Carrier, Category, Country, Customer, DigitalProduct, Order, OrderItem, Product, Review, Supplier
from shop.pages import change_list


@admin.register(Brand)
class BrandAdmin(admin.ModelAdmin):  # expect: related-access-in-loop
    """`__str__` is the only column, and it shows the category."""
    list_select_related = ["category"]


def default_columns():  # queries: 3 + n -> 3
    return change_list(Brand)


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):  # expect: related-access-in-loop
    list_display = ["name", "category_name", "brand_name"]
    list_select_related = ["brand", "category"]

    @admin.display(description="brand")
    def brand_name(self, product):
        return product.brand.name


def methods_as_columns():  # queries: 3 + 4n -> 3
    return change_list(Product)


@admin.register(Address)
class AddressAdmin(admin.ModelAdmin):
    list_display = ["city", "country"]


def joined_by_django():  # queries: 3
    return change_list(Address)


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):  # expect: admin-large-relation-widget
    list_display = ["name", "city"]
    list_select_related = ["address"]
    autocomplete_fields = ["user"]


def joined_by_the_class():  # queries: 3
    return change_list(Customer)


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):  # expect: related-access-in-loop
    """`True` joins the keys that may not be null, and a list of names would lose them: the fix is left to the reader."""

    list_display = ["name", "parent"]
    list_select_related = True


def joined_where_not_null():  # queries: 3 + n
    return change_list(Category)


@admin.register(OrderItem)
class ItemAdmin(admin.ModelAdmin):
    list_display = ["pk", "customer"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("order__customer")  # expect: related-access-in-loop

    def customer(self, item):
        return item.order.customer.name


def in_get_queryset():  # queries: 3 + 2n*n -> 3
    return change_list(OrderItem)


@admin.register(Supplier)
class SupplierAdmin(admin.ModelAdmin):
    list_display = ["name", "products"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(products_count=Count("product"))

    @admin.display(ordering="products_count")
    def products(self, supplier):
        return supplier.products_count


def counted_by_the_database():  # queries: 3
    return change_list(Supplier)


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):  # expect: related-access-in-loop
    """The only thing to prefetch with is `get_queryset()`."""

    list_display = ["stars", "tags"]

    def tags(self, review):
        return ", ".join(tag.name for tag in review.product.tags.all())

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("product").prefetch_related("product__tags")


def prefetched_by_the_class():  # queries: 3 + 2n*n -> 4
    return change_list(Review)


@admin.register(Carrier)
class CarrierAdmin(admin.ModelAdmin):
    list_display = ["name", "first_parcel"]
    list_per_page = 1

    def first_parcel(self, carrier):
        return carrier.shipment_set.count()


def one_row_on_a_page():  # queries: 4
    return change_list(Carrier)


@admin.register(DigitalProduct)
class DigitalProductAdmin(admin.ModelAdmin):
    list_display = ["name"]
    list_filter = [
        "active",
        "publisher",  # expect: related-access-in-loop
        "category__parent",
    ]


def choices_of_filters():  # queries: 5 + n
    """The list of publishers shows the category of each."""
    return change_list(DigitalProduct)


COLUMNS = ["name"]


@admin.register(Country)
class CountryAdmin(admin.ModelAdmin):
    list_display = COLUMNS


def columns_from_elsewhere():  # queries: 3
    return change_list(Country)


# django: <6.1


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):  # expect: related-access-in-loop, admin-large-relation-widget
    """Django joins `customer`, which may not be null, because a column shows it. It joins `placed_by` since 6.1."""

    list_display = ["number", "customer", "placed_by"]
    list_select_related = ["placed_by", "customer"]
    autocomplete_fields = ["placed_by"]


def keys_that_may_be_null():  # queries: 3 + n -> 3
    return change_list(Order)
