"""Facts that settings and deployment files declare; nothing has to be interpreted for them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from scale_lsp.flow.scopes import nodes_with
from scale_lsp.flow.usage import Usage, usage
from scale_lsp.index.deployment.commands import Command, Deployed, deployed, is_for_production
from scale_lsp.index.deployment.requirements import Requirements, requirements
from scale_lsp.index.deployment.server import Server, from_requirements, only, servers
from scale_lsp.index.derived import derived
from scale_lsp.index.project import Snapshot
from scale_lsp.index.settings.changes import EVERY
from scale_lsp.index.settings.databases import POOLERS, is_pooled_elsewhere, names_host
from scale_lsp.index.settings.modules import Execution
from scale_lsp.index.settings.production import VARIABLE, is_starter, production_modules
from scale_lsp.index.settings.removed import ELSEWHERE, REMOVED
from scale_lsp.index.settings.values import Mapped, Setting, Unknown, Unset, Value
from scale_lsp.text.plain import TextFile, is_server_file
from scale_lsp.text.site import Site

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ProductionSettings:
    """The settings that production runs with, and how it is served. One fact for each settings module of production.

    Code under `if DEBUG` is left out: production is seen with DEBUG off. `DEBUG` itself is what is assigned to it.
    """

    path: str
    settings: Mapping[str, Setting] = field(hash=False)
    site: Site
    """A place in the module that stands for all of it."""
    server: Server
    servers: tuple[Server, ...]
    commands: tuple[Command, ...]
    requirements: Requirements
    usage: Usage
    environment: Mapping[str, str] = field(hash=False)
    """Variables that deployment files set."""
    has_application: bool
    """Whether there is a WSGI or ASGI application: it is a site, not a library or a tool."""

    def get(self, name: str) -> Setting | None:
        """A setting; None where it is surely not assigned, so that Django's default holds."""
        return self.settings.get(name) or self.settings.get(EVERY)

    def value(self, name: str) -> Value:
        found = self.get(name)
        return found.value if found else Unset()

    def installed(self, app: str) -> bool:
        """Whether an app is surely in INSTALLED_APPS, by its module or its configuration class."""
        names = (item.string or "" for item in _items(self.get("INSTALLED_APPS")))
        return any(name == app or name.startswith(f"{app}.") for name in names)


@dataclass(frozen=True, slots=True)
class DatabaseConfigured:
    """One database of DATABASES. `condition` is "" unless there is a choice of databases.

    `pooled`: a pooler such as PgBouncer stands in front of it, or may.
    """

    alias: str
    setting: Setting
    condition: str
    production: ProductionSettings
    pooled: bool = False


@dataclass(frozen=True, slots=True)
class CacheConfigured:
    """One cache of CACHES. `condition` is "" unless there is a choice of caches."""

    alias: str
    setting: Setting
    condition: str
    production: ProductionSettings


@dataclass(frozen=True, slots=True)
class SettingAssigned:
    """One setting of a production module, where it is assigned last.

    `read`: code of the project itself reads it, although Django does not.
    """

    name: str
    setting: Setting
    production: ProductionSettings
    read: bool = False


DeclaredFact = ProductionSettings | DatabaseConfigured | CacheConfigured | SettingAssigned


def declared_facts(snapshot: Snapshot, wanted: Collection[str] = ()) -> tuple[DeclaredFact, ...]:
    """The facts, derived anew only when one of the texts behind them has changed."""
    snapshot.memo["production settings"] = wanted
    return derived(snapshot, ("declared", tuple(wanted)), lambda snapshot: _declared(snapshot, wanted))


def current_facts(snapshot: Snapshot) -> tuple[DeclaredFact, ...]:
    """The facts as they were derived last, for the modules that were wanted then."""
    return declared_facts(snapshot, snapshot.memo.get("production settings", ()))


def told(snapshot: Snapshot, what: str, of: Callable[[Sequence[DeclaredFact]], T]) -> T:
    """An answer that the facts give: who asks depends on the answer alone, and not on all that settings say."""
    wanted = tuple(snapshot.memo.get("production settings", ()))
    return derived(snapshot, ("told", what, wanted), lambda snapshot: of(declared_facts(snapshot, wanted)))


def _declared(snapshot: Snapshot, wanted: Collection[str]) -> tuple[DeclaredFact, ...]:
    paths = snapshot.paths
    plain = tuple(s for s in map(snapshot.sources.get, paths) if type(s) is TextFile)
    execution = Execution(snapshot.graph.names, snapshot.sources)
    facts = tuple(_facts(snapshot, execution, plain, wanted))
    for path in (*execution.read, *filter(is_starter, paths), *(source.path for source in plain)):
        snapshot.reads.note_file(path)
    return facts


