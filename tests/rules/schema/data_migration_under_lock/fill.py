"""The lock is taken by the first operation, and held while the function runs."""
# at: shop/migrations/0002_fill.py
# config: rows."shop.Order" = 2_000_000
from django.db import migrations, models


def fill(apps, schema_editor):
    Order = apps.get_model("shop", "Order")
    Order.objects.filter(paid=None).update(paid=False)


def name(apps, schema_editor):
    for order in apps.get_model("shop.Order").objects.all():
        order.name = str(order.number)
        order.save()


def count(apps, schema_editor):
    print(apps.get_model("shop", "Order").objects.count())


def other(apps, schema_editor):
    apps.get_model("shop", "Customer").objects.update(name="")


class Migration(migrations.Migration):
    operations = [
        migrations.RunPython(name),
        migrations.AddField("order", "paid", models.BooleanField(null=True)),
        migrations.RunPython(fill),  # expect: data-migration-under-lock
        migrations.RunPython(code=name, reverse_code=migrations.RunPython.noop),  # expect: data-migration-under-lock
        migrations.RunPython(count),
        migrations.RunPython(other),
        migrations.RunPython(migrations.RunPython.noop),
        migrations.AlterField("order", "paid", models.BooleanField()),
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
