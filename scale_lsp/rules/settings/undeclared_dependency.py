"""See rules/settings/undeclared-dependency.md."""

from __future__ import annotations

from collections.abc import Iterator

from scale_lsp.finding import Finding, Fix, Safety
from scale_lsp.flow.declared import ProductionSettings
from scale_lsp.flow.usage import import_site, is_mentioned, is_ours
from scale_lsp.index.deployment.distributions import BY_IMPORT, Distribution, needed
from scale_lsp.index.settings.values import Listed, Mapped, Setting
from scale_lsp.rule import Context, checks, fixes
from scale_lsp.text.site import Site

LISTS = ("INSTALLED_APPS", "MIDDLEWARE", "AUTHENTICATION_BACKENDS")
BACKENDS = (("DATABASES", "ENGINE"), ("CACHES", "BACKEND"), ("STORAGES", "BACKEND"), ("CHANNEL_LAYERS", "BACKEND"))
PLAIN = ("EMAIL_BACKEND", "SESSION_ENGINE", "STATICFILES_STORAGE", "DEFAULT_FILE_STORAGE")


@checks
def undeclared_dependency(production: ProductionSettings, ctx: Context) -> Iterator[Finding]:
    installed = production.requirements
    if not installed.complete or not production.has_application:
        return
    said: set[str] = set()
    for what, package, wanted, site in (*_in_settings(production), *_served(production), *_imported(production, ctx)):
        name = wanted.names[0]
        if name in said or any(map(installed.has, (*wanted.names, *wanted.brought))):
            continue
        if installed.has("celery", "redis") and name == "redis":
            continue
        if is_ours(ctx.snapshot, package) or any(is_mentioned(ctx.snapshot, n) for n in wanted.names):
            continue
        said.add(name)
        files = [path for path in installed.files() if path.endswith(".txt")]
        best = sorted(files, key=lambda path: (not path.endswith(("/requirements.txt", "/base.txt")), path))
        fixable = Safety.UNSAFE if best else None
        yield ctx.finding(site, fixable=fixable, what=f"`{what}`", name=name, file=best[0] if best else "")


_Need = tuple[str, str, Distribution, Site]
"""What is written, the package it begins with, the distribution, the place."""


def _in_settings(production: ProductionSettings) -> Iterator[_Need]:
    for setting in _paths(production):
        dotted = setting.string or ""
        if (wanted := needed(dotted)) is not None:
            yield dotted, dotted.partition(".")[0], wanted, setting.site


def _paths(production: ProductionSettings) -> Iterator[Setting]:
    for name in LISTS:
        value = production.value(name)
        yield from value.items if isinstance(value, Listed) else ()
    for name, key in BACKENDS:
        entries = production.value(name)
        for _, entry in entries.items if isinstance(entries, Mapped) else ():
            if (backend := entry.get(key)) is not None:
                yield backend
    yield from (found for name in PLAIN if (found := production.get(name)) is not None)


def _served(production: ProductionSettings) -> Iterator[_Need]:
    for server in production.servers:
        if server.program == "gunicorn" and server.site is not None:
            yield "gunicorn", "gunicorn", BY_IMPORT["gunicorn"], server.site


def _imported(production: ProductionSettings, ctx: Context) -> Iterator[_Need]:
    for qualified, path in production.usage.imports.items():
        package = qualified.partition(".")[0]
        wanted = BY_IMPORT.get(package)
        if wanted is not None and (site := import_site(ctx.snapshot, path, package)) is not None:
            yield f"import {package}", package, wanted, site


@fixes
def name_it(finding: Finding, ctx: Context) -> Fix | None:
    from scale_lsp.rewrite.statements import append_line

    file, name = finding.values["file"], finding.values["name"]
    if not file:
        return None
    edits = append_line(file, ctx.text(file), name)
    where = file.rpartition("/")[2]
    return Fix(f"Add `{name}` to {where}", Safety.UNSAFE, edits, "without a version: pin it as you pin the others")