def _facts(
    snapshot: Snapshot, execution: Execution, plain: tuple[TextFile, ...], wanted: Collection[str]
) -> Iterator[DeclaredFact]:
    said, installed = _said(snapshot, plain)
    commands = tuple(command for one in said for command in one.commands)
    environment = {name: value for one in said for name, value in one.environment}
    named = [value for one in said for name, value in one.environment if name == VARIABLE]
    modules = production_modules(snapshot, wanted, named)
    if not modules:
        return
    pooler = any(POOLERS.search(source.text) for source in plain if is_server_file(source.path))
    configs = {
        p.rpartition("/")[2]: p
        for p in snapshot.paths
        if p.rpartition("/")[2].startswith("gunicorn") and p.endswith(".py")
    }
    found = tuple(servers(commands, execution.module, configs))
    applications = any(path.endswith(("/wsgi.py", "/asgi.py")) for path in snapshot.paths)
    for path in modules:
        settings = execution.module(path)
        if (site := _site(settings, path)) is None:
            continue
        server = only(found) if found else from_requirements(installed.has, "ASGI_APPLICATION" in settings)
        has_application = applications or bool({"WSGI_APPLICATION", "ASGI_APPLICATION"} & settings.keys())
        production = ProductionSettings(
            path, settings, site, server, found, commands, installed, usage(snapshot), environment, has_application
        )
        yield production
        for name, setting in settings.items():
            if name.isupper():
                yield SettingAssigned(name, setting, production, name in _UNREAD and _is_read(snapshot, name))
        for alias, setting, condition in _entries(settings.get("DATABASES")):
            pooled = is_pooled_elsewhere(setting, environment) or (pooler and not names_host(setting))
            yield DatabaseConfigured(alias, setting, condition, production, pooled)
        for alias, setting, condition in _entries(settings.get("CACHES")):
            yield CacheConfigured(alias, setting, condition, production)


def _said(snapshot: Snapshot, plain: tuple[TextFile, ...]) -> tuple[list[Deployed], Requirements]:
    """What the deployment and requirements files say, read once for each version of them."""
    has_setup = any(path.endswith("/setup.py") for path in snapshot.paths)
    known = snapshot.memo.get("plain")
    if known is None or known[0] != (plain, has_setup):
        said = [deployed(source) for source in plain if is_for_production(source.path, snapshot.root)]
        known = snapshot.memo["plain"] = ((plain, has_setup), said, requirements(plain, has_setup))
    return known[1], known[2]


def _site(settings: Mapping[str, Setting], path: str) -> Site | None:
    """The name of the first of the usual settings that the module itself assigns, else of one that it takes over."""
    targets = [s.target for name in _ANCHORS if (s := settings.get(name)) and s.target is not None]
    own = [target for target in targets if target.path == path]
    every = [s.target for s in settings.values() if s.target is not None and s.target.path == path]
    return next(iter((*own, *every, *targets)), None)


_ANCHORS = ("INSTALLED_APPS", "MIDDLEWARE", "DATABASES", "ALLOWED_HOSTS", "DEBUG")


_UNREAD = REMOVED.keys() | ELSEWHERE


def _is_read(snapshot: Snapshot, name: str) -> bool:
    """Whether code asks for `settings.NAME`, or a settings module uses the name that it assigns."""
    for _, site in nodes_with(snapshot, name):
        match site.node:
            case ast.Name(id=found, ctx=ast.Load()) | ast.Attribute(attr=found, ctx=ast.Load()) if found == name:
                return True
            case ast.alias(name=found) if found == name:
                return True
            case ast.Call(func=ast.Name(id="getattr" | "hasattr"), args=[_, ast.Constant(value=found), *_]) if (
                found == name
            ):
                return True
    return False


def _entries(setting: Setting | None) -> Iterator[tuple[str, Setting, str]]:
    """The entries of a dictionary that nothing unknown may replace, with the conditions they depend on."""
    if setting is None or any(isinstance(option.value, Unknown) for _, option in setting.options()):
        return
    for outer, option in setting.options():
        for alias, entry in option.value.items if isinstance(option.value, Mapped) else ():
            for inner, made in entry.options():
                if not isinstance(made.value, Unset | Unknown):
                    yield alias, made, " and ".join(filter(None, (outer, inner)))


def _items(setting: Setting | None) -> Iterator[Setting]:
    for _, option in setting.options() if setting else ():
        yield from option.items()
