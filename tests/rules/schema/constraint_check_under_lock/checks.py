"""All rows are checked at once; or only from then on; or those of a table that is empty."""
# at: shop/migrations/0002_checks.py
# config: rows."shop.Order" = 2_000_000
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

POSITIVE = models.CheckConstraint(check=models.Q(number__gte=0), name="positive")


class Migration(migrations.Migration):
    operations = [
        migrations.AddConstraint(  # expect: constraint-check-under-lock
            model_name="order",
            constraint=models.CheckConstraint(check=models.Q(number__gte=0), name="positive"),
        ),
        migrations.AddConstraint("order", POSITIVE),
        migrations.AddConstraint("order", models.UniqueConstraint(fields=["number"], name="once")),
        AddConstraintNotValid("order", models.CheckConstraint(check=models.Q(number__lt=9), name="few")),
        migrations.CreateModel("Item", fields=[("id", models.BigAutoField(primary_key=True))]),
        migrations.AddConstraint("item", models.CheckConstraint(check=models.Q(id__gte=0), name="item")),
    ]


# file: shop/models.py
"""
from django.db import models


class Order(models.Model):
    number = models.IntegerField()
"""

# file: project/settings.py
"""
WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60}}
"""
