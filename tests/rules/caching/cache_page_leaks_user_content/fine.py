"""Cached pages that are the same for everybody, or kept apart."""

# config: ignore = ["unbounded-json-response", "unindexable-text-search"]

import logging
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control, cache_page, never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie, vary_on_headers
from django.views.generic import TemplateView, View

from shop.models import Product

log = logging.getLogger()


@cache_page(60)
@require_safe
def products(request):
    words = request.GET.get("q", "")
    return JsonResponse({"names": list(Product.objects.filter(name=words).values_list("name", flat=True))})


@cache_page(60)
@vary_on_cookie
def varied(request):
    return HttpResponse(request.user.get_username())


@cache_page(60)
@vary_on_headers("Cookie")
def varied_by_header(request):
    return HttpResponse(request.user.get_username())


@cache_page(60)
def varied_in_the_view(request):
    response = HttpResponse(request.user.get_username())
    patch_vary_headers(response, ["Cookie"])
    return response


@cache_page(60)
@never_cache
def not_stored(request):
    return HttpResponse(request.user.get_username())


@cache_page(60)
@cache_control(private=True)
def private(request):
    return HttpResponse(request.user.get_username())


@cache_page(60)
def private_in_the_view(request):
    response = HttpResponse(request.user.get_username())
    patch_cache_control(response, private=True)
    return response


@cache_page(60)
def private_by_header(request):
    response = HttpResponse(request.user.get_username())
    response["Cache-Control"] = "private"
    return response


@cache_page(60)
@csrf_protect
def form(request):
    return HttpResponse(request.META.get("CSRF_COOKIE", ""))


@login_required
@cache_page(60)
def same_for_all_members(request):
    """Who is signed in is asked outside of the cache."""
    return HttpResponse("hello")


@cache_page(60)
def logged(request):
    log.info("seen by %s", request.user)
    if request.user.is_authenticated:
        log.info("signed in")
    return HttpResponse("hello")


@cache_page(60)
def posted(request):
    """Only GET and HEAD are cached."""
    if request.method == "POST":
        return HttpResponse(request.user.get_username())
    return HttpResponse("hello")


@cache_page(60)
def writes_only(request):
    request.session["seen"] = True
    return HttpResponse("hello")


def each_user(view):
    @wraps(view)
    def wrapper(request):
        response = view(request)
        response["Vary"] = "Cookie"
        return response

    return wrapper


@cache_page(60)
@each_user
def by_own_decorator(request):
    return HttpResponse(request.user.get_username())


class Posts(View):
    @method_decorator(cache_page(60))
    def get(self, request):
        return HttpResponse("hello")

    def post(self, request):
        return HttpResponse(request.user.get_username())


@method_decorator(cache_page(60), name="dispatch")
class Page(TemplateView):
    template_name = "empty.html"

    @method_decorator(vary_on_cookie)
    def get(self, request, *args, **kwargs):
        return HttpResponse(request.user.get_username())


def uncached(request):
    return HttpResponse(request.user.get_username())


class Someone:
    def __init__(self, user):
        self.user = user


@cache_page(60)
def of_something_else(request):
    return HttpResponse(Someone("nobody").user)


urlpatterns = [path("varied/", cache_page(60)(vary_on_cookie(uncached))), path("uncached/", uncached)]
