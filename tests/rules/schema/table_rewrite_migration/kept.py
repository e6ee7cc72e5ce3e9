"""Longer texts, more digits, another default; a table that is made here; a field that is altered twice."""
# at: shop/migrations/0002_types.py
from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.AlterField("order", "phone", models.CharField(max_length=30)),
        migrations.AlterField("order", "slug", models.TextField()),
        migrations.AlterField("order", "total", models.DecimalField(max_digits=12, decimal_places=2)),
        migrations.AlterField("order", "note", models.TextField(null=True, default="")),
        migrations.AlterField("order", "number", models.PositiveIntegerField()),
        migrations.CreateModel("Item", fields=[("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("item", "total", models.GeneratedField(expression=1, output_field=models.IntegerField(), db_persist=True)),
        migrations.AlterField("order", "token", models.TextField()),
        migrations.AlterField("order", "token", models.IntegerField()),
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
