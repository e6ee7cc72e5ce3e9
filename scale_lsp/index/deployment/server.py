"""How the project is served: by which program, over which interface, with how many processes and threads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scale_lsp.index.deployment.commands import Command
from scale_lsp.index.settings.environment import default_of
from scale_lsp.index.settings.values import Known, Setting
from scale_lsp.text.site import Site

Interface = str
"""`wsgi`, `asgi`, or "" where it is not known."""

_ASGI = frozenset({"uvicorn", "daphne", "hypercorn"})
_WSGI = frozenset({"gunicorn", "uwsgi", "waitress-serve", "mod_wsgi-express"})
PROGRAMS = (*sorted(_ASGI | _WSGI), "granian")


@dataclass(frozen=True, slots=True)
class Server:
    """One program that serves the project; what is None is not said. `several`: surely more than one process."""

    interface: Interface
    program: str
    processes: int | None = None
    threads: int | None = None
    worker_class: str = ""
    connections: int | None = None
    several: bool = False
    site: Site | None = None
    replicas: int = 1
    """How many hosts or containers start it."""

    @property
    def single(self) -> bool:
        return self.processes == 1 and not self.several


UNKNOWN_SERVER = Server("", "")


def servers(
    commands: Iterable[Command], module: Callable[[str], Mapping[str, Setting]], configs: Mapping[str, str]
) -> Iterator[Server]:
    """The servers that commands start. `configs` are Gunicorn's configuration files by their names."""
    for command in commands:
        for part in parts(command):
            program = next((p for p in PROGRAMS if _starts(part, p)), None)
            if program is None:
                continue
            if program == "gunicorn":
                yield _gunicorn(part, module, configs)
            else:
                yield _other(program, part)


def parts(command: Command) -> Iterator[Command]:
    """The commands that `&&` and its like put into one line."""
    words: list[str] = []
    for word in (*_unwrapped(command.words), "&&"):
        if word in ("&&", "||", ";", "|", "&"):
            if words:
                yield Command(tuple(words), command.site, command.service, command.replicas)
            words = []
        elif word.endswith(";"):
            yield Command((*words, word[:-1]), command.site, command.service, command.replicas)
            words = []
        else:
            words.append(word)


def _unwrapped(words: tuple[str, ...]) -> tuple[str, ...]:
    from scale_lsp.index.deployment.commands import words_of

    if len(words) >= 3 and words[0].rpartition("/")[2] in ("sh", "bash", "ash") and words[1] in ("-c", "-lc", "-ec"):
        return words_of(words[2])
    return words


_WRAPPERS = frozenset(
    {"exec", "python", "python3", "-m", "run", "poetry", "uv", "pipenv", "newrelic-admin", "run-program"}
)


def _starts(command: Command, program: str) -> bool:
    """Whether a program is what a command runs, behind wrappers and variables."""
    for word in command.words:
        name = word.rpartition("/")[2]
        if name == program:
            return True
        if name not in _WRAPPERS and not re.match(r"\w+=|[\d.:]+$|--?\w", word) and not word.startswith("ddtrace"):
            return False
    return False


def _number(text: str | None) -> int | None:
    """`4`, or the default of `${WORKERS:-4}`."""
    match = re.fullmatch(r"(\d+)|\$\{\w+:-(\d+)\}", text or "")
    return int(match[1] or match[2]) if match else None


def _gunicorn(command: Command, module: Callable[[str], Mapping[str, Setting]], configs: Mapping[str, str]) -> Server:
    """https://docs.gunicorn.org/en/stable/settings.html"""
    wanted = (command.option("-c", "--config") or "gunicorn.conf.py").removeprefix("file:").rpartition("/")[2]
    config = module(configs[wanted]) if wanted in configs else {}
    said = command.option("-w", "--workers")
    processes = _number(said) if said is not None else _configured(config.get("workers"))
    threads = _number(command.option("--threads")) or _configured(config.get("threads"))
    kind = command.option("-k", "--worker-class") or str(_plain(config.get("worker_class")) or "")
    several = said is None and (workers := config.get("workers")) is not None and "cpu_count" in workers.site.text
    asgi = "uvicorn" in kind.lower() or kind == "asgi"
    return Server(
        "asgi" if asgi else "wsgi",
        "gunicorn",
        processes,
        threads or (1 if not _names_threads(command, config) else None),
        kind or "sync",
        _number(command.option("--worker-connections")) or _configured(config.get("worker_connections")),
        several or (processes or 1) > 1 or (command.replicas or 1) > 1,
        command.site,
        command.replicas or 1,
    )


def _names_threads(command: Command, config: Mapping[str, Setting]) -> bool:
    return command.option("--threads") is not None or "threads" in config


def _plain(setting: Setting | None) -> object:
    value = default_of(setting.value) if setting else None
    return value.value if isinstance(value, Known) else None


def _configured(setting: Setting | None) -> int | None:
    value = _plain(setting)
    return value if isinstance(value, int) else None


def _other(program: str, command: Command) -> Server:
    interface = "asgi" if program in _ASGI else "wsgi"
    if program == "granian":
        interface = "wsgi" if command.option("--interface") == "wsgi" else "asgi"
    said = (
        command.option("--workers", "-w", "--processes", "-p") if program not in ("daphne", "waitress-serve") else "1"
    )
    if program == "uvicorn":
        said = command.option("--workers")
    processes = _number(said)
    several = (processes or 1) > 1 or (command.replicas or 1) > 1
    threads = _number(command.option("--threads")) if program in ("uwsgi", "waitress-serve") else None
    return Server(
        interface, program, processes, threads, several=several, site=command.site, replicas=command.replicas or 1
    )


def only(found: Iterable[Server]) -> Server:
    """What holds whichever of the servers answers; unknown where they differ."""
    listed = list(found)
    if not listed:
        return UNKNOWN_SERVER
    first = listed[0]
    agreed: dict[str, Any] = {
        name: getattr(first, name) if len({getattr(s, name) for s in listed}) == 1 else None
        for name in ("processes", "threads", "connections")
    }
    return Server(
        first.interface if len({s.interface for s in listed}) == 1 else "",
        first.program if len({s.program for s in listed}) == 1 else "",
        **agreed,
        worker_class=first.worker_class if len({s.worker_class for s in listed}) == 1 else "",
        several=any(s.several for s in listed),
        site=first.site,
    )


def from_requirements(has: Callable[[str], bool], asgi_application: bool) -> Server:
    """Without a command: the interface, where the project installs servers of one kind only."""
    asgi = any(map(has, (*_ASGI, "granian")))
    wsgi = any(map(has, ("gunicorn", "uwsgi", "waitress", "mod-wsgi")))
    if asgi is wsgi or (asgi and not asgi_application):
        return UNKNOWN_SERVER
    return Server("asgi" if asgi else "wsgi", "")
