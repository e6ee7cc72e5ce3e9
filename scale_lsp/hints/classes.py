"""Which classes the objects at some places of a text belong to, as far as jedi knows.

Nothing of the project is imported or run: jedi reads it. Compiled modules it imports, but looks for them in Python's
own library only; in all other folders it finds sources and stubs.
"""

from __future__ import annotations

import logging
import os
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

import jedi  # type: ignore[import-untyped]
import parso.cache
from jedi.api.classes import Name  # type: ignore[import-untyped]
from jedi.api.environment import InterpreterEnvironment  # type: ignore[import-untyped]

logger = logging.getLogger(__name__)

_VIRTUALENVS = (".venv", "venv", "env")
jedi.settings.auto_import_modules = []
"""Else it runs them to see what is in them."""
for _name in ("_load_from_file_system", "_save_to_file_system", "_remove_cache_and_update_lock"):
    setattr(parso.cache, _name, lambda *_, **__: None)
"""What has been parsed is kept in memory only. On disk it is written in place: who reads it meanwhile, or when the one
who wrote it has been ended, gets half of it.
"""


class _Library(InterpreterEnvironment):  # type: ignore[misc]
    """This Python with nothing but its own library. It starts no other one."""

    def get_sys_path(self) -> list[str]:
        return list(dict.fromkeys(sysconfig.get_path(name) for name in ("stdlib", "platstdlib")))


def classes(root: str, path: str, text: str, places: Sequence[tuple[int, int]]) -> list[list[tuple[str, str]]]:
    """For the name at each place (line and column, from zero) the files and names of the classes it is an object of."""
    project = jedi.Project(root, added_sys_path=[str(folder) for folder in _packages(Path(root))])
    script = jedi.Script(text, path=path, project=project, environment=_Library())
    return [list(_classes(script, line, column)) for line, column in places]


def _classes(script: jedi.Script, line: int, column: int) -> Iterator[tuple[str, str]]:
    try:
        for found in script.infer(line + 1, column):
            where = found.module_path
            if found.type == "instance" and where is not None and (name := _qualified(found)):
                yield where.as_posix(), name
    except Exception as error:  # it raises all sorts of them on code it does not expect
        logger.debug("jedi failed at line %s: %r", line + 1, error)


def _qualified(found: Name) -> str:
    """`Outer.Inner`: the name of a class without that of its module."""
    return (found.full_name or "").removeprefix(f"{found.module_name}.")


def _packages(root: Path) -> Iterator[Path]:
    """Where the packages of the project are installed, and those beside us."""
    environments = [root / name for name in _VIRTUALENVS]
    if active := os.environ.get("VIRTUAL_ENV"):
        environments.append(Path(active))
    for environment in environments:
        yield from sorted(environment.glob("lib/python3*/site-packages"))
        yield from environment.glob("Lib/site-packages")
    yield Path(sysconfig.get_path("purelib"))
