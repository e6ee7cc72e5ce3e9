"""A limit for all pages of Django Ninja."""

# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
INSTALLED_APPS = ["api"]
NINJA_PAGINATION_MAX_LIMIT = 100

# file: api/views.py
"""
from ninja import Router
from ninja.pagination import paginate

router = Router()


@router.get("/letters", response=list[str])
@paginate
def letters(request):
    return []
"""
