from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction

from shop.models import Address, Brand, Category, Customer, HeroSlide, Order, OrderItem, Payment, Product, Review, Tag


class Command(BaseCommand):
    help = "Fill the shop with products, customers and orders; the employee is `employee`, password `employee`."

    def add_arguments(self, parser):
        parser.add_argument("--products", type=int, default=50)
        parser.add_argument("--orders", type=int, default=100)

    @transaction.atomic
    def handle(self, products, orders, **options):
        get_user_model().objects.create_superuser("employee", password="employee")
        top = Category.objects.create(name="All", slug="all")
        categories = [Category.objects.create(name=f"Shelf {i}", slug=f"shelf-{i}", parent=top) for i in range(5)]
        brands = [Brand.objects.create(name=f"Brand {i}", category=categories[i % 5]) for i in range(10)]
        tags = [Tag.objects.create(name=name) for name in ("new", "sale", "green")]
        goods = [
            Product(
                name=f"Product {i}",
                slug=f"product-{i}",
                price=i + 1,
                stock=100,
                category=categories[i % 5],
                brand=brands[i % 10],
            )
            for i in range(products)
        ]
        for product in goods:
            product.save()
            product.tags.set(tags)
        for i, product in enumerate(goods[:3]):
            HeroSlide.objects.create(title=f"Try {product}", product=product, position=i)
        customers = []
        for i in range(max(orders // 4, 1)):
            customer = Customer.objects.create(name=f"Customer {i}", phone=f"+49 30 {i:06}", email=f"c{i}@example.org")
            address = Address.objects.create(customer=customer, street=f"Street {i}", city=f"City {i % 7}")
            customers.append((customer, address))
        for i in range(orders):
            customer, address = customers[i % len(customers)]
            order = Order.objects.create(customer=customer, address=address, status="paid")
            for product in (goods[i % products], goods[(i + 1) % products]):
                OrderItem.objects.create(order=order, product=product, quantity=1 + i % 3)
                Review.objects.create(product=product, customer=customer, stars=1 + i % 5)
            if i % 2:
                Payment.objects.create(order=order, amount=10)
        self.stdout.write(f"{products} products, {len(customers)} customers, {orders} orders")
