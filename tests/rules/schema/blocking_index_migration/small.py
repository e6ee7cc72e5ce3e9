"""A small table, a table that the migrations make, and an index that lets writes go on."""
# at: shop/migrations/0002_indexes.py
# config: rows."shop.Order" = 2_000
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    operations = [
        migrations.AddIndex("order", models.Index(fields=["number"], name="n")),
        migrations.CreateModel("Item", fields=[("id", models.BigAutoField(primary_key=True))]),
        migrations.AddIndex("item", models.Index(fields=["id"], name="i")),
        AddIndexConcurrently("parcel", models.Index(fields=["id"], name="p")),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AddIndex("parcel", models.Index(fields=["id"], name="q"))],
        ),
    ]


# file: shop/migrations/__init__.py
""""""

# file: shop/migrations/0001_initial.py
"""
from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("number", models.IntegerField()),
                ("phone", models.CharField(max_length=20)),
                ("total", models.DecimalField(max_digits=8, decimal_places=2)),
                ("note", models.TextField()),
                ("slug", models.SlugField()),
                ("token", models.CharField(max_length=36, db_collation="C")),
                ("other", custom.MoneyField()),
                ("user", models.ForeignKey("auth.User", on_delete=models.CASCADE)),
            ],
        ),
    ]
"""

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
