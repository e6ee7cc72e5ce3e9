"""What is installed from an address or a folder may be anything."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["rest_framework", "corsheaders", "django_filters"]

# file: requirements.txt
"""
Django
https://github.com/encode/django-rest-framework/archive/refs/heads/main.zip
-e ./vendor/filters
git+https://github.com/adamchainz/django-cors-headers.git@main
"""
