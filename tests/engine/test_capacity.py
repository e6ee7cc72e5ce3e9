"""How many users a site carries: the arithmetic by hand, the settings it is worked out from, what breaks first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scale_lsp.config import Config
from scale_lsp.engine.capacity import SCALES, Capacity, capacity
from scale_lsp.engine.caps import Cap
from scale_lsp.engine.endpoints import Endpoint, Step
from scale_lsp.engine.load import Cost, Workers, cost, mean, requests, rows_of, served, users
from scale_lsp.finding import Growth, Severity
from scale_lsp.flow.ledger import Visit
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.options import Options
from scale_lsp.text.positions import Location, Position, Span
from tests.proof.projects import ROOT, project

NEAR = Options(db_rtt_ms=0.06)
"""A database on the same machine."""


HERE = Location("/site/views.py", Span(Position(0, 0), Position(0, 1)))
ORDERS = Visit("rows of Order", Symbol(Kind.CLASS, f"{ROOT}/shop/models.py", "Order"))


def entry(queries: int = 1, *around: Visit, **given: Any) -> Endpoint:
    """A view that sends so many queries, and one more in each round of loops."""
    once = Step(HERE, "Order.objects.all()", queries)
    each = Step(HERE, "order.customer", 1, around)
    known = {"kind": "view", "name": "shop.views.orders", "paginated": None, "cached": False}
    counted = {"emails": 0, "external_calls": 0, "writes": 0, "findings": (), "unknown": ()}
    return Endpoint(
        routes=("/",),
        location=HERE,
        queries=Growth(queries, int(bool(around))),
        fixed=Growth(queries),
        n="rows of Order" if around else "",
        steps=(once, each) if around else (once,),
        mended=(once,),
        **{**known, **counted, **given},
    )


def size(visit: Visit) -> int:
    return 20 if visit.paged else 100


N_PLUS_1 = entry(1, ORDERS)
POSTGRESQL = """
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "CONN_MAX_AGE": 60}}
"""
SQLITE = 'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "shop.sqlite3"}}\n'
HEAD = 'ROOT_URLCONF = "urls"\nWSGI_APPLICATION = "wsgi.application"\n'


def judged(
    settings: str, *entries: Endpoint, web: str = "", files: dict[str, str] | None = None, **options: Any
) -> Capacity:
    """The capacity of a project with these settings, which a Procfile serves."""
    written = {"settings.py": HEAD + settings, "wsgi.py": "", **(files or {})}
    if web:
        written["Procfile"] = f"web: {web}\n"
    return capacity(project(written).snapshot(), Config.model_validate(options), entries or (N_PLUS_1,))


def cap(found: Capacity, resource: str) -> Cap:
    (one,) = (cap for cap in found.caps if cap.resource == resource)
    return one


def test_what_a_request_costs() -> None:
    """101 queries × (1 + 0.3) ms + 100 rows × 0.01 ms + 1 ms."""
    one = cost(N_PLUS_1, size, Options())
    assert one.held_ms(Options()) == pytest.approx(131.3 + 1 + 1)
    assert one.cpu_ms() == pytest.approx(101 * 0.3 + 1 + 1)
    assert one.words(Options()) == "1 ms + 100 queries × (1 + 0.3) ms + 100 rows × 0.01 ms = 130 ms"
    assert cost(N_PLUS_1, size, Options(), fixed=True).held_ms(Options()) == pytest.approx(1.3 + 1 + 1)


def test_the_rows_that_are_read() -> None:
    """Those of nested loops; of a list without queries in it, those of a page or of a usual table."""
    page = replace(ORDERS, paged=True)
    entries = (entry(), N_PLUS_1, entry(1, page), entry(1, page, ORDERS), entry(1, Visit("ten", most=10)))
    assert [rows_of(one, size, Options()) for one in entries] == [0, 100, 20, 2000, 10]
    assert [rows_of(entry(paginated=paged), size, Options()) for paged in (None, True, False)] == [0, 20, 100]


def test_a_cached_page_costs_no_query_and_a_call_lasts_as_long_as_its_service() -> None:
    assert cost(entry(50, cached=True), size, Options()).held_ms(Options()) == 1
    assert cost(entry(0, emails=1, external_calls=2), size, Options()).held_ms(Options()) == 1 + 3 * 300


def test_the_mean_of_requests() -> None:
    assert mean([Cost(2, 4, 6, 8), Cost()], connects=True) == Cost(1, 2, 3, 4, 0.5)
    assert mean([Cost(2), Cost()]) == Cost(1)
    assert mean([]) is None


def test_only_what_visitors_wait_for_counts() -> None:
    mine = [entry(1), entry(9, kind="task"), entry(9, kind="admin"), entry(9, kind="command"), entry(3, kind="api")]
    assert judged(POSTGRESQL, *mine).request_ms == pytest.approx(1 + 2 * 1.3)
    assert judged(POSTGRESQL, *mine[1:4]).request_ms is None


def test_the_tables_sizes_that_the_user_has_set_count() -> None:
    """1,001 queries × 1.3 ms + 1,000 rows × 0.01 ms + 1 ms."""
    models = "from django.db import models\nclass Order(models.Model):\n    pass\n"
    found = judged(POSTGRESQL, files={"shop/__init__.py": "", "shop/models.py": models}, rows={"shop.Order": 1000})
    assert found.request_ms == pytest.approx(1001 * 1.3 + 11)


def test_threads_wait_and_processes_compute() -> None:
    """2 × 10 threads / 301 ms; one thread more for each request is of no use while Python runs for 31.3 ms of it."""
    waiting = served(Workers(2, 10), Cost(calls=1), Options())
    assert (waiting.per_second, waiting.by) == (pytest.approx(0.7 * 20_000 / 301), "workers")
    computing = served(Workers(2, 10), Cost(queries=101), Options())
    assert (computing.per_second, computing.by) == (pytest.approx(0.7 * 2000 / 31.3), "Python")
    assert computing.arithmetic == "70% × 2 processes / 31 ms of Python = ≈ 45 requests/s"
    assert served(Workers(2, None), Cost(queries=101), Options()) == computing


@pytest.mark.parametrize(
    ("queries", "rows", "measured"),
    [(101, 100, 75), (1, 100, 720), (1, 20, 1500)],
)
def test_the_estimate_is_near_what_was_measured(queries: int, rows: int, measured: int) -> None:
    """With two synchronous workers that have nothing else to do, as they had while measuring."""
    estimate = served(Workers(2, 1), Cost(queries, rows), NEAR).per_second / 0.7
    assert measured / 1.5 < estimate < measured * 1.5


def test_users_and_requests_are_the_same_thing_in_other_words() -> None:
    options = Options(requests_per_user_per_minute=3)
    assert (users(5, options), requests(100, options)) == (100, 5.0)


def test_the_workers_of_a_procfile() -> None:
    """4 threads hold requests for 133.3 ms: 0.7 × 4 / 0.1333 = 21 a second, which 630 users make."""
    found = judged(POSTGRESQL, web="gunicorn wsgi --workers 4")
    assert (found.request_ms, found.requests_per_second) == (pytest.approx(133.3), pytest.approx(21.005, abs=0.01))
    assert found.fixed_requests_per_second == pytest.approx(0.7 * 4000 / 3.3)
    assert (found.users, found.first) == (630, cap(found, "requests"))
    one = cap(found, "requests")
    assert one.words == "4 processes × 1 thread serve ≈ 21 requests/s; then all of them have a request in hand"
    assert one.assumption.endswith("2 requests a minute for each user.")
    assert one.location is not None
    assert (one.location.path.rpartition("/")[2], one.severity) == ("Procfile", Severity.ERROR)
    assert cap(judged(POSTGRESQL, web="gunicorn wsgi --workers 4", **{"target-users": 400}), "requests").severity is (
        Severity.WARNING
    )


@pytest.mark.parametrize(
    ("web", "processes", "threads", "assumed"),
    [
        ("gunicorn wsgi -w 3 --threads 8", 3, 8, ""),
        ("gunicorn wsgi", 1, 1, "1 process, the default of gunicorn"),
        ("gunicorn wsgi -w 2 -k gevent", 2, 1000, ""),
        ("gunicorn asgi -w 2 -k uvicorn.workers.UvicornWorker", 2, None, ""),
        ("uvicorn asgi:application --workers 5", 5, None, ""),
        ("daphne asgi:application", 1, None, ""),
        ("waitress-serve wsgi:application", 1, 4, ""),
        ("uwsgi --module wsgi --processes 4 --threads 2", 4, 2, ""),
        ("", 4, 1, "4 processes, as no deployment file says how the site is served"),
    ],
)
def test_what_serves_the_site(web: str, processes: int, threads: int | None, assumed: str) -> None:
    found = judged(POSTGRESQL, web=web)
    assert found.workers == Workers(processes, threads, assumed)
    assert any("how many processes" in words for words in found.unknown) is bool(assumed)


def test_connections_that_are_opened_for_each_request_cost_time() -> None:
    """6.4 ms and one more round trip."""
    again = judged(POSTGRESQL.replace(', "CONN_MAX_AGE": 60', ""), web="gunicorn wsgi --workers 4")
    assert again.request_ms == pytest.approx(133.3 + 7.4)
    (one,) = (cap for cap in again.caps if cap.resource == "connections" and cap.limit is None)
    assert one.location is not None


def test_more_threads_than_connections() -> None:
    """100 - 3 - 10 of Celery = 87 for 8 × 16 threads; 87 / 133.3 ms = 650 a second, which 19,579 users make."""
    files = {"Procfile": "web: gunicorn wsgi --workers 8 --threads 16\nworker: celery -A shop worker -c 10\n"}
    one = cap(judged(POSTGRESQL, files=files), "connections")
    assert (one.limit, one.users, one.severity) == (87, 19_579, Severity.ERROR)
    assert one.arithmetic == (
        "100 - 3 reserved - 10 of task workers = 87; the servers open up to 128; 87 / 130 ms = ≈ 650 requests/s"
    )
    other = POSTGRESQL.replace("}}", '}, "old": {"ENGINE": "django.db.backends.postgresql", "NAME": "old"}}')
    both = [one for one in judged(other, files=files).caps if one.resource == "connections" and one.limit]
    assert [("`old`" in one.words, one.users) for one in both] == [(False, 19_579), (True, None)]
    enough = cap(judged(POSTGRESQL, web="gunicorn wsgi --workers 8 --threads 4"), "connections")
    assert (enough.limit, enough.users, enough.severity) == (97, None, Severity.INFO)


def test_a_pool_is_shared_by_the_threads_of_a_process() -> None:
    """2 pools of 4 = 8 connections for 40 threads: 8 / 133.3 ms = 60 a second, which 1,800 users make."""
    pooled = POSTGRESQL.replace('"CONN_MAX_AGE": 60', '"OPTIONS": {"pool": True}')
    one = cap(judged(pooled, web="gunicorn wsgi --workers 2 --threads 20"), "connections")
    assert (one.limit, one.users, one.severity) == (8, 1800, Severity.WARNING)
    assert "2 pools of 4 = 8" in one.arithmetic


def test_a_pooler_in_front_is_not_judged() -> None:
    found = judged(POSTGRESQL.replace('"NAME"', '"PORT": 6432, "NAME"'), web="gunicorn wsgi --workers 90 --threads 9")
    assert not any(cap.resource == "connections" for cap in found.caps)
    assert "how many connections the pooler in front of `default` has" in found.unknown


def test_sqlite_writes_one_after_the_other_and_has_no_way_to_it() -> None:
    """60 commits / 2 writes = 30 requests a second, which 900 users make."""
    found = judged(SQLITE, entry(writes=2), web="gunicorn wsgi --workers 4")
    one = cap(found, "database writes")
    assert (one.limit, one.users, one.severity) == (60, 900, Severity.ERROR)
    assert found.request_ms == pytest.approx(1 + 0.3)
    ahead = SQLITE.replace(
        '"NAME"', '"OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"}, "NAME"'
    )
    assert cap(judged(ahead, entry(writes=2), web="gunicorn wsgi --workers 4"), "database writes").users == 15_000
    assert cap(judged(SQLITE, entry(), web="gunicorn wsgi --workers 4"), "database writes").users is None


def test_calls_of_services_hold_workers() -> None:
    """4 workers / 300 ms = 13.3 calls a second; every other request makes one: 26.7 requests, which 800 users make."""
    entries = (entry(emails=1, name="shop.views.checkout"), entry())
    one = cap(judged(POSTGRESQL, *entries, web="gunicorn wsgi --workers 4"), "outgoing calls")
    assert (one.limit, one.users) == (pytest.approx(13.33, abs=0.01), 800)
    assert "`shop.views.checkout`" in one.words
    assert not any(c.resource == "outgoing calls" for c in judged(POSTGRESQL, entry()).caps)


def test_a_mail_server_with_a_quota() -> None:
    assert cap(judged(POSTGRESQL + 'EMAIL_HOST = "smtp.gmail.com"\n'), "e-mails").limit == 500


def test_open_sockets_are_open_files() -> None:
    routing = (
        "from channels.routing import URLRouter\nfrom django.urls import path\nfrom consumers import Board\n"
        "application = URLRouter([path('ws/', Board.as_asgi())])\n"
    )
    files = {"routing.py": routing, "consumers.py": "class Board:\n    pass\n"}
    one = cap(judged(POSTGRESQL, web="uvicorn asgi --workers 3", files=files), "WebSockets")
    assert (one.limit, one.users) == (3 * 924, 3 * 924)


def test_settings_that_cost_every_request_something_come_from_the_rules() -> None:
    settings = (
        'DEBUG = True\nCELERY_TASK_ALWAYS_EAGER = True\nMIDDLEWARE = ["django.contrib.sessions.middleware.Sess'
        'ionMiddleware"]\nSESSION_SAVE_EVERY_REQUEST = True\n'
        'CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}\n'
    )
    board = {"board.py": "async def changed(layer):\n    await layer.group_send('orders', {'type': 'changed'})\n"}
    found = judged(POSTGRESQL + settings, web="gunicorn wsgi --workers 4", files=board)
    by_rule = {cap.resource: cap for cap in found.caps if cap.limit is None}
    assert by_rule.keys() == {"memory and time", "tasks", "sessions", "messages"}
    assert all(cap.location is not None and cap.users is None for cap in by_rule.values())


def test_what_breaks_first() -> None:
    """630 users for the workers, 1,800 for the writes."""
    found = judged(SQLITE, entry(0, external_calls=1, writes=1), web="gunicorn wsgi --workers 14")
    limits = {cap.resource: cap.users for cap in found.caps if cap.users is not None}
    assert limits == {"requests": 976, "outgoing calls": 1400, "database writes": 1800}
    assert [(scale.users, [cap.resource for cap in scale.breaks]) for scale in found.scales] == [
        (50, []),
        (200, []),
        (1_000, ["requests"]),
        *((number, ["requests", "outgoing calls", "database writes"]) for number in SCALES[3:]),
    ]
    assert found.scales[2].requests_per_second == pytest.approx(33.33, abs=0.01)


def test_what_is_not_known_is_said() -> None:
    found = capacity(project({"shop.py": "x = 1\n"}).snapshot(), Config(), ())
    assert (found.users, found.requests_per_second, found.first) == (None, None, None)
    assert found.unknown == (
        "which settings production runs with",
        "how many processes serve the site: 4 processes, as no deployment file says how the site is served",
        "what a request costs: no view is known",
        "the machines: cores, memory, and what else runs on them",
    )
    choice = 'import os\nif os.environ.get("DB"):\n    ' + POSTGRESQL.strip() + "\nelse:\n    " + SQLITE
    urls = "from django.urls import path\nurlpatterns = [path('', lambda request: 1)]\n"
    found = judged(choice, entry(unknown=("what `eval` does",)), web="gunicorn wsgi -w 2", files={"urls.py": urls})
    assert "all that 1 of 1 entry points do" in found.unknown
    assert "1 part of the URLconfs" in found.unknown
    assert any(words.startswith("which database is used: it depends on") for words in found.unknown)
