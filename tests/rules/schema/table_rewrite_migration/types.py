"""Other types, and the changes that leave the rows as they are."""
# at: shop/migrations/0002_types.py
# config: rows."shop.Order" = 2_000_000
from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.AlterField("order", "id", models.UUIDField(primary_key=True)),
        migrations.AlterField("order", "number", models.BigIntegerField()),  # expect: table-rewrite-migration
        migrations.AlterField(  # expect: table-rewrite-migration
            model_name="order", name="phone", field=models.CharField(max_length=10)
        ),
        migrations.AlterField("order", "total", models.DecimalField(max_digits=10, decimal_places=3)),  # expect: table-rewrite-migration
        migrations.AlterField("order", "note", models.CharField(max_length=200)),  # expect: table-rewrite-migration
        migrations.AlterField("order", "token", models.UUIDField()),
        migrations.AlterField("order", "other", models.TextField()),
        migrations.AlterField("order", "user", models.IntegerField()),
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
