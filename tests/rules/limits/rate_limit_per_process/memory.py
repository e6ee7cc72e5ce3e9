"""Counters in the memory of a process."""

import time
from collections import Counter, defaultdict, deque

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse

SEEN = {}  # expect: rate-limit-per-process
BY_USER = defaultdict(deque)  # expect: rate-limit-per-process
COUNTS: dict = Counter()  # expect: rate-limit-per-process
TIMES = {}
KNOWN = {"localhost": 0}
PAGES = {}


def limited(view):
    def wrapper(request):
        address = request.META["REMOTE_ADDR"]
        SEEN[address] = SEEN.get(address, 0) + 1
        if SEEN[address] > 20:
            return HttpResponse("slowly", status=429)
        return view(request)

    return wrapper


def sliding(request):
    recent = BY_USER[request.user.pk]
    BY_USER[request.user.pk].append(time.time())
    if len(recent) > 5:
        return JsonResponse({"error": "slowly"}, status=429)
    return JsonResponse({})


class Middleware:
    windows = {}  # expect: rate-limit-per-process

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        COUNTS[request.path] += 1
        self.windows.setdefault(request.path, []).append(time.time())
        if COUNTS[request.path] > 100:
            return HttpResponse(status=429)
        return self.get_response(request)


# what does not limit requests, or not in memory


def timed(request):
    """Nothing is refused."""
    TIMES[request.path] = time.time()
    return HttpResponse("hello" if len(TIMES) < 100 else "many")


def forbidden(request):
    """A refusal of another kind."""
    PAGES[request.path] = PAGES.get(request.path, 0) + 1
    if PAGES[request.path] > 100:
        raise PermissionDenied
    return HttpResponse("hello")


def local(request):
    """The names are the function's own."""
    found = {}
    found[request.path] = 1
    if len(found) > 2:
        return HttpResponse(status=429)
    return HttpResponse("hello")


def from_a_table(request):
    """Not empty from the start: it is configuration."""
    KNOWN[request.path] = 1
    if len(KNOWN) > 2:
        return HttpResponse(status=429)
    return HttpResponse("hello")


class OfTheObject:
    counts = {}

    def __init__(self):
        self.counts = {}

    def __call__(self, request):
        self.counts[request.path] = 1
        if len(self.counts) > 2:
            return HttpResponse(status=429)
        return HttpResponse("hello")
