"""Pages of querysets that have no order, or none that decides between all rows."""

# needs: rest_framework

import warnings

from django.core.paginator import Paginator, UnorderedObjectListWarning
from django.db import models
from django.db.models import Count, F
from django.db.models.functions import Lower
from django.views.generic import ListView
from rest_framework.filters import OrderingFilter
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination, PageNumberPagination
from rest_framework.serializers import ModelSerializer

from shop.models import Brand, Category, Customer, Order, Product, Review
from shop.pages import page


def of_a_filter():  # queries: 2 => 2  # rows: 3 => 3
    # => ['p0', 'p1']
    products = Product.objects.filter(active=True)  # expect: unordered-pagination
    return [product.name for product in Paginator(products, 2).page(1)]


def warned():  # queries: 1 => 1
    # => []
    """Django says it too, but for the fix."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        Paginator(Customer.objects.all(), 2).page(1)  # expect: unordered-pagination
    return [warning.category.__name__ for warning in seen if issubclass(warning.category, UnorderedObjectListWarning)]


class Brands(ListView):  # expect: unordered-pagination
    model = Brand
    paginate_by = 2
    template_name = "names.html"


# template: names.html
"""
{% for row in object_list %}{{ row.name }} {% endfor %}
"""


def of_a_list_view():  # queries: 2 => 2  # rows: 3 => 3
    # => ['brand0', 'brand1']
    return page(Brands.as_view()).split()


class Found(ListView):
    paginate_by = 2
    template_name = "names.html"

    def get_queryset(self):
        return Category.objects.exclude(name="none")  # expect: unordered-pagination


def part(number):
    return list(Order.objects.filter(open=True)[number * 2 : (number + 1) * 2])  # expect: unordered-pagination


def cheapest_first():  # queries: 2 => 2
    # => ['p0', 'd0']
    products = Product.objects.order_by("price")  # expect: unordered-pagination  # severity: info
    return [product.name for product in Paginator(products, 2).page(1)]


def best_first():  # queries: 2 => 2
    reviews = (
        Review.objects.filter(stars__gte=0)  # expect: unordered-pagination  # severity: info
        .order_by("-stars")
    )
    return [review.stars for review in Paginator(reviews, 2).page(1)]


class Event(models.Model):
    at = models.DateTimeField()
    code = models.CharField(max_length=5, unique=True)
    room = models.CharField(max_length=5)
    day = models.DateField()

    class Meta:
        app_label = "shop"
        ordering = ["day", "room"]
        constraints = [models.UniqueConstraint(fields=["room", "day"], name="one_per_day")]


class Sorted(models.Model):
    name = models.CharField(max_length=5)

    class Meta:
        app_label = "shop"
        ordering = [F("name").desc()]


def ordered():
    return [
        Paginator(Order.objects.order_by("number", "pk"), 2),
        Paginator(Order.objects.order_by("-id"), 2),
        Paginator(Event.objects.all(), 2),
        Paginator(Event.objects.order_by("code"), 2),
        Paginator(Event.objects.order_by("-at"), 2),
    ]


def in_another_direction():
    return Paginator(Order.objects.order_by("pk").reverse(), 2), Paginator(list(Order.objects.all()), 2)


def one_row():
    return Paginator(Order.objects.filter(pk=1), 2)


def without_its_order():
    return Paginator(Event.objects.order_by(), 2)  # expect: unordered-pagination


def by_a_related_column_and_more():
    return Paginator(Order.objects.order_by("customer__name", "-pk"), 2)


class TwoToAPage(PageNumberPagination):
    page_size = 2


class BrandSerializer(ModelSerializer):
    class Meta:
        model = Brand
        fields = ["name"]


class ListedBrands(ListAPIView):
    queryset = Brand.objects.exclude(name="none")  # expect: unordered-pagination
    serializer_class = BrandSerializer
    pagination_class = TwoToAPage


class OrderedBrands(ListedBrands):
    queryset = Brand.objects.order_by("pk")


class NewestOnTop(CursorPagination):
    """It orders them itself."""

    ordering = "-pk"
    page_size = 2


class StreamedBrands(ListedBrands):
    queryset = Brand.objects.exclude(name="none")
    pagination_class = NewestOnTop


class OrderedByABackend(ListedBrands):
    queryset = Brand.objects.exclude(name="none")
    filter_backends = [OrderingFilter]
    ordering = ["pk"]


def in_an_order_that_is_not_read(key):
    return [
        Paginator(Sorted.objects.all(), 2),
        Paginator(Order.objects.order_by(key), 2),
        Paginator(Order.objects.order_by(Lower("number")), 2),
        Paginator(Order.objects.annotate(items_=Count("items")).order_by("items_"), 2),
    ]


def from_the_beginning():
    return list(Order.objects.all()[:10]), list(Order.objects.all()[0:10])


def groups():
    return Paginator(Order.objects.values("customer").annotate(n=Count("pk")), 2)


class Ordered(ListView):
    model = Brand
    paginate_by = 2
    ordering = "-pk"
    template_name = "names.html"


class OrderedByItself(ListView):
    model = Brand
    paginate_by = 2
    template_name = "names.html"

    def get_ordering(self):
        return self.request.GET.get("order", "pk")


class OrderedInBetween(Ordered):
    def get_queryset(self):
        return super().get_queryset().exclude(name="x")


class Chapter(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    number = models.IntegerField()

    class Meta:
        unique_together = [("number", "product")]


def chapters_of_a_product(key):
    return Paginator(Chapter.objects.filter(product=key).order_by("number"), 2)


def chapters_of_a_row():
    product = Product.objects.get(pk=1)
    return Paginator(product.chapter_set.order_by("number"), 2)


def chapters_of_some(key):
    chapters = Chapter.objects.exclude(product=key).order_by("number")  # expect: unordered-pagination; # severity: info
    return Paginator(chapters, 2)


def by_the_place_among_those_of_one(pk, start):
    """The number orders the lines of one order: it is their place."""
    return list(Order.objects.get(pk=pk).items.order_by("quantity")[start : start + 20])
