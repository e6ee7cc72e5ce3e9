from django.contrib import admin

from shop.models import Category, Customer, Order, OrderItem, Product

admin.site.register(Category)


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):
    list_display = ["name", "user", "last_order"]
    search_fields = ["phone"]

    def last_order(self, customer):
        return customer.orders.order_by("-created").first()


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["pk", "who", "status"]

    def who(self, order):
        return order.customer.name


@admin.register(OrderItem)
class OrderItemAdmin(admin.ModelAdmin):
    list_display = ["product", "quantity"]


admin.site.register(Product)
