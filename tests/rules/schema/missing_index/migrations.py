"""Indexes that migrations create in SQL serve as well as those of models."""

from django.db import models
from django.http import JsonResponse
from django.views.decorators.http import require_GET

# file: shop/migrations/0042_indexes.py
"""
from django.db import migrations


class Migration(migrations.Migration):
    operations = [
        migrations.RunSQL("CREATE INDEX CONCURRENTLY IF NOT EXISTS parcel_label ON shop_crate (label DESC, sent_at)"),
        migrations.RunSQL('create unique index by_town on "public"."crates" using btree ("town" text_pattern_ops);'),
        migrations.RunSQL("CREATE INDEX open_ones ON shop_crate (height) WHERE weight > 3"),
        migrations.RunSQL("CREATE INDEX other_label ON shop_other (weight)"),
    ]
"""


class Crate(models.Model):
    label = models.CharField(max_length=20)
    sent_at = models.DateTimeField()  # expect: missing-index; # severity: info
    weight = models.IntegerField()  # expect: missing-index; # severity: info
    height = models.IntegerField()


class Named(models.Model):
    town = models.CharField(max_length=20)

    class Meta:
        db_table = "crates"


class Declared(models.Model):
    """What a migration wrote may be gone: the index of the model stays."""

    label = models.CharField(max_length=20, db_index=True)


@require_GET
def found(request):
    chosen = [
        Crate.objects.filter(label=request.GET["label"]),
        Crate.objects.filter(sent_at=request.GET["at"]),
        Crate.objects.filter(weight=request.GET["weight"]),
        Crate.objects.filter(height=request.GET["height"]),
        Named.objects.filter(town=request.GET["town"]),
    ]
    return JsonResponse({"counts": [rows.count() for rows in chosen]})
