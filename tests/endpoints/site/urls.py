"""Each page, with the queries it sends for n rows in each table and n rows below each of them."""

from books import api, views
from django.contrib.auth.decorators import login_required
from django.urls import include, path
from rest_framework.routers import SimpleRouter

router = SimpleRouter()
router.register("books", api.BookViewSet)
router.register("eager", api.EagerBookViewSet, basename="eager")
router.register("authors", api.AuthorViewSet)

urlpatterns = [
    path("nothing/", views.nothing),
    path("lines/", views.lines),
    path("joined/", views.joined),
    path("nested/", views.nested),
    path("twice/", views.twice),
    path("pages/", views.pages),
    path("prefetched-pages/", views.prefetched_pages),
    path("bypassed/", views.bypassed),
    path("helpers/", views.through_helpers),
    path("shown/<int:pk>/", views.shown),
    path("listed/", views.listed),
    path("paged/", views.paged),
    path("posted/", views.posted),
    path("chosen/", views.chosen),
    path("early/", views.early),
    path("mine/", views.mine),
    path("slices/", views.slices),
    path("values/", views.values),
    path("chapters/", views.chapters),
    path("plain/", views.Plain.as_view()),
    path("list/", views.Books.as_view()),
    path("paged-list/", views.PagedBooks.as_view()),
    path("one/<int:pk>/", views.OneBook.as_view()),
    path("about/", views.About.as_view()),
    path("guarded/", login_required(views.About.as_view())),
    path("api/titles/", api.titles),
    path("api/", include(router.urls)),
]
