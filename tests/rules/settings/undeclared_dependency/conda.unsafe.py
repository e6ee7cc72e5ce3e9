"""What conda installs, and pip for it."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = [
    "rest_framework",
    "corsheaders",
    "django_filters",  # expect: undeclared-dependency
]

# file: requirements.txt
"""
Django
django-filter
"""

# file: environment.yml
"""
name: shop
dependencies:
  - python=3.13
  - conda-forge::djangorestframework=3.16
  - pip:
      - django-cors-headers
"""
