"""Searches that read every row, and those that have few rows to read."""

# needs: rest_framework
# config: ignore = ["admin-large-relation-widget"]

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.http import JsonResponse
from django.views.decorators.http import require_GET
from django.views.generic import ListView
from rest_framework.filters import OrderingFilter, SearchFilter
from rest_framework.pagination import PageNumberPagination
from rest_framework.serializers import ModelSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from shop.models import Brand, Category, Customer, OrderItem, Product


class Article(models.Model):
    """What is often advised does not help."""

    title = models.CharField(max_length=50)
    text = models.TextField()
    category = models.ForeignKey(Category, on_delete=models.CASCADE)
    code = models.CharField(max_length=20, unique=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["title"], name="for_search")]


@require_GET
def by_title(request):
    found = Article.objects.filter(title__icontains=request.GET["q"]).values("pk")[:20]  # expect: unindexable-text-search
    return JsonResponse({"found": list(found)})


@require_GET
def by_any_of_three(request):
    words = request.GET["q"]
    found = Article.objects.filter(
        Q(title__icontains=words)  # expect: unindexable-text-search
        # ^^^^^^^^^^^^^^^^^^^^^^ unindexable-text-search: `title__icontains`, `text__icontains`, `category__name__contains`
        | Q(text__icontains=words)
        | Q(category__name__contains=words)
    )
    return JsonResponse({"found": found.count()})


@require_GET
def if_asked_for(request):
    """Searched on some ways."""
    articles = Article.objects.order_by("pk")
    if request.GET.get("q"):
        articles = articles.filter(text__iregex=request.GET["q"])  # expect: unindexable-text-search
    if request.GET.get("category"):
        articles = articles.filter(category=request.GET["category"])
    page = Paginator(articles, 20).get_page(request.GET.get("page"))
    return JsonResponse({"titles": [article.title for article in page]})


class Articles(ListView):
    model = Article
    ordering = ["pk"]
    paginate_by = 20

    def get_queryset(self):
        return super().get_queryset().filter(title__endswith=self.request.GET["q"])  # expect: unindexable-text-search


# template: shop/article_list.html
"""
{% for article in object_list %}{{ article.title }}{% endfor %}
"""


class Pages(PageNumberPagination):
    page_size = 20


class ProductSerializer(ModelSerializer):
    class Meta:
        model = Product
        fields = ["name"]


class SearchedProducts(ReadOnlyModelViewSet):
    queryset = Product.objects.order_by("pk")
    serializer_class = ProductSerializer
    pagination_class = Pages
    filter_backends = [SearchFilter, OrderingFilter]
    search_fields = ["name", "brand__name", "=active"]  # expect: unindexable-text-search
    #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unindexable-text-search: looks for parts of `name`, `brand__name`


@admin.register(Brand)
class BrandAdmin(admin.ModelAdmin):
    list_display = ("name",)
    search_fields = ("name",)  # expect: unindexable-text-search; # severity: info


# few rows, or an index


@require_GET
def among_few(request, pk):
    """A key, a unique column and a related manager leave few rows to read."""
    words = request.GET["q"]
    chosen = [
        Article.objects.filter(category=pk, title__icontains=words),
        Article.objects.filter(category_id=pk).filter(Q(title__icontains=words) | Q(text__icontains=words)),
        Article.objects.filter(code="a", title__icontains=words),
        Article.objects.filter(pk=pk, title__icontains=words),
        Category.objects.get(pk=pk).article_set.filter(title__icontains=words),
        OrderItem.objects.filter(order=pk, product__name__icontains=words),
    ]
    return JsonResponse({"found": [len(rows) for rows in chosen]})


@require_GET
def other_lookups(request, **more):
    """The beginning of a text, a key of a JSON object, rows that do not match, and who knows what else."""
    words = request.GET["q"]
    chosen = [
        Article.objects.filter(title__startswith=words),
        Article.objects.filter(facts__contains={"a": 1}),
        Article.objects.exclude(title__icontains=words),
        Article.objects.filter(title__icontains=words, **more),
    ]
    return JsonResponse({"found": [len(rows) for rows in chosen]})


class Stored(models.Model):
    """What `contains` asks of these is not a part of a text."""

    words = ArrayField(models.CharField(max_length=20))
    span = DateRangeField()
    vector = SearchVectorField(null=True)
    text = models.TextField()


@require_GET
def of_other_kinds(request):
    words = request.GET["q"]
    chosen = [
        Stored.objects.filter(words__contains=[words]),
        Stored.objects.filter(span__contains="2026-01-01"),
        Stored.objects.filter(vector=words),
        Stored.objects.filter(text__search=words),
        Stored.objects.annotate(found=SearchVector("text")).filter(found=words),
    ]
    return JsonResponse({"found": [rows.count() for rows in chosen]})


@require_GET
def long_words_only(request):
    """The shortest words read everything, with any index; this one has none."""
    if len(request.GET["q"]) < 3:
        return JsonResponse({"found": 0})
    return JsonResponse({"found": Article.objects.filter(text__icontains=request.GET["q"]).count()})  # expect: unindexable-text-search


class Indexed(models.Model):
    name = models.CharField(max_length=50)
    place = models.CharField(max_length=50)

    class Meta:
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="indexed_name"),
            GinIndex(fields=["place"], opclasses=["gin_trgm_ops"], name="indexed_place"),
        ]


@require_GET
def with_the_right_index(request):
    words = request.GET["q"]
    found = Indexed.objects.filter(name__icontains=words).count() + Indexed.objects.filter(place__contains=words).count()
    return JsonResponse({"found": found})


@require_GET
def with_the_wrong_index(request):
    """Django compares the upper case of the column."""
    found = Indexed.objects.filter(place__icontains=request.GET["q"])  # expect: unindexable-text-search
    return JsonResponse({"found": found.count()})


def at_night(words):
    """Nobody waits for it."""
    return list(Article.objects.filter(text__icontains=words))


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):
    search_fields = ["^name", "=address__city", "user__username__exact"]


class UnsearchedProducts(ReadOnlyModelViewSet):
    """No backend of it searches."""

    queryset = Product.objects.order_by("pk")
    serializer_class = ProductSerializer
    pagination_class = Pages
    filter_backends = [OrderingFilter]
    search_fields = ["name"]


class OwnProducts(ReadOnlyModelViewSet):
    """Those of one category, which are few."""

    queryset = Product.objects.order_by("pk")
    serializer_class = ProductSerializer
    pagination_class = Pages
    filter_backends = [SearchFilter]
    search_fields = ["name"]

    def get_queryset(self):
        return Product.objects.filter(category=self.kwargs["category"]).order_by("pk")


class NoProducts(ReadOnlyModelViewSet):
    queryset = Product.objects.none()
    serializer_class = ProductSerializer
    pagination_class = Pages
    filter_backends = [SearchFilter]
    search_fields = ["name"]


@require_GET
def one_person(request):
    """Somebody's address as a whole: another rule's."""
    return JsonResponse({"found": get_user_model().objects.filter(email__iexact=request.GET["q"]).count()})
