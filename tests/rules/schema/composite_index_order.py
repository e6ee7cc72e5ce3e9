"""Indexes whose columns are in the wrong order or in different indexes, and those that serve."""

from django.contrib import admin
from django.db import models
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from shop.models import Customer

STATES = [("new", "new"), ("out", "out"), ("done", "done")]


class WrongWayRound(models.Model):
    """As it is often advised."""

    status = models.CharField(max_length=9, choices=STATES)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["created_at", "status"])]  # expect: composite-index-order
        #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ composite-index-order: the index on (created_at, status)


@require_GET
def newest(request):
    found = WrongWayRound.objects.filter(status="new").order_by("-created_at").values("pk")[:20]
    return JsonResponse({"found": list(found)})


class TwoSingleOnes(models.Model):
    status = models.CharField(max_length=9, choices=STATES, db_index=True)  # expect: composite-index-order
    created_at = models.DateTimeField(db_index=True)


@require_GET
def newest_of_two(request):
    found = TwoSingleOnes.objects.filter(status="new").order_by("-created_at").values("pk")[:20]
    return JsonResponse({"found": list(found)})


class StillNeeded(models.Model):
    """Another query needs the index as it is, so that one is added."""

    status = models.CharField(max_length=9, choices=STATES)  # expect: composite-index-order
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["created_at", "status"])]


@require_GET
def newest_of_all(request):
    every = StillNeeded.objects.order_by("-created_at").values("pk")[:20]
    some = StillNeeded.objects.filter(status="new").order_by("-created_at").values("pk")[:20]
    return JsonResponse({"every": list(every), "some": list(some)})


class ChosenAndSince(models.Model):
    status = models.CharField(max_length=9, choices=STATES, db_index=True)  # expect: composite-index-order
    created_at = models.DateTimeField()


@require_GET
def since(request):
    found = ChosenAndSince.objects.filter(status="new", created_at__gte=timezone.now())
    return JsonResponse({"n": found.count()})


# served


class InOrder(models.Model):
    status = models.CharField(max_length=9, choices=STATES)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["status", "-created_at"])]


@require_GET
def newest_in_order(request):
    """A database reads an index backwards."""
    newest = InOrder.objects.filter(status="new").order_by("-created_at").values("pk")[:20]
    oldest = InOrder.objects.filter(status="new").order_by("created_at").values("pk")[:20]
    return JsonResponse({"newest": list(newest), "oldest": list(oldest)})


class FewRowsPerValue(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    phone = models.CharField(max_length=20, db_index=True)
    status = models.CharField(max_length=9, choices=STATES, db_index=True)
    shown = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_index=True)


@require_GET
def few_rows_anyway(request):
    """The rows of one customer or one number are sorted at once; most rows are shown; the key needs no index."""
    querysets = [
        FewRowsPerValue.objects.filter(customer=1).order_by("-created_at").values("pk")[:20],
        FewRowsPerValue.objects.filter(phone="1").order_by("-created_at").values("pk")[:20],
        FewRowsPerValue.objects.filter(shown=True).order_by("-created_at").values("pk")[:20],
        FewRowsPerValue.objects.filter(status="new").order_by("-pk").values("pk")[:20],
        FewRowsPerValue.objects.filter(status="new").order_by("customer__name").values("pk")[:20],
        FewRowsPerValue.objects.filter(status="new").order_by("-created_at").values("pk"),
    ]
    return JsonResponse({"found": [list(queryset) for queryset in querysets]})


class NeededByStaff(models.Model):
    """The admin shows the newest rows first: the index that it reads stays, and one is added."""

    status = models.CharField(max_length=9, choices=STATES)  # expect: composite-index-order
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["created_at", "status"])]


@admin.register(NeededByStaff)
class NeededByStaffAdmin(admin.ModelAdmin):
    ordering = ["-created_at"]


@require_GET
def newest_for_visitors(request):
    found = NeededByStaff.objects.filter(status="new").order_by("-created_at").values("pk")[:20]
    return JsonResponse({"found": list(found)})
