"""Which versions of packages a project asks for."""

from __future__ import annotations

from packaging.version import InvalidVersion, Version

from scale_lsp.index.deployment.requirements import requirements
from scale_lsp.rule import Context
from scale_lsp.text.plain import TextFile


def has_at_least(ctx: Context, package: str, version: str) -> bool:
    """Whether the project surely has that version of a package or a newer one."""
    texts = (source for source in ctx.snapshot.sources.values() if isinstance(source, TextFile))
    found = [d for d in requirements(texts, has_setup=False).declared if d.name == package and not d.locked]
    return any(
        specifier.operator in (">=", ">", "==", "~=", "===") and _is_at_least(specifier.version, version)
        for declared in found
        for specifier in declared.specifier
    )


def _is_at_least(version: str, wanted: str) -> bool:
    try:
        return Version(version.removesuffix(".*")) >= Version(wanted)
    except InvalidVersion:
        return False


def has_below(ctx: Context, package: str, version: str) -> bool:
    """Whether the project surely has an older version of a package than that."""
    texts = (source for source in ctx.snapshot.sources.values() if isinstance(source, TextFile))
    found = [d for d in requirements(texts, has_setup=False).declared if d.name == package and not d.locked]
    return any(
        (specifier.operator in ("==", "~=", "===", "<=", "<") and not _is_at_least(specifier.version, version))
        or (specifier.operator == "<" and specifier.version == version)
        for declared in found
        for specifier in declared.specifier
    )
