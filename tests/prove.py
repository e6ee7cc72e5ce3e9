"""Runs the functions of fixture files on real Django and counts their queries. Needs Django and nothing else.

python -m tests.prove FILE…      prints {"file": {"function": {"2": [queries, result], "5": […]}}} as JSON
"""

from __future__ import annotations

import inspect
import json
import sys
import types
from pathlib import Path

SIZES = (2, 5)


def set_up() -> None:
    """Configure Django for the shop, once."""
    sys.path.insert(0, str(Path(__file__).parent))
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)


def load(path: Path) -> types.ModuleType:
    module = types.ModuleType(f"fixture_{path.stem.replace('.', '_')}")
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), module.__dict__)
    return module


def measured(path: Path) -> dict[str, dict[str, list[object]]]:
    """Queries and result of each function that says how many it runs, at each size."""
    lines = path.read_text(encoding="utf-8").splitlines()
    module = load(path)
    found: dict[str, dict[str, list[object]]] = {}
    for size in SIZES:
        with_rows(size)
        for name, function in list(vars(module).items()):
            if inspect.isfunction(function) and function.__module__ == module.__name__:
                if "# queries:" in lines[function.__code__.co_firstlineno - 1]:
                    found.setdefault(name, {})[str(size)] = list(run(function))
    return found


def with_rows(size: int) -> None:
    from django.core.management import call_command
    from shop.seed import seed

    call_command("flush", interactive=False, verbosity=0)
    seed(size)


def run(function: object) -> tuple[int, str]:
    """The number of queries of a call, and its result in words."""
    from asgiref.sync import async_to_sync
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        call = async_to_sync(function) if inspect.iscoroutinefunction(function) else function
        result = call()  # type: ignore[operator]
    return len(captured), repr(result)


if __name__ == "__main__":
    set_up()
    print(json.dumps({str(path): measured(Path(path)) for path in sys.argv[1:]}))
