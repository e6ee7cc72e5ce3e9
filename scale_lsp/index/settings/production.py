"""Which modules are settings, and which of them production uses."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from scale_lsp.index.derived import of_modules
from scale_lsp.index.names import Names
from scale_lsp.index.project import File, Snapshot
from scale_lsp.index.settings.modules import is_development
from scale_lsp.index.summary import Import, ModuleSummary
from scale_lsp.text.folders import module_name
from scale_lsp.text.source import SourceFile

VARIABLE = "DJANGO_SETTINGS_MODULE"
_PRODUCTION = re.compile(r"(?:^|[._])(?:prod|production|live|deploy|deployment)(?:$|[._])")
_ELSEWHERE = frozenset(
    {
        *(
            "tests",
            "test",
            "testing",
            "testproject",
            "project_name",
            "test_project",
            "devproject",
            "example",
            "examples",
            "example_project",
        ),
        *("sandbox", "demo", "demo_project", "sample", "docs", "doc", "fixtures", "benchmarks", "benchmark"),
    }
)
"""Folders of a project that serve its developers: what they hold is not deployed."""
_TELLING = frozenset(
    {"INSTALLED_APPS", "DATABASES", "MIDDLEWARE", "ROOT_URLCONF", "WSGI_APPLICATION", "ASGI_APPLICATION"}
)
"""Settings that no other module called settings has."""
_STARTERS = ("manage.py", "wsgi.py", "asgi.py", "celery.py")


@dataclass(frozen=True, slots=True)
class Starter:
    """A file that names the settings when nobody else does: `wsgi.py`."""

    path: str
    module: str


def is_starter(path: str) -> bool:
    return path.rpartition("/")[2] in _STARTERS


def starters(sources: Mapping[str, File]) -> Iterator[Starter]:
    """The modules named in `os.environ.setdefault("DJANGO_SETTINGS_MODULE", …)`."""
    for path, source in sources.items():
        if is_starter(path) and isinstance(source, SourceFile):
            for block in source.blocks:
                for node in (n for statement in block.statements for n in ast.walk(statement)):
                    match node:
                        case ast.Call(
                            func=ast.Attribute(attr="setdefault"),
                            args=[ast.Constant(value="DJANGO_SETTINGS_MODULE"), ast.Constant(value=str(module))],
                        ):
                            yield Starter(path, module)
                        case ast.Assign(
                            targets=[ast.Subscript(slice=ast.Constant(value="DJANGO_SETTINGS_MODULE"))],
                            value=ast.Constant(value=str(module)),
                        ):
                            yield Starter(path, module)


def production_modules(snapshot: Snapshot, wanted: Collection[str], deployed: Collection[str]) -> list[str]:
    """The files of the settings modules of production.

    Those that the user wants; else those with a name of production; else what the deployment says; else what `wsgi.py`
    names; else the only one there is.
    """
    names, sources, root = snapshot.graph.names, snapshot.sources, snapshot.root
    if wanted:
        return [path for module in wanted if (path := _file(module, names, sources, root))]
    named = list(starters(sources))
    used = {path for s in named if (path := names.module(s.module, s.path))}
    used |= {path for module in deployed if (path := names.module(module, f"{root}/manage.py"))}
    known = sorted(
        {path for path in (*used, *of_modules(snapshot, "settings modules", _declared)) if not is_elsewhere(path, root)}
    )
    production = [path for path in known if _PRODUCTION.search(module_name(path, root))]
    if production:
        return production
    possible = {path for path in known if not is_development(module_name(path, root))}
    for modules in (
        {names.module(module, f"{root}/manage.py") for module in deployed},
        {names.module(s.module, s.path) for s in named if s.path.endswith(("wsgi.py", "asgi.py"))},
        {names.module(s.module, s.path) for s in named},
    ):
        if chosen := sorted(path for path in modules if path in possible):
            return chosen
    bases = set(of_modules(snapshot, "modules taken over", _taken_over))
    return [path for path in possible if len(possible) == 1 and path not in bases]


def _taken_over(snapshot: Snapshot, path: str, module: ModuleSummary) -> Iterator[str]:
    """The modules that a file takes over: such a one is there for others, and runs nothing by itself."""
    for star in module.stars:
        target = snapshot.graph.names.import_target(path, Import(star.module, None, star.level))
        if target is not None and target.path != path:
            yield target.path


def _file(module: str, names: Names, sources: Mapping[str, File], root: str) -> str | None:
    path = f"{root}/{module}"
    return path if path in sources else names.module(module, f"{root}/manage.py")


def is_elsewhere(path: str, root: str) -> bool:
    """Whether a file lies in a folder that is there for developers."""
    return not _ELSEWHERE.isdisjoint(path.removeprefix(root).split("/"))


def _declared(_: Snapshot, path: str, module: ModuleSummary) -> Iterator[str]:
    """Modules called settings, or in a package of that name, that say what a project has or take it over."""
    name, folder = path.rpartition("/")[2], path.rpartition("/")[0].rpartition("/")[2]
    if name.startswith("settings") or name.endswith("_settings.py") or "settings" in folder:
        if _TELLING & module.assigns.keys() or (module.stars and "settings" in folder):
            yield path
