"""Views that check passwords."""

from functools import wraps

from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView, PasswordResetView
from django.core.cache import caches
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST
from django.views.generic import View


@require_POST
def sign_in(request):
    user = authenticate(request, username=request.POST["name"], password=request.POST["password"])  # expect: no-rate-limit
    if user is not None:
        login(request, user)
    return HttpResponse("hello")


class SignIn(View):
    def post(self, request):
        if authenticate(request, username="a", password=request.POST["password"]):  # expect: no-rate-limit
            return HttpResponse("hello")
        return HttpResponse("no")


def logged(view):
    @wraps(view)
    def wrapper(request):
        return view(request)

    return wrapper


@logged
def by_route(request):
    """A view because the URLconf says so."""
    return HttpResponse(str(authenticate(request, username="a", password="b")))  # expect: no-rate-limit


# what counts, or may


def counts(request):
    if caches["shared"].get_or_set("tries", 0) > 5:
        return HttpResponse("slowly", status=429)
    return HttpResponse(str(authenticate(request, username="a", password="b")))


def limited(view):
    @wraps(view)
    def wrapper(request):
        if caches["shared"].incr("tries") > 5:
            return HttpResponse("slowly", status=429)
        return view(request)

    return wrapper


@limited
def decorated(request):
    return HttpResponse(str(authenticate(request, username="a", password="b")))


class Counting(View):
    def dispatch(self, request, *args, **kwargs):
        if self.too_many():
            return HttpResponse("slowly", status=429)
        return super().dispatch(request, *args, **kwargs)

    def too_many(self):
        return caches["shared"].incr("tries") > 5


class Mine(Counting):
    def post(self, request):
        return HttpResponse(str(authenticate(request, username="a", password="b")))


def helper(name, password):
    """Nobody is known to call it."""
    return authenticate(None, username=name, password=password)


@login_required
def plain(request):
    return HttpResponse("hello")


urlpatterns = [
    path("by-route/", by_route),
    path("counts/", counts),
    path("decorated/", decorated),
    path("plain/", plain),
    path("login/", LoginView.as_view()),  # expect: no-rate-limit
    path("reset/", PasswordResetView.as_view(template_name="reset.html")),  # expect: no-rate-limit
    path("limited/", limited(LoginView.as_view())),
    path("logout/", LogoutView.as_view()),
]
