"""Runs the functions of fixture files on real Django, counts queries and rows. Needs Django and nothing else.

python -m tests.prove FILE…      prints {"file": {"function": {"2": [queries, result, rows], "5": […]}}} as JSON
"""

from __future__ import annotations

import importlib.util
import inspect
import json
import re
import sys
import types
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZES = (2, 5)
_COUNTED = re.compile(r"# (queries|rows):")
OPTIONAL = ("celery", "channels", "django_ratelimit", "httpx", "redis", "requests", "rest_framework")
"""Packages that examples speak about and that not every Python has."""
_SAVING = ("SAVEPOINT", "RELEASE SAVEPOINT")
"""Django 4.2 puts pages of the admin in a transaction of their own."""
Counts = dict[str, dict[str, dict[str, list[object]]]]
"""File → function → size → queries, result, rows. A file that needs what is not installed has no functions."""


def set_up() -> None:
    """Configure Django for the shop, once."""
    configure()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)


def configure(database: dict[str, object] | None = None, apps: list[str] | None = None) -> None:
    """Django's settings, with another database than one in memory, and apps besides, if given."""
    sys.path.insert(0, str(Path(__file__).parent))
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"
    import django
    from django.conf import settings

    if database:
        settings.DATABASES["default"] = database
    settings.INSTALLED_APPS += apps or []
    django.setup()


def runnable(text: str) -> str:
    """The text up to `# django: >=6.1`, if this is an older Django."""
    import django

    for match in re.finditer(r"^# django: >=(\d+)\.(\d+)$", text, re.M):
        if django.VERSION[:2] < (int(match[1]), int(match[2])):
            return text[: match.start()]
    return text


WRITTEN = re.compile(r'^# (template|file): (\S+)\n"""(.*?)"""$', re.M | re.S)
"""Another file, written in a fixture as a string."""


def templates(text: str) -> dict[str, str]:
    """The templates written in a fixture, by their names."""
    return {m[2]: m[3] for m in WRITTEN.finditer(text) if m[1] == "template"}


def is_elsewhere(text: str) -> bool:
    """Whether a fixture is a file of another project, which the shop cannot run."""
    return re.search(r"^# at: ", text, re.M) is not None


def missing(text: str) -> list[str]:
    """The packages that a fixture or an example needs and that are not installed."""
    needed = re.findall(r"^# needs: ([\w.]+)$", text, re.M)
    needed += re.findall(rf"^(?:from|import) ({'|'.join(OPTIONAL)})\b", text, re.M)
    return [name for name in needed if importlib.util.find_spec(name) is None]


def load(path: Path) -> types.ModuleType:
    """The file as a module of the shop, with its templates and no admin classes but its own."""
    from django.contrib import admin
    from shop.settings import JINJA_TEXTS, TEXTS

    text = path.read_text(encoding="utf-8")
    TEXTS.clear()
    JINJA_TEXTS.clear()
    for name, template in templates(text).items():
        (JINJA_TEXTS if name.endswith(".jinja") else TEXTS)[name] = template
    admin.site._registry.clear()
    forget_models()
    forget_receivers()
    module = types.ModuleType(f"shop.fixture_{path.stem.replace('.', '_')}")
    module.__package__ = "shop"
    sys.modules[module.__name__] = module
    exec(compile(runnable(text), str(path), "exec"), module.__dict__)
    return module


def forget_models() -> None:
    """Take the models of fixtures out of Django's registry: the next file may have the same names."""
    from django.apps import apps

    for models in apps.all_models.values():
        for name in [name for name, model in models.items() if model.__module__.startswith("shop.fixture_")]:
            del models[name]
    apps.clear_cache()


def forget_receivers() -> None:
    """Disconnect what fixtures have connected to signals: it would run for the rows of the others."""
    from django.db.models import signals

    for signal in vars(signals).values():
        if isinstance(signal, signals.ModelSignal):
            signal.receivers = [one for one in signal.receivers if not _is_of_a_fixture(one)]
            signal.sender_receivers_cache.clear()


def _is_of_a_fixture(entry: tuple) -> bool:  # type: ignore[type-arg]
    """`entry` is what Django keeps for a receiver: its key, and a reference that may be weak."""
    kept = entry[1]
    receiver = kept() if isinstance(kept, weakref.ReferenceType) else kept
    return receiver is None or str(getattr(receiver, "__module__", "")).startswith("shop.fixture_")


def measured(paths: list[Path]) -> Counts:
    """What each function costs that says how much it is, at each size, by file."""
    found: Counts = {str(path): {} for path in paths}
    for size in SIZES:
        with_rows(size)
        for path in paths:
            text = path.read_text(encoding="utf-8")
            if missing(text) or is_elsewhere(text):
                continue
            lines = text.splitlines()
            module = load(path)
            for name, function in list(vars(module).items()):
                if inspect.isfunction(function) and inspect.unwrap(function).__code__.co_filename == str(path):
                    if _COUNTED.search(lines[inspect.unwrap(function).__code__.co_firstlineno - 1]):
                        found[str(path)].setdefault(name, {})[str(size)] = list(run(function))
    return found


def with_rows(size: int) -> None:
    """A database of that size. Content types are looked up once per process, so that no function pays for them."""
    from django.apps import apps
    from django.contrib.contenttypes.models import ContentType
    from django.core.management import call_command
    from shop.seed import seed

    call_command("flush", interactive=False, verbosity=0)
    seed(size)
    ContentType.objects.get_for_models(*apps.get_models())


def run(function: object) -> tuple[int, str, int]:
    """The number of queries of a call, its result in words, the rows that it fetches. What it writes is taken back."""
    from asgiref.sync import async_to_sync
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    connection.queries_log.clear()  # it forgets the oldest, which then are missing from the count
    with transaction.atomic():
        with CaptureQueriesContext(connection) as captured, fetched() as rows:
            call = async_to_sync(function) if inspect.iscoroutinefunction(function) else function
            try:
                words = repr(call())  # type: ignore[operator]
            except Exception as error:
                words = f"raises {type(error).__name__}"
        transaction.set_rollback(True)
    asked = [query for query in captured.captured_queries if not query["sql"].startswith(_SAVING)]
    return len(asked), words, len(rows)


@contextmanager
def fetched() -> Iterator[list[object]]:
    """The rows that Django's cursors made inside hand over. Writing a query down asks SQLite to quote its parameters.

    https://docs.python.org/3/library/sqlite3.html#sqlite3.Connection.row_factory
    """
    from django.db import connection
    from django.db.backends.sqlite3.base import SQLiteCursorWrapper

    rows: list[object] = []

    def keep(cursor: object, row: object) -> object:
        if isinstance(cursor, SQLiteCursorWrapper):
            rows.append(row)
        return row

    connection.connection.row_factory = keep
    try:
        yield rows
    finally:
        connection.connection.row_factory = None


if __name__ == "__main__":
    set_up()
    print(json.dumps(measured([Path(path) for path in sys.argv[1:]])))
