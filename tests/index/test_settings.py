"""What settings modules say: values, their readers, branches, chains of modules, and which of them is production."""

from __future__ import annotations

import pytest

from scale_lsp.flow.declared import DatabaseConfigured, ProductionSettings, declared_facts
from scale_lsp.index.project import Project
from scale_lsp.index.settings.values import (
    Alternatives,
    Composed,
    FromEnvironment,
    Known,
    Listed,
    Mapped,
    Unknown,
    Unset,
    Value,
)

HEAD = """
import os, sys
from pathlib import Path
import environ, dj_database_url
from decouple import config
env = environ.Env(DEBUG=(bool, False))
BASE_DIR = Path(__file__).resolve().parent
DEBUG = True
INSTALLED_APPS = ["a"]
"""


def project(**files: str) -> Project:
    """A project of files, given with `__` for `/`."""
    made = Project("/p")
    for name, text in files.items():
        made.put(f"/p/{name.replace('__', '/')}", text)
    return made


def production(files: dict[str, str], *wanted: str) -> list[ProductionSettings]:
    made = Project("/p")
    for name, text in files.items():
        made.put(f"/p/{name}", text)
    return [f for f in declared_facts(made.snapshot(), wanted) if isinstance(f, ProductionSettings)]


def words(value: Value) -> object:
    """A value as a test writes it."""
    match value:
        case Known(value=known):
            return known
        case FromEnvironment(name=name, default=default, cast=cast):
            return ("env", name, cast, words(default.value) if default else "required")
        case Listed(items=items, open=more):
            return [words(item.value) for item in items] + ([...] if more else [])
        case Mapped(items=items, open=more):
            return {key: words(item.value) for key, item in items} | ({...: ...} if more else {})
        case Alternatives(options=options):
            return tuple((condition, words(option.value)) for condition, option in options)
        case Composed(parts=parts):
            return "".join(str(words(part)) for part in parts)
        case Unset():
            return "unset"
        case Unknown():
            return ...
    return type(value).__name__


