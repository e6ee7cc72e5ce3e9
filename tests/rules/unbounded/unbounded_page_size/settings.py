"""Pagination of packages that is used as it comes."""

# at: project/settings.py

WSGI_APPLICATION = "project.wsgi.application"
REST_FRAMEWORK = {
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",  # expect: unbounded-page-size
    "PAGE_SIZE": 20,
}
INSTALLED_APPS = ["api"]  # expect: unbounded-page-size

# file: api/views.py
"""
from ninja import Router
from ninja.pagination import LimitOffsetPagination, PageNumberPagination, paginate
from rest_framework.generics import ListAPIView
from rest_framework.pagination import LimitOffsetPagination as ByOffset, PageNumberPagination as ByNumber

router = Router()


class Letters(ListAPIView):
    pagination_class = ByOffset  # expect: unbounded-page-size


class Notes(ListAPIView):
    pagination_class = ByNumber


@router.get("/letters", response=list[str])
@paginate
def letters(request):  # elsewhere: unbounded-page-size
    return []


@router.get("/notes", response=list[str])
@paginate(PageNumberPagination, page_size=20)
def notes(request):
    return []


@router.get("/bills", response=list[str])
@paginate(LimitOffsetPagination, max_limit=100)
def bills(request):
    return []
"""
