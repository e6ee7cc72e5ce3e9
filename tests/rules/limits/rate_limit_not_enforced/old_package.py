"""Before 4.0 the package was `ratelimit`, and did not refuse unless it was told to."""

# needs: ratelimit
from django.http import HttpResponse
from ratelimit.decorators import ratelimit


@ratelimit(key="ip", rate="5/m")  # expect: rate-limit-not-enforced
def login(request):
    return HttpResponse("hello")


@ratelimit(key="ip", rate="5/m", block=True)
def blocked(request):
    return HttpResponse("hello")
