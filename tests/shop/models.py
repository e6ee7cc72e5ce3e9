"""The models of a small shop: every kind of relation once."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import cached_property


class Country(models.Model):
    name = models.CharField(max_length=50)

    def __str__(self):
        return self.name


class Address(models.Model):
    city = models.CharField(max_length=50)
    country = models.ForeignKey(Country, on_delete=models.CASCADE)

    def __str__(self):
        return f"{self.city}, {self.country}"


class Customer(models.Model):
    name = models.CharField(max_length=50)
    address = models.ForeignKey(Address, null=True, on_delete=models.SET_NULL)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE)

    def __str__(self):
        return self.name

    @property
    def city(self):
        return self.address.city


class Tag(models.Model):
    name = models.CharField(max_length=50)


class Category(models.Model):
    name = models.CharField(max_length=50)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")


class ProductQuerySet(models.QuerySet):
    def active(self):
        return self.filter(active=True)

    def with_category(self):
        return self.select_related("category")


class Product(models.Model):
    name = models.CharField(max_length=50)
    price = models.IntegerField(default=1)
    active = models.BooleanField(default=True)
    category = models.ForeignKey("shop.Category", on_delete=models.CASCADE)
    tags = models.ManyToManyField(Tag, related_name="products")
    notes = GenericRelation("Note")

    objects = ProductQuerySet.as_manager()

    def __str__(self):
        return self.name

    def category_name(self):
        return self.category.name

    @cached_property
    def tag_names(self):
        return sorted(tag.name for tag in self.tags.all())

    def label(self):
        return f"{self.category_name()}: {self.name}"


class DigitalProduct(Product):
    url = models.CharField(max_length=50)


class ActiveProduct(Product):
    class Meta:
        proxy = True


class Order(models.Model):
    number = models.IntegerField(default=0)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="orders")
    open = models.BooleanField(default=True)

    def __str__(self):
        return f"{self.number} for {self.customer}"

    def total(self):
        return sum(item.product.price for item in self.items.all())


class JoinedManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().select_related("product")


class OrderItem(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="items")
    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    quantity = models.IntegerField(default=1)

    objects = models.Manager()
    joined = JoinedManager()


class Payment(models.Model):
    order = models.OneToOneField(Order, on_delete=models.CASCADE)
    amount = models.IntegerField(default=0)


class Stamped(models.Model):
    author = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="%(class)s_written")

    class Meta:
        abstract = True

    def author_name(self):
        return self.author.name


class Review(Stamped):
    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    stars = models.IntegerField(default=5)


class Note(models.Model):
    text = models.CharField(max_length=50)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveIntegerField()
    target = GenericForeignKey()
