"""Document URIs and the paths the analysis knows them by: absolute, with forward slashes."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

SCHEMES = frozenset({"file", "untitled"})
"""Documents we analyse. Others (`git:`, notebook cells) are copies or fragments of something else."""

_DRIVE = re.compile(r"/[A-Za-z]:(/|$)")


def path_of(uri: str) -> str | None:
    """The path of a document we analyse; None for a URI that is none, or of another scheme.

    `file:///c%3A/shop` is `c:/shop` and `file://host/share` is `//host/share`. An unsaved document has no file:
    `untitled:Untitled-1` is `/untitled:Untitled-1.py`, a path that no disk has.
    """
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme not in SCHEMES:
        return None
    path = unquote(parts.path)
    if parts.scheme == "untitled":
        return f"/untitled:{path.lstrip('/').removesuffix('.py')}.py"
    if not path.startswith("/"):
        return None
    if parts.netloc and parts.netloc != "localhost":
        return f"//{unquote(parts.netloc)}{path}"
    if _DRIVE.match(path):
        return path[1].lower() + path[2:]
    return path


def uri_of(path: str) -> str:
    """The `file:` URI of a path on disk."""
    if path.startswith("//"):
        host, _, rest = path[2:].partition("/")
        return f"file://{quote(host)}/{quote(rest)}"
    return "file://" + quote(path if path.startswith("/") else f"/{path}")
