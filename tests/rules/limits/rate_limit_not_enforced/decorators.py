"""Limits that count and do not refuse."""

# needs: django_ratelimit
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.generic import View
from django_ratelimit.decorators import ratelimit


@ratelimit(key="ip", rate="5/m", block=False)  # expect: rate-limit-not-enforced
#   the name is that of the view
def login(request):
    return HttpResponse("hello")


class Register(View):
    @method_decorator(ratelimit(key="ip", rate="5/m", block=False))  # expect: rate-limit-not-enforced
    def post(self, request):
        return HttpResponse("hello")


@ratelimit(key="ip", rate="5/m")
def by_default(request):
    """Since django-ratelimit 4.0."""
    return HttpResponse("hello")


@ratelimit(key="ip", rate="5/m", block=True)
def blocked(request):
    return HttpResponse("hello")


options = {"block": True}


@ratelimit(key="ip", rate="5/m", **options)
def with_options(request):
    return HttpResponse("hello")
