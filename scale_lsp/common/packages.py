"""Which versions of packages a project asks for."""

from __future__ import annotations

from collections.abc import Iterator

from packaging.version import InvalidVersion, Version

from scale_lsp.index.deployment.requirements import Declared, requirements
from scale_lsp.rule import Context
from scale_lsp.text.plain import TextFile


def has_at_least(ctx: Context, package: str, version: str) -> bool:
    """Whether the project surely has that version of a package or a newer one."""
    return any(
        specifier.operator in (">=", ">", "==", "~=", "===") and _is_at_least(specifier.version, version)
        for declared in _declared(ctx, package)
        for specifier in declared.specifier
    )


def has_below(ctx: Context, package: str, version: str) -> bool:
    """Whether the project surely has an older version of a package than that."""
    return any(
        (specifier.operator in ("==", "~=", "===", "<=", "<") and not _is_at_least(specifier.version, version))
        or (specifier.operator == "<" and specifier.version == version)
        for declared in _declared(ctx, package)
        for specifier in declared.specifier
    )


def _declared(ctx: Context, package: str) -> Iterator[Declared]:
    texts = [source for path in ctx.snapshot.paths if type(source := ctx.snapshot.sources[path]) is TextFile]
    for source in texts:
        ctx.snapshot.reads.note_file(source.path)
    found = requirements(texts, has_setup=False).declared
    return (declared for declared in found if declared.name == package and not declared.locked)


def _is_at_least(version: str, wanted: str) -> bool:
    try:
        return Version(version.removesuffix(".*")) >= Version(wanted)
    except InvalidVersion:
        return False
