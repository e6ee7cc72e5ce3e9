"""Stand-ins for a package that is not installed."""

# needs: django_ratelimit
from django.http import HttpResponse

try:
    from django_ratelimit.decorators import ratelimit
except ImportError:

    raise


try:
    from django_ratelimit.decorators import ratelimit as limit
except (ImportError, AttributeError):
    raise  # expect: rate-limit-not-enforced


# what does something


try:
    from django_ratelimit.decorators import ratelimit as strict
except ImportError:

    def strict(*args, **kwargs):
        return lambda view: lambda request: HttpResponse(status=503)


try:
    from django_ratelimit.core import is_ratelimited
except ImportError:
    raise

try:
    from functools import cache
except ImportError:

    def cache(*args):
        return lambda function: function


def identity(*args, **kwargs):
    return lambda view: view


@ratelimit(key="ip", rate="5/m")
def login(request):
    return HttpResponse("hello")
