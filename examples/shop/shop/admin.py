from django.contrib import admin

from shop.models import Address, Brand, Category, Customer, HeroSlide, Order, OrderItem, Payment, Product, Review, Tag

admin.site.register([Address, Category, Customer, HeroSlide, Payment, Tag])


@admin.register(Brand)
class BrandAdmin(admin.ModelAdmin):
    list_display = ["name", "category"]
    list_select_related = True


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = ["name", "category_name", "tag_names", "price"]
    search_fields = ["name", "description"]

    def category_name(self, product):
        return product.category.name

    def tag_names(self, product):
        return ", ".join(tag.name for tag in product.tags.all())


class OrderItemInline(admin.TabularInline):
    model = OrderItem


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["__str__", "status", "city", "total"]
    inlines = [OrderItemInline]

    def city(self, order):
        return order.address.city if order.address else ""


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    list_display = ["product", "customer", "stars"]
    list_select_related = ["product", "customer"]
