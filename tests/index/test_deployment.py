"""What deployment and requirements files say."""

from __future__ import annotations

import pytest

from scale_lsp.index.deployment.requirements import requirements
from scale_lsp.index.deployment.server import Server
from scale_lsp.text.plain import TextFile, is_plain
from tests.index.test_settings import APPS, production


def server(files: dict[str, str]) -> Server:
    (fact,) = production({"settings.py": APPS, **files})
    return fact.server


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Procfile", "web: gunicorn site.wsgi", ("wsgi", "gunicorn", None, 1)),
        (
            "Procfile",
            "web: gunicorn site.wsgi -w 4 --threads=8\nworker: celery -A site worker",
            ("wsgi", "gunicorn", 4, 8),
        ),
        ("Procfile", "web: gunicorn site.asgi -k uvicorn.workers.UvicornWorker -w3", ("asgi", "gunicorn", 3, 1)),
        ("Procfile", "web: daphne site.asgi:application", ("asgi", "daphne", 1, None)),
        ("Procfile", "web: gunicorn a -w ${WORKERS:-3}", ("wsgi", "gunicorn", 3, 1)),
        ("Procfile", "web: gunicorn a -w $WORKERS", ("wsgi", "gunicorn", None, 1)),
        ("Procfile", "web: gunicorn a\nws: daphne b", ("", "", None, None)),
        ("Procfile", "web: echo gunicorn", ("", "", None, None)),
        ("Dockerfile", 'FROM x\nCMD ["gunicorn", "-w", "2", \\\n  "a.wsgi"]\n', ("wsgi", "gunicorn", 2, 1)),
        (
            "Dockerfile",
            "CMD python manage.py runserver\nCMD exec uvicorn a:b --workers 2",
            ("asgi", "uvicorn", 2, None),
        ),
        ("Dockerfile", 'CMD ["sh", "-c", "python manage.py migrate && gunicorn a -w 2"]', ("wsgi", "gunicorn", 2, 1)),
        ("docker-compose.yml", "services:\n  web:\n    command: gunicorn a -w 2\n", ("wsgi", "gunicorn", 2, 1)),
        ("docker-compose.yml", "services:\n  web:\n    command: [uvicorn, 'a:b']\n", ("asgi", "uvicorn", None, None)),
        ("docker-compose.yml", "services: [\n", ("", "", None, None)),
        ("docker-compose.dev.yml", "services: {web: {command: gunicorn a -w 2}}", ("", "", None, None)),
        ("render.yaml", "services:\n- name: web\n  startCommand: gunicorn a -w 2\n", ("wsgi", "gunicorn", 2, 1)),
        ("web.service", "[Service]\nExecStart=/srv/bin/gunicorn a --workers 5\n", ("wsgi", "gunicorn", 5, 1)),
        ("entrypoint.sh", "# gunicorn a -w 9\nexec gunicorn a -w 2\n", ("wsgi", "gunicorn", 2, 1)),
        ("requirements.txt", "gunicorn", ("wsgi", "", None, None)),
        ("requirements.txt", "gunicorn\nuvicorn", ("", "", None, None)),
    ],
)
def test_server(name: str, text: str, expected: tuple[object, ...]) -> None:
    found = server({name: text})
    assert (found.interface, found.program, found.processes, found.threads) == expected


def test_gunicorn_configuration_file() -> None:
    config = "import multiprocessing\nworkers = multiprocessing.cpu_count() * 2 + 1\nthreads = 4\n"
    found = server({"Procfile": "web: gunicorn site.wsgi", "gunicorn.conf.py": config})
    assert (found.processes, found.threads, found.several) == (None, 4, True)
    named = server({"Procfile": "web: gunicorn a -c deploy/gunicorn_web.py", "deploy/gunicorn_web.py": "workers = 3\n"})
    assert named.processes == 3


def test_replicas_are_several_processes() -> None:
    text = "services:\n  web:\n    command: daphne a\n    deploy: {replicas: 2}\n"
    assert server({"compose.yml": text}).several


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "requirements.txt",
            "Django==5.2 \\\n  --hash=sha256:0\n# redis\npsycopg[pool]>=3  # driver\n-r requirements/base.txt\n",
            ["django", "psycopg"],
        ),
        (
            "requirements/base.txt",
            "git+https://h/x.git#egg=Django_Thing\n-e .[dev]\nname @ https://h/y.whl\n",
            ["django-thing", "name"],
        ),
        ("environment.yml", "dependencies:\n- c::django=5.2\n- pip:\n  - celery[redis]>=5\n", ["django", "celery"]),
        (
            "pyproject.toml",
            '[project]\ndependencies = ["Django>=5"]\n[dependency-groups]\ndev = ["pytest", {include-group = "x"}]\n',
            ["django", "pytest"],
        ),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\npython = "^3.11"\npsycopg = {version = "^3", extras = ["pool"]}\n',
            ["python", "psycopg"],
        ),
        ("Pipfile", '[packages]\ndjango = "*"\n', ["django"]),
        ("Pipfile.lock", '{"default": {"django": {}}}', ["django"]),
        ("uv.lock", '[[package]]\nname = "django"\nversion = "5.2"\n', ["django"]),
        ("setup.cfg", "[options]\ninstall_requires =\n    Django>=5\n", ["django"]),
    ],
)
def test_requirements(name: str, text: str, expected: list[str]) -> None:
    found = requirements([TextFile(f"/p/{name}", text)], has_setup=False)
    assert [d.name for d in found.declared] == expected
    assert found.complete


def test_requirements_that_are_not_complete() -> None:
    good = TextFile("/p/requirements.txt", "django\n")
    assert not requirements([good], has_setup=True).complete
    assert not requirements([good, TextFile("/p/pyproject.toml", "[project\n")], has_setup=False).complete
    assert not requirements([], has_setup=False).complete
    for line in ("https://h/y.whl", "git+https://h/x.git@main", "-e ./vendor/x", "../x", "y-1.0-py3-none-any.whl"):
        found = requirements([TextFile("/p/requirements.txt", f"django\n{line}\n")], has_setup=False)
        assert [d.name for d in found.declared] == ["django"]
        assert not found.complete


def test_extras() -> None:
    found = requirements([TextFile("/p/requirements.txt", "psycopg[binary,pool]\n")], has_setup=False)
    assert found.has("psycopg", "pool")
    assert not found.has("psycopg", "c")
    assert found.has("Psycopg")


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("/p/Procfile", True),
        ("/p/Dockerfile.web", True),
        ("/p/requirements/base.txt", True),
        ("/p/deploy/nginx.conf", True),
        ("/p/deploy/nginx/conf.d/shop.conf", True),
        ("/p/deploy/shop.conf", False),
        ("/p/notes.txt", False),
        ("/p/app/templates/requirements.txt", False),
        ("/p/gunicorn.conf.py", False),
    ],
)
def test_what_is_held_as_a_text(path: str, plain: bool) -> None:
    assert is_plain(path) is plain
