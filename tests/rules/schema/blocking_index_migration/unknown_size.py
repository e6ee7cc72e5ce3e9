"""Nobody has said how many rows there are; what else the migration does stays in its transaction, so no fix."""
# at: shop/migrations/0002_indexes.py
from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes."""

    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("order", "paid", models.BooleanField(default=False)),
        migrations.AddIndex("order", models.Index(fields=["number"], name="n")),  # expect: blocking-index-migration # severity: info
        migrations.AlterField("order", "phone", models.CharField(max_length=20, db_index=True)),  # expect: blocking-index-migration # severity: info
        migrations.AlterField("order", "slug", models.SlugField(db_index=True)),
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
