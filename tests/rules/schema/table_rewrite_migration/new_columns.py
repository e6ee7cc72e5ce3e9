"""A value for each row is written into each row; one value for all of them is not."""
# at: shop/migrations/0002_columns.py
import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    operations = [
        migrations.AddField("order", "token", models.UUIDField(db_default=RandomUUID())),  # expect: table-rewrite-migration # severity: info
        migrations.AddField(  # expect: table-rewrite-migration # severity: info
            "order",
            "double",
            models.GeneratedField(expression=models.F("number") * 2, output_field=models.IntegerField(), db_persist=True),
        ),
        migrations.AddField("order", "at", models.DateTimeField(db_default=Now())),
        migrations.AddField("order", "other", models.UUIDField(default=uuid.uuid4)),
        migrations.AddField("order", "kind", models.IntegerField(default=1)),
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
