"""A setup.py may compute more."""
# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["corsheaders"]

# file: requirements.txt
"""
Django
"""

# file: setup.py
"""
from setuptools import setup
"""
