"""SQLite and MySQL have no such index; what runs nowhere that is known is left alone."""
# at: shop/migrations/0002_indexes.py
from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [migrations.AddIndex("order", models.Index(fields=["number"], name="n"))]


# file: project/settings.py
"""
WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {"default": {"ENGINE": "django.db.backends.mysql", "CONN_MAX_AGE": 60}}
"""
