"""What is in an old migration is not reported; in a new one it can be suppressed."""
# at: shop/migrations/0002_indexes.py
from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.AddIndex("order", models.Index(fields=["number"], name="n")),  # scale: ignore[blocking-index-migration]
    ]


# file: shop/migrations/__init__.py
""""""

# file: shop/migrations/0001_initial.py
"""
from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.AddIndex("order", models.Index(fields=["number"], name="n")),
        migrations.RunSQL("SELECT 1"),  # scale: ignore[blocking-index-migration]
    ]
"""

# file: project/settings.py
"""
WSGI_APPLICATION = "project.wsgi.application"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60}}
"""
