"""Calls outside the project that do more than compute: by qualified name, what they wait for.

Sources: https://docs.djangoproject.com/en/5.2/topics/email/, https://requests.readthedocs.io/en/latest/api/,
https://www.python-httpx.org/advanced/timeouts/, https://docs.python.org/3/library/, https://redis.readthedocs.io/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum


class Effect(Enum):
    MAIL = "mail"
    NETWORK = "network"
    SLEEP = "sleep"
    PROCESS = "process"
    THREAD = "thread"
    ENQUEUE = "enqueue"
    WRITE = "write"
    TRANSACTION = "transaction"


@dataclass(frozen=True, slots=True)
class Calling:
    """What a call does. `limit` is the keyword of its timeout and `position` the place it has among the arguments;
    `endless`: without it the call waits for ever. `server`: what it waits for, in words. `asynchronous`: the caller
    awaits it, and nobody else waits."""

    effect: Effect
    server: str = ""
    limit: str | None = None
    position: int | None = None
    endless: bool = False
    stdlib: bool = False
    """`socket.setdefaulttimeout()` limits it too."""
    asynchronous: bool = False


def _table(module: str, names: Iterable[str], calling: Calling) -> dict[str, Calling]:
    return {f"{module}.{name}": calling for name in names}


_VERBS = ("get", "options", "head", "post", "put", "patch", "delete", "request")
_REQUESTS = Calling(Effect.NETWORK, "the remote server", "timeout", endless=True)
_HTTPX = Calling(Effect.NETWORK, "the remote server", "timeout")
_ASYNC = Calling(Effect.NETWORK, "the remote server", "timeout", asynchronous=True)
_CONNECTION = Calling(Effect.NETWORK, "the remote server", "timeout", 2, endless=True, stdlib=True)
_SMTP = Calling(Effect.NETWORK, "the mail server", "timeout", 3, endless=True, stdlib=True)
_REDIS = Calling(Effect.NETWORK, "Redis", "socket_timeout")
"""Five seconds since version 8; which version it is cannot be seen at the call."""
_MAIL = Calling(Effect.MAIL, "the mail server")
_PROCESS = Calling(Effect.PROCESS, "the other program", "timeout")

CALLS: Mapping[str, Calling] = {
    **_table("requests", _VERBS, _REQUESTS),
    **_table("requests.api", _VERBS, _REQUESTS),
    **_table("requests.Session", (*_VERBS, "send"), _REQUESTS),
    **_table("httpx", (*_VERBS, "stream"), _HTTPX),
    **_table("httpx.Client", (*_VERBS, "stream", "send"), _HTTPX),
    **_table("httpx.AsyncClient", (*_VERBS, "stream", "send"), _ASYNC),
    **_table("aiohttp.ClientSession", _VERBS, _ASYNC),
    "urllib.request.urlopen": _CONNECTION,
    **_table("http.client", ("HTTPConnection", "HTTPSConnection"), _CONNECTION),
    **_table("smtplib", ("SMTP", "SMTP_SSL"), _SMTP),
    **_table(
        "redis", ("Redis", "StrictRedis", "from_url", "Redis.from_url", "StrictRedis.from_url", "client.Redis"), _REDIS
    ),
    **_table("django.core.mail", ("send_mail", "send_mass_mail", "mail_admins", "mail_managers"), _MAIL),
    **_table("django.core.mail.EmailMessage", ("send",), _MAIL),
    **_table("django.core.mail.EmailMultiAlternatives", ("send",), _MAIL),
    "django.contrib.auth.models.AbstractUser.email_user": _MAIL,
    "sendgrid.SendGridAPIClient.send": _MAIL,
    "time.sleep": Calling(Effect.SLEEP),
    **_table("subprocess", ("run", "call", "check_call", "check_output", "getoutput", "getstatusoutput"), _PROCESS),
    "os.system": _PROCESS,
}
"""Functions and methods by qualified name; a method by the name of its class."""
AT_IMPORT = frozenset(name.partition(".")[0] for name in CALLS) - {"django", "os", "time"} | frozenset(
    {"urlopen", "SMTP", "SMTP_SSL", "HTTPConnection", "HTTPSConnection", "Redis", "sleep"}
)
"""Names in which such calls may begin: code at the top of a module that has none of them need not be looked at."""

_SAME = {
    "requests.session": "requests.Session",
    "requests.sessions.Session": "requests.Session",
    "requests.sessions.session": "requests.Session",
    "django.core.mail.message.EmailMessage": "django.core.mail.EmailMessage",
    "django.core.mail.message.EmailMultiAlternatives": "django.core.mail.EmailMultiAlternatives",
    "sendgrid.sendgrid.SendGridAPIClient": "sendgrid.SendGridAPIClient",
}
OBJECTS: Mapping[str, str] = {
    **{name: name for name in (key.rpartition(".")[0] for key in CALLS) if name.rpartition(".")[2][:1].isupper()},
    **_SAME,
    **{name: name for name in ("concurrent.futures.ThreadPoolExecutor", "concurrent.futures.ProcessPoolExecutor")},
    "concurrent.futures.thread.ThreadPoolExecutor": "concurrent.futures.ThreadPoolExecutor",
}
"""What makes an object whose methods are known → the class of that object."""
CONFIGURED: Mapping[str, str] = {"httpx.Client": "timeout", "httpx.AsyncClient": "timeout"}
"""Classes whose objects carry the timeout of all their calls."""
RECONFIGURING = frozenset({"mount"})
"""Methods after which calls of an object may have a timeout of their own: an adapter can set one."""

SAVING: Mapping[str, Calling] = {
    **dict.fromkeys(("save", "delete", "refresh_from_db"), Calling(Effect.WRITE, "the database")),
    **dict.fromkeys(("asave", "adelete", "arefresh_from_db"), Calling(Effect.WRITE, "the database", asynchronous=True)),
}
"""Methods that every row has: https://docs.djangoproject.com/en/5.2/ref/models/instances/#saving-objects"""

WAITING_BACKENDS = (
    *("django.core.mail.backends.smtp.", "anymail.", "django_ses.", "sendgrid_backend.", "sgbackend."),
    *("django_mailgun.", "django_smtp_ssl.", "postmarker.django.", "sparkpost.django.", "django_amazon_ses."),
)
"""Mail backends that speak to a server or a service before they return."""
SILENT_BACKENDS = frozenset(
    f"django.core.mail.backends.{name}.EmailBackend" for name in ("console", "dummy", "filebased", "locmem")
)
