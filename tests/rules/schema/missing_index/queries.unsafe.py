"""Columns that requests look up without an index, and lookups that need none."""

# needs: rest_framework
# needs: django_filters

from datetime import timedelta

from django.contrib.postgres.indexes import BrinIndex, BTreeIndex, HashIndex
from django.core.cache import cache
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.generic import ListView

from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.pagination import PageNumberPagination
from rest_framework.serializers import ModelSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from shop.models import Category


class Client(models.Model):
    phone = models.CharField(max_length=20)  # expect: missing-index; # severity: info
    #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-index: `get(phone=…)` and 1 more read the whole table
    name = models.CharField(max_length=50)
    country = models.CharField(max_length=2)  # expect: missing-index; # severity: info

    class Meta:
        indexes = [models.Index(fields=["phone"]), models.Index(fields=["country"])]


@require_GET
def one_client(request):
    return JsonResponse({"name": get_object_or_404(Client, phone=request.GET["phone"]).name})


@require_GET
def first_client(request):
    return JsonResponse({"found": Client.objects.filter(phone=request.GET["phone"]).exists()})


@require_GET
def by_related_column(request):
    """The column of the other table is what leads to the rows."""
    visits = Visit.objects.filter(client__country=request.GET["country"])
    return JsonResponse({"visits": visits.count()})


class Visit(models.Model):
    client = models.ForeignKey(Client, on_delete=models.CASCADE)
    at = models.DateTimeField()  # expect: missing-index; # severity: info
    pages = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["at"])]


@require_GET
def recent(request):
    since = timezone.now() - timedelta(days=1)
    return JsonResponse({"visits": Visit.objects.filter(at__gte=since).count()})


class Post(models.Model):
    state = models.CharField(max_length=9, choices=[("new", "new"), ("out", "out")])  # expect: missing-index; # severity: info
    visible = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "-created_at"])]


@require_GET
def newest_posts(request):
    """One index for the choice and the order; most rows are visible."""
    posts = Post.objects.filter(visible=True, state="out").order_by("-created_at").values("pk")[:20]
    return JsonResponse({"posts": list(posts)})


class Event(models.Model):
    created_at = models.DateTimeField()  # expect: missing-index; # severity: info
    kind = models.CharField(max_length=9)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["-created_at"])]


class Events(ListView):
    model = Event
    paginate_by = 20


# template: shop/event_list.html
"""
{% for event in object_list %}{{ event.kind }}{% endfor %}
"""


class Parcel(models.Model):
    """What clients may filter by counts as asked."""

    label = models.CharField(max_length=20)  # expect: missing-index; # severity: info
    sent_at = models.DateTimeField()  # expect: missing-index; # severity: info
    weight = models.IntegerField()
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE)
    fragile = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["label"]), models.Index(fields=["sent_at"])]


class Pages(PageNumberPagination):
    page_size = 20


class ParcelSerializer(ModelSerializer):
    class Meta:
        model = Parcel
        fields = ["label"]


class Parcels(ReadOnlyModelViewSet):
    queryset = Parcel.objects.order_by("pk")
    serializer_class = ParcelSerializer
    pagination_class = Pages
    filter_backends = [DjangoFilterBackend]
    filterset_fields = ["label", "visit", "fragile"]


class SentParcels(Parcels):
    filterset_fields = {"sent_at": ["gte", "lte"], "weight": ["isnull"]}


class UnfilteredParcels(Parcels):
    filter_backends = []
    filterset_fields = ["weight"]


class ParcelsOfOneVisit(Parcels):
    filterset_fields = ["weight"]

    def get_queryset(self):
        return Parcel.objects.filter(visit=self.kwargs["visit"]).order_by("pk")


class Letter(models.Model):
    """A view of REST framework finds its row by the column that it names."""

    code = models.CharField(max_length=20)  # expect: missing-index; # severity: info
    number = models.CharField(max_length=20)
    word = models.CharField(max_length=20, unique=True)

    class Meta:
        indexes = [models.Index(fields=["code"])]


class LetterSerializer(ModelSerializer):
    class Meta:
        model = Letter
        fields = ["number"]


class LettersByCode(ReadOnlyModelViewSet):
    queryset = Letter.objects.order_by("pk")
    serializer_class = LetterSerializer
    pagination_class = Pages
    lookup_field = "code"


class LettersByWord(LettersByCode):
    lookup_field = "word"


class LettersFoundByHand(LettersByCode):
    lookup_field = "number"

    def get_object(self):
        return get_object_or_404(Letter, word=self.kwargs["number"])


# no index needed


class OtherKinds(models.Model):
    """A block range index serves a span, and a hash index what is equal."""

    at = models.DateTimeField()
    mark = models.CharField(max_length=20)
    day = models.DateField()
    facts = models.JSONField(default=dict)
    name = models.CharField(max_length=20)

    class Meta:
        indexes = [BrinIndex(fields=["at"]), HashIndex(fields=["mark"]), BTreeIndex(fields=["name", "day"])]


@require_GET
def by_other_kinds(request):
    chosen = [
        OtherKinds.objects.filter(at__gte=timezone.now()),
        OtherKinds.objects.filter(mark=request.GET["m"]),
        OtherKinds.objects.filter(name=request.GET["n"], day__lt=timezone.now()),
        OtherKinds.objects.filter(day__year=request.GET["y"]),
        OtherKinds.objects.filter(at__date=request.GET["d"]),
        OtherKinds.objects.filter(facts__color=request.GET["c"]),
        OtherKinds.objects.filter(name__startswith=request.GET["n"]),
    ]
    return JsonResponse({"counts": [rows.count() for rows in chosen]})


