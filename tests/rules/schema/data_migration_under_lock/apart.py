"""No transaction, a table of its own, a migration of its own."""
# at: shop/migrations/0002_fill.py
from django.db import migrations, models


def fill(apps, schema_editor):
    apps.get_model("shop", "Order").objects.update(paid=False)


class Migration(migrations.Migration):
    atomic = False

    operations = [
        migrations.AddField("order", "paid", models.BooleanField(null=True)),
        migrations.RunPython(fill),
    ]


# file: shop/migrations/0003_item.py
"""
from django.db import migrations, models


def fill(apps, schema_editor):
    apps.get_model("shop", "Item").objects.update(paid=False)


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel("Item", fields=[("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("item", "paid", models.BooleanField(null=True)),
        migrations.RunPython(fill),
    ]
"""

# file: shop/migrations/0004_only.py
"""
from django.db import migrations, models


def fill(apps, schema_editor):
    apps.get_model("shop", "Order").objects.update(paid=False)


class Migration(migrations.Migration):
    operations = [
        migrations.RunPython(fill),
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
