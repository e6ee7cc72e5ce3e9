from django.core.management.base import BaseCommand

from shop.models import Category, Customer, Order, OrderItem, Product


class Command(BaseCommand):
    help = "Fills the shop with some rows."

    def handle(self, *args, **options):
        categories = Category.objects.bulk_create(Category(name=f"Category {i}") for i in range(5))
        products = Product.objects.bulk_create(
            Product(name=f"Product {i}", price=i + 1, category=categories[i % 5]) for i in range(50)
        )
        customers = Customer.objects.bulk_create(Customer(name=f"Customer {i}", phone=f"+100{i}") for i in range(20))
        orders = Order.objects.bulk_create(Order(customer=customers[i % 20]) for i in range(40))
        OrderItem.objects.bulk_create(
            OrderItem(order=order, product=products[(i * 7 + j) % 50]) for i, order in enumerate(orders) for j in range(3)
        )
