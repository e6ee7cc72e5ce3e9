"""A view that asks whether it is too much decides itself."""

# needs: django_ratelimit
from django.http import HttpResponse
from django_ratelimit.decorators import ratelimit


@ratelimit(key="ip", rate="5/m", block=False)
def login(request):
    if getattr(request, "limited", False):
        return HttpResponse("slowly", status=429)
    return HttpResponse("hello")