class Ticket(models.Model):
    number = models.IntegerField(unique=True)
    code = models.SlugField()
    owner = models.ForeignKey(Client, on_delete=models.CASCADE)
    category = models.ForeignKey(Category, on_delete=models.CASCADE)
    title = models.CharField(max_length=50)
    price = models.IntegerField()
    done = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=[("new", "new"), ("out", "out")])
    opened_at = models.DateTimeField(db_index=True)
    text = models.TextField()
    place = models.CharField(max_length=9)
    zone = models.CharField(max_length=9)

    class Meta:
        indexes = [models.Index(fields=["place", "zone"])]
        constraints = [models.UniqueConstraint(fields=["price", "place"], name="one_price")]


@require_GET
def by_what_is_indexed(request):
    """Unique, a key, an index of its own, or the beginning of one."""
    chosen = [
        Ticket.objects.filter(number=1, title="x"),
        Ticket.objects.filter(pk=1, title="x"),
        Ticket.objects.filter(owner_id=1, title="x"),
        Ticket.objects.filter(owner=request.user.pk, title="x").order_by("title"),
        Ticket.objects.filter(category__pk=3, title="x"),
        Ticket.objects.filter(owner__phone="3", title="x"),
        Visit.objects.filter(client__ticket__number=3, pages=3),
        Ticket.objects.filter(code="x", title="x"),
        Ticket.objects.filter(opened_at__gte=timezone.now()),
        Ticket.objects.filter(place="x", title="y"),
        Ticket.objects.filter(price=3),
        Ticket.objects.order_by("-opened_at")[:20],
    ]
    return JsonResponse({"counts": [len(tickets) for tickets in chosen]})


@require_GET
def the_rows_of_one_client(request, pk):
    """The foreign key narrows them to a few."""
    client = get_object_or_404(Client, pk=pk)
    return JsonResponse({"titles": [t.title for t in client.ticket_set.filter(title="x").order_by("price")[:5]]})


@require_GET
def by_few_values(request):
    """Most values are shared by many rows: an index alone hardly helps."""
    return JsonResponse({"open": Ticket.objects.filter(done=request.GET["d"]).count(), "new": Ticket.objects.filter(state=request.GET["s"]).count()})


@require_GET
def more_than_nothing(request):
    """Most rows may have something."""
    return JsonResponse({"read": cache.get_or_set("shop.fixture:Visit.count:0d272f8c", lambda: Visit.objects.filter(pages__gt=0).count(), 300)})  # expect: uncached-hot-read


@require_GET
def yes_or_no_in_an_indexed_order(request):
    tickets = Ticket.objects.filter(done=False).order_by("-opened_at").values("pk")[:20]
    return JsonResponse({"tickets": list(tickets)})


@require_GET
def by_what_no_b_tree_serves(request):
    chosen = [
        Ticket.objects.filter(title__icontains="x"),  # expect: unindexable-text-search
        Ticket.objects.filter(title__iexact="x"),
        Ticket.objects.filter(text="x"),
        Ticket.objects.filter(title__isnull=True),
        Ticket.objects.exclude(title="x"),
        Ticket.objects.filter(Q(title="x") | Q(text__contains="x")),  # expect: unindexable-text-search
    ]
    return JsonResponse({"counts": [len(tickets) for tickets in chosen]})


@require_GET
def by_something_unknown(request, also=None, **more):
    """Who knows whether the rest narrows them."""
    return JsonResponse({"n": Ticket.objects.filter(also, title="x").count() + Ticket.objects.filter(title="x", **more).count()})


@require_GET
def the_one_there_is(request):
    """Asked of a table like that of the site's settings."""
    return JsonResponse({"name": Listed.objects.order_by("name").first().name})


def all_of_them_sorted():
    """Every row is read anyway."""
    return [ticket.title for ticket in Ticket.objects.order_by("title")]


def nobody_waits_for_it():
    """Nobody is known to call it."""
    return Ticket.objects.filter(title="x").count()


class Mirror(models.Model):
    name = models.CharField(max_length=50)

    class Meta:
        managed = False


@require_GET
def of_a_view_of_the_database(request):
    return JsonResponse({"n": Mirror.objects.filter(name=request.GET["q"]).count()})


class Searched(models.Model):
    """An index that may serve is left to those who made it."""

    name = models.CharField(max_length=50)
    title = models.CharField(max_length=50)

    class Meta:
        indexes = [
            models.Index(fields=["name"], name="some_names", condition=Q(title="x")),
            *[models.Index(fields=[column], name=f"by_{column}") for column in ("title",)],
        ]


@require_GET
def by_a_partial_index(request):
    return JsonResponse({"n": Searched.objects.filter(name=request.GET["n"]).count() + Searched.objects.filter(title=request.GET["t"]).count()})


class IndexedNumber(models.IntegerField):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)


class Counter(models.Model):
    number = IndexedNumber()


@require_GET
def by_a_field_of_ones_own(request):
    return JsonResponse({"n": Counter.objects.filter(number=request.GET["n"]).count()})


class Listed(models.Model):
    name = models.CharField(max_length=50)
    height = models.CharField(max_length=800)


@require_GET
def pages_of_names(request):
    """No column of its own says the order; and a text that is too long for a b-tree."""
    page = Paginator(Listed.objects.order_by("pk"), 20).get_page(1)
    return JsonResponse({"names": [one.name for one in page], "tall": Listed.objects.filter(height=request.GET["h"]).count()})
