"""The process that jedi runs in: it runs nothing of the project, and whoever asks does not wait for ever."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scale_lsp.hints import asking
from scale_lsp.hints.asking import Jedi

TEXT = "from shop import Order\n\norder = Order()\n"
PLACES = [(2, 0), (0, 5)]
NEVER = (sys.executable, "-c", "import time; time.sleep(1000)")


@pytest.fixture
def jedi() -> Iterator[Jedi]:
    jedi = Jedi()
    yield jedi
    jedi.stop()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "shop.py").write_text("class Order:\n    pass\n")
    return tmp_path


def ask(jedi: Jedi, root: Path, text: str = TEXT) -> list[list[tuple[str, str]]]:
    """About `order`, `Order` and, where there is more, the functions that are called on line 5."""
    more = [(4, column) for column in (3, 13, 23)] if text.count("\n") > 4 else []
    return jedi.classes(str(root), str(root / "views.py"), text, PLACES + more)


def test_an_answer_for_each_place(jedi: Jedi, root: Path) -> None:
    known = [[((root / "shop.py").as_posix(), "Order")], []]
    assert ask(jedi, root) == known
    assert ask(jedi, root, "def broken(:\n") == [[], []]
    assert ask(jedi, root) == known


def test_a_class_in_a_class(jedi: Jedi, root: Path) -> None:
    (root / "shop.py").write_text("class Order:\n    class Line:\n        pass\n")
    ((_, name),) = ask(jedi, root, TEXT.replace("= Order", "= Order.Line"))[0]
    assert name == "Order.Line"


def test_nothing_of_the_project_is_run(jedi: Jedi, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither its modules, whatever they are called, nor a Python that lies there."""
    marker = root / "run"
    code = f"open({str(marker)!r}, 'w').write('x')\n"
    for name in ("json", "jedi", "gi", "sitecustomize", "conftest"):
        (root / f"{name}.py").write_text(code)
    (root / "shop.py").write_text(f"{code}import gi, json\n\n\nclass Order:\n    pass\n")
    python = root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\ntouch {marker}\n")
    python.chmod(0o755)
    (python.parent.parent / "pyvenv.cfg").write_text("home = /usr/bin\n")
    monkeypatch.chdir(root)
    monkeypatch.setenv("VIRTUAL_ENV", str(root / ".venv"))
    text = f"{TEXT}import gi, json, jedi\ngi.load(json.load(jedi.load()))\n"
    assert ask(jedi, root, text)[0] == [((root / "shop.py").as_posix(), "Order")]
    assert not marker.exists()


def test_nothing_is_written(
    jedi: Jedi, root: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What two processes write and read at once, or one does not finish, would be half of it."""
    cache = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    assert ask(jedi, root)[0]
    assert [path for path in cache.rglob("*") if path.is_file()] == []


def test_what_takes_too_long_is_ended(jedi: Jedi, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as changed:
        changed.setattr(asking, "COMMAND", NEVER)
        changed.setattr(asking, "LIMIT", 0.1)
        with pytest.raises((OSError, ValueError)):
            ask(jedi, root)
    assert ask(jedi, root)[0]


def test_a_process_that_has_died_is_started_again(jedi: Jedi, root: Path) -> None:
    assert ask(jedi, root)[0]
    assert jedi._process is not None
    jedi._process.kill()
    jedi._process.wait()
    assert ask(jedi, root)[0]


def test_it_ends_when_nobody_can_ask_any_more(jedi: Jedi, root: Path) -> None:
    ask(jedi, root)
    assert jedi._process is not None
    assert jedi._process.communicate(timeout=30) == ("", None)
    assert jedi._process.returncode == 0
