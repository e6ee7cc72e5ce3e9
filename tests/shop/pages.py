"""What a fixture needs to look at a page as a browser does."""

import re
import types

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from django.urls import clear_url_caches, path, set_urlconf


def page(view, **query):
    """The body of the answer to a GET request."""
    request = RequestFactory().get("/", query)
    response = view(request)
    if hasattr(response, "render"):
        response.render()
    return b"".join(response).decode()


def feed_items(feed):
    """What a feed says of its items; the document itself has the time in it."""
    items = feed.get_feed(feed.get_object(RequestFactory().get("/")), RequestFactory().get("/")).items
    return [[(name, str(value)) for name, value in item.items() if name != "pubdate"] for item in items]


def change_list(model, **query):
    """The body of the admin's list of a model, for a user who may do everything."""
    return _admin_page(lambda: admin.site._registry[model].changelist_view, (), query)


def change_form(model, pk, **query):
    """The body of the admin's form of one row."""
    return _admin_page(lambda: admin.site._registry[model].change_view, (str(pk),), query)


def _admin_page(view, arguments, query):
    request = RequestFactory().get("/", query)
    request.user = get_user_model()(pk=0, username="boss", is_staff=True, is_superuser=True)
    request.csrf_processing_done = True
    urls = types.ModuleType("shop.urls_of_one_fixture")
    urls.urlpatterns = [path("admin/", admin.site.urls)]
    clear_url_caches()
    set_urlconf(urls)
    try:
        response = view()(request, *arguments)
        response.render()
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    finally:
        set_urlconf(None)
        clear_url_caches()