def value(code: str, name: str = "X") -> object:
    (fact,) = production({"settings.py": HEAD + code})
    return words(fact.value(name))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("X = 60 * 60 * 24", 86400),
        ("X = ['a', 'b'] + ['c']", ["a", "b", "c"]),
        ("X = ['a', *unknown]", ["a", ...]),
        ("X = {'a': 1, **{'b': 2}}", {"a": 1, "b": 2}),
        ("X = {'a': 1} | {'b': 2}", {"a": 1, "b": 2}),
        ("X = dict(a=1)", {"a": 1}),
        ("X = f'redis://{HOST}:6379'", "redis://Reference:6379"),
        ("X = something()", ...),
        ("X = 1\nX = 2", 2),
        ("X: int = 1", 1),
        ("X, Y = 1, 2", 1),
        ("X, Y = something()", ...),
        ("X = 1\ndel X", "unset"),
    ],
)
def test_values(code: str, expected: object) -> None:
    assert value(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("X = os.environ['A']", ("env", "A", "str", "required")),
        ("X = os.environ.get('A')", ("env", "A", "str", None)),
        ("X = os.getenv('A', 'b')", ("env", "A", "str", "b")),
        ("X = os.environ.get('A') or 'b'", ("env", "A", "str", "b")),
        ("X = os.environ.get('A', '') == '1'", ("env", "A", "bool", False)),
        ("X = os.environ.get('A', 'true').lower() in ('1', 'true')", ("env", "A", "bool", True)),
        ("X = bool(os.environ.get('A', 'False'))", ("env", "A", "truth", True)),
        ("X = int(os.environ.get('A', '5'))", ("env", "A", "int", 5)),
        ("X = not os.environ.get('A')", ("env", "A", "bool", True)),
        ("X = env('A')", ("env", "A", "str", "required")),
        ("X = env('DEBUG')", ("env", "DEBUG", "bool", False)),
        ("X = env.bool('A', default=True)", ("env", "A", "bool", True)),
        ("X = env.bool('A', True)", ("env", "A", "bool", True)),
        ("X = config('A', default=False, cast=bool)", ("env", "A", "bool", False)),
        ("X = {'default': env.db()}", {"default": {"ENGINE": ("env", "DATABASE_URL", "str", "required"), ...: ...}}),
        (
            "X = env.db_url('A', default='sqlite:///db')",
            {"ENGINE": ("env", "A", "str", "django.db.backends.sqlite3"), ...: ...},
        ),
        (
            "X = dj_database_url.config(conn_max_age=600)",
            {
                "ENGINE": ("env", "DATABASE_URL", "str", "required"),
                "CONN_MAX_AGE": 600,
                "CONN_HEALTH_CHECKS": False,
                ...: ...,
            },
        ),
        (
            "X = dj_database_url.parse('postgres://u@h:5432/n')",
            {
                "ENGINE": "django.db.backends.postgresql",
                "CONN_MAX_AGE": 0,
                "CONN_HEALTH_CHECKS": False,
                "HOST": "h",
                "PORT": 5432,
                ...: ...,
            },
        ),
    ],
)
def test_readers_of_the_environment(code: str, expected: object) -> None:
    assert value(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("X = {'default': {}}\nX['default']['A'] = 1", {"default": {"A": 1}}),
        ("X = ['a']\nX += ['b']", ["a", "b"]),
        ("X = ['a']\nX.insert(0, 'b')", ["b", "a"]),
        ("X = ['a', 'b']\nX.remove('a')", ["b"]),
        ("X = ['a']\nX.extend(more)", ["a", ...]),
        ("X = {'a': 1}\nX.update(b=2)", {"a": 1, "b": 2}),
        ("X = {'a': 1}\nX.update(more())", {"a": 1, ...: ...}),
        ("X = {'a': 1}\nX[name()] = 2", {"a": 1, ...: ...}),
        ("X = {'a': {'b': 1}}\ndel X['a']['b']", {"a": {}}),
        ("X = ['a']\nfor y in z:\n    X = f(X)", ...),
    ],
)
def test_changes_in_place(code: str, expected: object) -> None:
    assert value(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("if DEBUG:\n    X = 1\nelse:\n    X = 2", 2),
        ("X = 1 if DEBUG else 2", 2),
        ("X = 1\nif not DEBUG:\n    X = 2", 2),
        ("X = 1\nif os.environ.get('A'):\n    X = 2", (("os.environ.get('A')", 2), ("not os.environ.get('A')", 1))),
        ("if os.environ.get('A'):\n    X = 2", (("os.environ.get('A')", 2), ("not os.environ.get('A')", "unset"))),
        ("X = 1\nif 'test' in sys.argv:\n    X = 2", 1),
        ("X = {'a': 1}\nif Y:\n    X['b'] = 2", {"a": 1, "b": (("Y", 2), ("not Y", "unset"))}),
        ("X = 1\nif Y:\n    Z = 2", 1),
        ("X = 1\ntry:\n    from missing_settings import *\nexcept ImportError:\n    pass", None),
        ("X = 1\nfrom os import *", 1),
    ],
)
def test_branches(code: str, expected: object) -> None:
    found = value(code)
    if expected is None:
        assert found != 1
        assert ... in _leaves(found)
    else:
        assert found == expected


def _leaves(found: object) -> list[object]:
    return [leaf for _, inner in found for leaf in _leaves(inner)] if isinstance(found, tuple) else [found]


def test_a_module_takes_over_another() -> None:
    files = {
        "site/settings/__init__.py": "",
        "site/settings/base.py": "DEBUG = True\nINSTALLED_APPS = ['a']\n_private = 1\nX = 1\n",
        "site/settings/production.py": "from .base import *\nfrom . import base\nINSTALLED_APPS += ['b']\nY = base.X\n",
        "site/settings/local.py": "from .base import *\nX = 2\n",
    }
    (fact,) = production(files)
    assert fact.path == "/p/site/settings/production.py"
    assert words(fact.value("INSTALLED_APPS")) == ["a", "b"]
    assert (words(fact.value("X")), words(fact.value("Y"))) == (1, 1)
    assert "_private" not in fact.settings
    debug = fact.get("DEBUG")
    assert debug is not None
    assert debug.site.path == "/p/site/settings/base.py"


def test_a_module_imported_under_its_absolute_name() -> None:
    files = {
        "config/settings/base.py": "INSTALLED_APPS = ['a']\nX = 1\n",
        "config/settings/prod.py": "from config.settings.base import *\nX = 2\n",
    }
    (fact,) = production(files)
    assert words(fact.value("X")) == 2


