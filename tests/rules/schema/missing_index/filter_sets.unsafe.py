"""Columns by which clients may choose and order rows; what only staff chooses by needs no index."""

# needs: rest_framework
# needs: django_filters
# config: rows."shop.Bill" = 5000

from django.contrib import admin
from django.db import models
from django.http import JsonResponse
from django.views.decorators.http import require_GET

import django_filters
from django_filters.rest_framework import DjangoFilterBackend
from django_filters.views import FilterView
from rest_framework.filters import OrderingFilter
from rest_framework.pagination import PageNumberPagination
from rest_framework.serializers import ModelSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from shop.models import Customer


class Letter(models.Model):
    sender = models.CharField(max_length=20)  # expect: missing-index; # severity: info
    #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-index: `filter(sender=…)` reads the whole table
    sent_at = models.DateTimeField()  # expect: missing-index; # severity: info
    town = models.CharField(max_length=20)  # expect: missing-index; # severity: info
    weight = models.IntegerField()  # expect: missing-index; # severity: info
    height = models.IntegerField()
    width = models.IntegerField()
    depth = models.IntegerField()
    title = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)

    class Meta:
        indexes = [models.Index(fields=["sender"]), models.Index(fields=["sent_at"]), models.Index(fields=["town"]), models.Index(fields=["weight"])]


class Letters(django_filters.FilterSet):
    by = django_filters.CharFilter(field_name="sender")
    since = django_filters.DateTimeFilter(field_name="sent_at", lookup_expr="gte")
    weight = django_filters.RangeFilter()
    height = django_filters.NumberFilter(method="taller")
    depth = django_filters.NumberFilter(exclude=True)

    class Meta:
        model = Letter
        fields = ["customer", "town", "height"]

    def taller(self, queryset, name, value):
        return queryset.filter(height__gt=value, customer=self.request.user.pk)


class LetterSerializer(ModelSerializer):
    class Meta:
        model = Letter
        fields = ["title"]


class Pages(PageNumberPagination):
    page_size = 20


class LettersToList(ReadOnlyModelViewSet):
    queryset = Letter.objects.order_by("pk")
    serializer_class = LetterSerializer
    pagination_class = Pages
    filter_backends = [DjangoFilterBackend]
    filterset_class = Letters


class Memo(models.Model):
    number = models.IntegerField()  # expect: missing-index; # severity: info
    page = models.IntegerField()
    text = models.CharField(max_length=20)
    owner = models.ForeignKey(Customer, on_delete=models.CASCADE)

    class Meta:
        indexes = [models.Index(fields=["number"])]


class Memos(django_filters.FilterSet):
    class Meta:
        model = Memo
        fields = {"number": ["exact", "lte"], "text": ["icontains"]}  # expect: unindexable-text-search


class MemoList(FilterView):
    queryset = Memo.objects.order_by("pk")
    filterset_class = Memos
    paginate_by = 20
    template_name = "shop/notes.html"


# template: shop/notes.html
"""
{% for note in page_obj %}{{ note.text }}{% endfor %}
"""


class MemosByPage(django_filters.FilterSet):
    class Meta:
        model = Memo
        fields = ["page"]


@require_GET
def notes_of_the_visitor(request):
    """The key leaves few rows."""
    notes = MemosByPage(request.GET, queryset=Memo.objects.filter(owner=request.user.pk))
    return JsonResponse({"texts": [note.text for note in notes.qs[:20]]})


class Stamp(models.Model):
    country = models.CharField(max_length=20)  # expect: missing-index; # severity: info

    class Meta:
        indexes = [models.Index(fields=["country"])]


class Stamps(django_filters.FilterSet):
    class Meta:
        model = Stamp
        fields = ["country"]


@require_GET
def stamps(request):
    found = Stamps(request.GET, queryset=Stamp.objects.order_by("pk"))
    return JsonResponse({"pks": [stamp.pk for stamp in found.qs[:20]]})


class Bill(models.Model):
    due_at = models.DateField()  # expect: missing-index
    amount = models.IntegerField()
    settled_at = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"]), models.Index(fields=["amount"])]


class BillSerializer(ModelSerializer):
    class Meta:
        model = Bill
        fields = ["amount"]


class Bills(ReadOnlyModelViewSet):
    queryset = Bill.objects.order_by("pk")
    serializer_class = BillSerializer
    pagination_class = Pages
    filter_backends = [OrderingFilter]
    ordering_fields = ["due_at"]


class StandardPagination(PageNumberPagination):
    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100


class AllBills(ReadOnlyModelViewSet):  # expect: api-list-without-pagination
    """All rows are sorted, and read anyway."""

    queryset = Bill.objects.order_by("pk")
    serializer_class = BillSerializer
    pagination_class = StandardPagination
    filter_backends = [OrderingFilter]
    ordering_fields = ["amount"]


# what is asked seldom, or not by itself


class Claim(models.Model):
    state = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    amount = models.IntegerField()
    code = models.CharField(max_length=20)


@admin.register(Claim)
class ClaimAdmin(admin.ModelAdmin):
    list_filter = ["state"]
    date_hierarchy = "made_at"
    ordering = ["-amount"]
    search_fields = ["code__exact"]


class Ticket(models.Model):
    owner = models.CharField(max_length=20)
    line = models.CharField(max_length=20)


class Tickets(django_filters.FilterSet):
    """Each choice is among the rows of one owner."""

    owner = django_filters.CharFilter(required=True)

    class Meta:
        model = Ticket
        fields = ["line"]


@require_GET
def tickets(request):
    found = Tickets(request.GET, queryset=Ticket.objects.order_by("pk"))
    return JsonResponse({"pks": [ticket.pk for ticket in found.qs[:20]]})
