"""n rows on each level, the same ones each time.

n orders with n items each, one customer, payment and parcel each; n active products and n digital ones that are not; each
active product with its own category and brand, n tags, suppliers, reviews, questions and notes; n categories below n others.
"""

from django.contrib.auth import get_user_model

from shop.models import (
    Address,
    Brand,
    Carrier,
    Category,
    Country,
    Customer,
    DigitalProduct,
    Note,
    Order,
    OrderItem,
    Payment,
    Product,
    Question,
    Review,
    Shipment,
    Supplier,
    Supply,
    Tag,
    Wishlist,
)


def seed(n):
    users = [get_user_model().objects.create(username=f"user{i}") for i in range(n)]
    countries = [Country.objects.create(name=f"country{i}") for i in range(n)]
    addresses = [Address.objects.create(city=f"city{i}", country=countries[i]) for i in range(n)]
    customers = [Customer.objects.create(name=f"c{i}", address=addresses[i], user=users[i]) for i in range(n)]
    top = [Category.objects.create(name=f"top{i}") for i in range(n)]
    categories = [Category.objects.create(name=f"category{i}", parent=top[i]) for i in range(n)]
    brands = [Brand.objects.create(name=f"brand{i}", category=categories[i]) for i in range(n)]
    tags = [Tag.objects.create(name=f"tag{i}") for i in range(n)]
    suppliers = [Supplier.objects.create(name=f"supplier{i}", address=addresses[i]) for i in range(n)]
    carriers = [Carrier.objects.create(name=f"carrier{i}") for i in range(n)]
    products = [
        Product.objects.create(name=f"p{i}", price=i + 1, category=categories[i], brand=brands[i]) for i in range(n)
    ]
    for product in products:
        product.tags.set(tags)
        for i in range(n):
            Supply.objects.create(product=product, supplier=suppliers[i], price=i)
            Review.objects.create(product=product, author=customers[i], stars=i)
            Question.objects.create(product=product, author=customers[i], stars=i)
            Note.objects.create(text=f"note{i}", target=product)
    for i in range(n):
        order = Order.objects.create(number=i, customer=customers[i], placed_by=users[i])
        Payment.objects.create(order=order, amount=i)
        Shipment.objects.create(order=order, carrier=carriers[i], to=addresses[i])
        Wishlist.objects.create(owner=customers[i]).products.set(products)
        for product in products:
            OrderItem.objects.create(order=order, product=product)
    for i in range(n):
        DigitalProduct.objects.create(
            name=f"d{i}", category=categories[i], brand=brands[i], publisher=brands[i], url="/", active=False
        )
