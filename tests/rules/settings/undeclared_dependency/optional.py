"""Used where it is installed, by people who check types, and inside of functions."""
# at: project/settings.py

import importlib.util

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["shop"]

if importlib.util.find_spec("corsheaders"):
    INSTALLED_APPS += ["corsheaders"]

# file: requirements.txt
"""
Django
-e .
"""

# file: shop/views.py
"""
import contextlib
from typing import TYPE_CHECKING

with contextlib.suppress(ImportError):
    import sentry_sdk

if TYPE_CHECKING:
    import jwt


def picture(request):
    import PIL
"""
