"""n rows on each level, the same ones each time."""

from django.contrib.auth import get_user_model

from shop.models import (
    Address,
    Category,
    Country,
    Customer,
    DigitalProduct,
    Note,
    Order,
    OrderItem,
    Payment,
    Product,
    Review,
    Tag,
)


def seed(n):
    """n orders, each with its own customer and n items; n products in n categories, each with n tags, reviews and notes."""
    users = [get_user_model().objects.create(username=f"user{i}") for i in range(n)]
    countries = [Country.objects.create(name=f"country{i}") for i in range(n)]
    addresses = [Address.objects.create(city=f"city{i}", country=countries[i]) for i in range(n)]
    customers = [Customer.objects.create(name=f"c{i}", address=addresses[i], user=users[i]) for i in range(n)]
    top = [Category.objects.create(name=f"top{i}") for i in range(n)]
    categories = [Category.objects.create(name=f"category{i}", parent=top[i]) for i in range(n)]
    tags = [Tag.objects.create(name=f"tag{i}") for i in range(n)]
    products = [Product.objects.create(name=f"p{i}", price=i + 1, category=categories[i]) for i in range(n)]
    for product in products:
        product.tags.set(tags)
        for i in range(n):
            Review.objects.create(product=product, author=customers[i], stars=i)
            Note.objects.create(text=f"note{i}", target=product)
    for i in range(n):
        order = Order.objects.create(number=i, customer=customers[i])
        Payment.objects.create(order=order, amount=i)
        for product in products:
            OrderItem.objects.create(order=order, product=product)
    for i in range(n):
        DigitalProduct.objects.create(name=f"d{i}", category=categories[i], url="/", active=False)
