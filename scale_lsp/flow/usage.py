"""What the code of a project imports from outside: who uses the cache, channels, a task queue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scale_lsp.flow.scopes import mentions, nodes_with, outside_name
from scale_lsp.index.derived import derived, mentioning, of_modules
from scale_lsp.index.graph import is_shipped
from scale_lsp.index.project import Snapshot
from scale_lsp.index.summary import ModuleSummary, imported
from scale_lsp.text.plain import TextFile, is_proxy_file, is_server_file
from scale_lsp.text.site import Site
from scale_lsp.text.source import SourceFile


@dataclass(frozen=True, slots=True)
class Usage:
    """Qualified names that files import, such as `django.core.cache.cache`, with the first file that does."""

    imports: Mapping[str, str] = field(hash=False)
    sends_to_groups: bool = False
    """Whether code sends messages to groups of Channels."""

    def of(self, *names: str) -> str | None:
        """A file that imports one of these, or something below it."""
        for qualified, path in self.imports.items():
            if any(qualified == name or qualified.startswith(f"{name}.") for name in names):
                return path
        return None


def usage(snapshot: Snapshot) -> Usage:
    """The imports of all files that are not tests. Only the top level of files counts, `if` and `try` included."""
    return derived(snapshot, "usage", _usage)


def _usage(snapshot: Snapshot) -> Usage:
    found: dict[str, str] = {}
    for qualified, path in of_modules(snapshot, "imports", _imports):
        found.setdefault(qualified, path)
    return Usage(found, any(mentioning(snapshot, "group_send")))


def _imports(snapshot: Snapshot, path: str, module: ModuleSummary) -> Iterator[tuple[str, str]]:
    """What a file imports from outside, with its path."""
    for bound in module.imports.values() if not is_shipped(path) else ():
        if not bound.level and snapshot.graph.names.module(bound.module, path) is None:
            yield f"{bound.module}.{bound.name}" if bound.name else bound.module, path


def import_site(snapshot: Snapshot, path: str, package: str) -> Site | None:
    """The statement of the top level that imports a package; None where it is inside `try` or `if`."""
    source = snapshot.source(path)
    for item in source.items if isinstance(source, SourceFile) else ():
        if isinstance(item.node, ast.Import | ast.ImportFrom):
            for _, found in imported(item.node):
                if not found.level and found.module.partition(".")[0] == package:
                    return Site(path, item.block, item.node)
    return None


def is_ours(snapshot: Snapshot, package: str) -> bool:
    """Whether the project has a module or a folder of that name, which an import may mean."""
    return any(f"/{package}/" in path or path.endswith(f"/{package}.py") for path in snapshot.paths)


def is_mentioned(snapshot: Snapshot, name: str) -> bool:
    """Whether a Dockerfile or a script has a word, as in `RUN pip install gunicorn`."""
    texts = (s for s in snapshot.sources.values() if type(s) is TextFile and is_server_file(s.path))
    return any(re.search(rf"(?:install|add).*\b{re.escape(name)}\b", text.text, re.I) for text in texts)


def has_default_timeout(snapshot: Snapshot) -> bool:
    """Whether the project gives all sockets a timeout.

    https://docs.python.org/3/library/socket.html#socket.setdefaulttimeout
    """
    return derived(snapshot, "default timeout", _has_default_timeout)


def _has_default_timeout(snapshot: Snapshot) -> bool:
    for path, site in nodes_with(snapshot, "setdefaulttimeout"):
        match site.node:
            case ast.Call(func=function, args=[given]) if not (isinstance(given, ast.Constant) and given.value is None):
                if outside_name(snapshot, path, function) == "socket.setdefaulttimeout":
                    return True
    return False


def is_limited_by_proxy(snapshot: Snapshot, *directives: str) -> bool:
    """Whether the configuration of a proxy that is part of the project has one of some directives."""
    return any(is_proxy_file(path) and mentions(snapshot, path, *directives) for path in snapshot.paths)