LOCAL = "import os\nINSTALLED_APPS = []\nX = 1\nif os.path.exists('x'):\n    from .local_settings import *\n"


def test_a_private_module_may_say_something_else() -> None:
    (fact,) = production({"a/settings.py": LOCAL, "a/__init__.py": ""})
    assert ... in _leaves(words(fact.value("X")))


def test_a_module_for_developers_does_not() -> None:
    (fact,) = production({"a/settings.py": LOCAL, "a/local_settings.py": "X = 2\n", "a/__init__.py": ""})
    assert words(fact.value("X")) == 1


def test_split_settings() -> None:
    files = {
        "site/settings/__init__.py": "from split_settings.tools import include\ninclude('parts/*.py')\n",
        "site/settings/parts/a.py": "INSTALLED_APPS = ['a']\n",
        "site/wsgi.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site.settings')\n",
    }
    (fact,) = production(files)
    assert words(fact.value("INSTALLED_APPS")) == ["a"]


WSGI = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', '{}')\n"
APPS = "INSTALLED_APPS = []\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"settings.py": APPS}, ["settings.py"]),
        ({"a/settings.py": APPS, "a/settings_local.py": APPS}, ["a/settings.py"]),
        ({"a/settings/base.py": APPS, "a/settings/live.py": APPS}, ["a/settings/live.py"]),
        ({"a/settings/base.py": APPS, "a/settings/other.py": APPS}, []),
        (
            {"a/settings/base.py": APPS, "a/settings/x.py": APPS, "a/wsgi.py": WSGI.format("a.settings.x")},
            ["a/settings/x.py"],
        ),
        ({"a/settings/dev.py": APPS, "a/wsgi.py": WSGI.format("a.settings.dev")}, []),
        (
            {
                "a/settings/base.py": APPS,
                "a/settings/x.py": APPS,
                "Dockerfile": "ENV DJANGO_SETTINGS_MODULE=a.settings.x",
            },
            ["a/settings/x.py"],
        ),
        (
            {
                "a/settings/base.py": APPS,
                "a/settings/x.py": APPS,
                "compose.dev.yml": "services: {w: {environment: {DJANGO_SETTINGS_MODULE: a.settings.x}}}",
            },
            [],
        ),
        ({"example/settings.py": APPS}, []),
        ({"a/settings.py": APPS, "demo/settings.py": "from a.settings import *\nINSTALLED_APPS = []\n"}, []),
        ({"a/settings.py": "X = 1\n"}, []),
        ({"a/conf.py": APPS}, []),
    ],
)
def test_which_module_is_production(files: dict[str, str], expected: list[str]) -> None:
    assert [f.path.removeprefix("/p/") for f in production(files)] == expected


@pytest.mark.parametrize("wanted", ["a.conf", "a/conf.py"])
def test_the_user_says_which_module_is_production(wanted: str) -> None:
    (fact,) = production({"a/conf.py": APPS, "a/settings/prod.py": APPS}, wanted)
    assert fact.path == "/p/a/conf.py"


def test_databases_and_their_conditions() -> None:
    code = (
        "if os.environ.get('DB'):\n    DATABASES = {'default': {'A': 1}}\n"
        "else:\n    DATABASES = {'default': {'A': 2}}\n"
    )
    made = project(**{"settings.py": HEAD + code})
    found = [f for f in declared_facts(made.snapshot()) if isinstance(f, DatabaseConfigured)]
    assert [(f.condition, words(f.setting.value)) for f in found] == [
        ("os.environ.get('DB')", {"A": 1}),
        ("not os.environ.get('DB')", {"A": 2}),
    ]


def test_nothing_is_derived_again_while_the_settings_stay() -> None:
    made = project(**{"settings.py": HEAD, "views.py": "def f():\n    return 1\n", "requirements.txt": "django\n"})
    first = declared_facts(made.snapshot())
    made.put("/p/views.py", "def f():\n    return 2\n")
    assert declared_facts(made.snapshot()) is first
    made.put("/p/requirements.txt", "django\nredis\n")
    second = declared_facts(made.snapshot())
    assert second is not first
    made.put("/p/settings.py", HEAD + "if Y:\n    X = 1\n")
    assert declared_facts(made.snapshot()) is not second
