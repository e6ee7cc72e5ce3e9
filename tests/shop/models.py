"""The models of a small shop: every kind of relation once."""

# scale: ignore-file[missing-index, composite-index-order]: fixtures look rows up by any column

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

    def natural_key(self):
        return (self.name, self.address.city)


class Tag(models.Model):
    name = models.CharField(max_length=50)

    def natural_key(self):
        return (self.name,)


class Category(models.Model):
    name = models.CharField(max_length=50)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")


    def __str__(self):
        return self.name

    def path(self):
        """Walks up the tree."""
        return f"{self.parent.path()}/{self.name}" if self.parent else self.name


class Brand(models.Model):
    name = models.CharField(max_length=50)
    category = models.ForeignKey(Category, null=True, on_delete=models.SET_NULL)

    def __str__(self):
        return f"{self.name} ({self.category})"


class Supplier(models.Model):
    name = models.CharField(max_length=50)
    address = models.ForeignKey(Address, on_delete=models.CASCADE)


class ProductQuerySet(models.QuerySet):
    def active(self):
        return self.filter(active=True)

    def with_category(self):
        return self.select_related("category")

    def for_display(self):
        return self.active().with_category().prefetch_related("tags")


class Product(models.Model):
    name = models.CharField(max_length=50)
    price = models.IntegerField(default=1)
    active = models.BooleanField(default=True)
    category = models.ForeignKey("shop.Category", on_delete=models.CASCADE)
    brand = models.ForeignKey(Brand, null=True, on_delete=models.SET_NULL, related_name="products")
    tags = models.ManyToManyField(Tag, related_name="products")
    suppliers = models.ManyToManyField(Supplier, through="Supply")
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

    def get_absolute_url(self):
        return f"/{self.category.name}/{self.pk}/"

    @property
    def average_stars(self):
        return self.review_set.aggregate(models.Avg("stars"))["stars__avg"]


class Supply(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="supplies")
    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE)
    price = models.IntegerField(default=1)


class DigitalProduct(Product):
    url = models.CharField(max_length=50)
    publisher = models.ForeignKey(Brand, null=True, on_delete=models.SET_NULL, related_name="published")


class ActiveManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(active=True)


class ActiveProduct(Product):
    objects = ActiveManager()

    class Meta:
        proxy = True

    def brand_name(self):
        return self.brand.name


class OrderQuerySet(models.QuerySet):
    def latest_first(self):
        return self.order_by("-number")

    def with_customers(self):
        return self.select_related("customer")


class Order(models.Model):
    number = models.IntegerField(default=0, db_index=True)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="orders")
    open = models.BooleanField(default=True)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = models.Manager.from_queryset(OrderQuerySet)()

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


class Carrier(models.Model):
    name = models.CharField(max_length=50)


class ShipmentManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().select_related("carrier")


class Shipment(models.Model):
    order = models.OneToOneField(Order, on_delete=models.CASCADE, primary_key=True, related_name="parcel")
    carrier = models.ForeignKey(Carrier, on_delete=models.CASCADE)
    to = models.ForeignKey(Address, on_delete=models.CASCADE, related_name="shipments")

    objects = ShipmentManager()


class Wishlist(models.Model):
    owner = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="wishlist")
    products = models.ManyToManyField(Product)


class Stamped(models.Model):
    author = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="%(class)s_written")

    class Meta:
        abstract = True

    def author_name(self):
        return self.author.name


class Review(Stamped):
    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    stars = models.IntegerField(default=5)


class Described:
    """A mixin that is no model; what it reads belongs to the models that use it."""

    def description(self):
        return f"{self.product.name}, {self.stars} stars"


class Question(Described, Stamped):
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="%(app_label)s_%(class)ss")
    stars = models.IntegerField(default=0)


class Note(models.Model):
    text = models.CharField(max_length=50)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveIntegerField()
    target = GenericForeignKey()
