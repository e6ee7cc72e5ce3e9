# needs: httpx
# needs: redis
# needs: requests
import asyncio
import http.client
import smtplib
import urllib.request
from functools import partial
from urllib.request import urlopen

import httpx
import redis
import requests
from requests.adapters import HTTPAdapter

RATES = "https://rates.example.com/"
SESSION = requests.Session()
ADAPTED = requests.Session()


class Patient(HTTPAdapter):
    def send(self, request, **options):
        return super().send(request, **{**options, "timeout": 3})


ADAPTED.mount("https://", Patient())
CURRENCIES = partial(requests.get, RATES)


def plain(request):
    return requests.get(RATES, params={"q": 1})  # expect: network-call-without-timeout
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ network-call-without-timeout: `requests.get` waits for the remote server


def written_over_lines(request):
    return requests.post(  # expect: network-call-without-timeout
        RATES,
        json={"currency": "EUR"},  # the one we bill in
    )


def limited(request):
    """A limit is a limit, wherever it comes from."""
    requests.get(RATES, timeout=5)
    requests.get(RATES, timeout=(3, 10))
    requests.get(RATES, timeout=request.GET["patience"])
    urllib.request.urlopen(RATES, None, 5)
    http.client.HTTPSConnection("rates.example.com", 443, timeout=5)
    smtplib.SMTP("mail.example.com", 25, None, 5)


def said_to_wait(request):
    """A fix of a choice is not safe."""
    return httpx.get(RATES, timeout=None)  # expect: network-call-without-timeout


def limited_by_default(request):
    """httpx waits five seconds."""
    return httpx.get(RATES), httpx.Client().post(RATES)


async def awaited(request):
    async with httpx.AsyncClient() as client:
        return await client.get(RATES)


async def awaited_for_ever(request):
    async with httpx.AsyncClient(timeout=None) as client:  # expect: network-call-without-timeout
        return await client.get(RATES)


def passed_through(request, **options):
    """The caller may give a timeout."""
    return requests.get(RATES, **options)


def by_a_session(request):
    with requests.Session() as session:
        session.headers["Accept"] = "application/json"
        return session.get(RATES)  # expect: network-call-without-timeout


def by_a_session_of_the_module(request):
    return SESSION.request("GET", RATES)  # expect: network-call-without-timeout


def by_a_session_with_an_adapter(request):
    """The adapter has a timeout: it is not looked into."""
    session = requests.Session()
    session.mount("https://", Patient())
    return session.get(RATES), ADAPTED.get(RATES)


def by_a_changed_session(request):
    session = requests.Session()
    session.request = partial(session.request, timeout=5)
    return session.get(RATES)


class Rates:
    def __init__(self):
        self.session = requests.Session()
        self.adapted = requests.Session()
        self.adapted.mount("https://", Patient())

    def get(self, currency):
        return self.session.get(RATES + currency)  # expect: network-call-without-timeout

    def patiently(self, currency):
        return self.adapted.get(RATES + currency)


class Limited(requests.Session):
    """A session of one's own is not looked into."""

    def request(self, *arguments, **options):
        options.setdefault("timeout", 5)
        return super().request(*arguments, **options)


def by_a_session_of_ones_own(request):
    return Limited().get(RATES)


def standard_library(request):
    urlopen(RATES)  # expect: network-call-without-timeout
    http.client.HTTPSConnection("rates.example.com")  # expect: network-call-without-timeout
    with smtplib.SMTP("mail.example.com") as server:  # expect: network-call-without-timeout
        server.noop()


def redis_servers(request):
    """Newer clients wait five seconds by themselves."""
    redis.Redis(host="cache")
    redis.from_url("redis://cache")
    redis.Redis(host="cache", socket_timeout=None)  # expect: network-call-without-timeout


async def in_a_thread(request):
    """Threads are no less lost than workers."""
    return await asyncio.to_thread(lambda: requests.get(RATES))  # expect: network-call-without-timeout


if RATES == "":  # when the module is imported
    CURRENCIES = requests.get(RATES)  # expect: network-call-without-timeout


def not_the_package(request, requests):
    """A parameter of that name."""
    return requests.get(RATES)
