"""Pages that are stored for all and made for one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_page
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.vary import vary_on_cookie
from django.views.generic import ListView, TemplateView, View

from shop.models import Order


@cache_page(60)  # expect: cache-page-leaks-user-content
@vary_on_cookie
def by_name(request):
    return HttpResponse(request.user.get_username())


@vary_on_cookie
@cache_page(60 * 5, key_prefix="basket")  # expect: cache-page-leaks-user-content
@vary_on_cookie
def varied_too_late(request):
    """The header is added to what is already stored."""
    basket = request.session.get("basket", [])
    return render(request, "basket.html", {"basket": basket})


@cache_page(60)  # expect: cache-page-leaks-user-content
@vary_on_cookie
@login_required
def for_members(request):
    """Once it is stored, nobody is asked to sign in."""
    return HttpResponse("members only")


@login_required
@cache_page(60)  # expect: cache-page-leaks-user-content
@vary_on_cookie
def signed_in(request):
    """Who is signed in is asked each time, but sees the orders of the first one."""
    return render(request, "orders.html", {"orders": orders_of(request)})


def orders_of(request):
    return Order.objects.filter(customer__user=request.user)


@cache_page(  # expect: cache-page-leaks-user-content
    timeout=60,
)  # a minute
@vary_on_cookie
def with_notes(the_request):
    return HttpResponse(", ".join(map(str, messages.get_messages(the_request))))


@cache_page(60)  # expect: cache-page-leaks-user-content
@csrf_protect
def with_a_form(request):
    return HttpResponse(f'<input name="csrfmiddlewaretoken" value="{get_token(request)}">')


@cache_page(60)  # expect: cache-page-leaks-user-content
@vary_on_cookie
def by_cookie(request):
    if "dark" in request.COOKIES:
        return HttpResponse("dark")
    return HttpResponse("light")


class Mine(View):
    @method_decorator(cache_page(60))  # expect: cache-page-leaks-user-content
    @method_decorator(vary_on_cookie)
    def get(self, request):
        return HttpResponse(self.greeting())

    def greeting(self):
        return f"Dear {self.request.user}"


@method_decorator(cache_page(60), name="dispatch")  # expect: cache-page-leaks-user-content
@method_decorator(vary_on_cookie, name="dispatch")
class Orders(ListView):
    model = Order

    def get_queryset(self):
        return super().get_queryset().filter(customer__user=self.request.user)


@method_decorator(cache_page(60), name="dispatch")  # expect: cache-page-leaks-user-content
@method_decorator(vary_on_cookie, name="dispatch")
class Members(LoginRequiredMixin, TemplateView):
    template_name = "empty.html"


@method_decorator(cache_page(60), name="get")
class AskedOutside(LoginRequiredMixin, TemplateView):
    """The mixin is around what is cached, and the page is the same for all members."""

    template_name = "empty.html"


class Profile(View):
    def get(self, request):
        return HttpResponse(request.user.email)


def plain(request):
    return HttpResponse(str(request.user))


urlpatterns = [
    path("profile/", cache_page(60)(vary_on_cookie(Profile.as_view()))),  # expect: cache-page-leaks-user-content
    path("plain/", cache_page(60)(vary_on_cookie(plain))),  # expect: cache-page-leaks-user-content
]
urlpatterns += [path("asked/", login_required(cache_page(60)(vary_on_cookie(plain))))]  # expect: cache-page-leaks-user-content
