"""What a file calls something of another module, and the import it needs where it has no name for it."""

from __future__ import annotations

import ast

from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.text.positions import Edit, Position, Span


def local_name(tree: ast.Module, module: str, name: str) -> str | None:
    """The name of `module.name` in a file: by itself, or through its module; None where it has none."""
    package, _, last = module.rpartition(".")
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                if (node.module, alias.name) == (module, name):
                    return alias.asname or alias.name
                if (node.module, alias.name) == (package, last):
                    return f"{alias.asname or alias.name}.{name}"
    return None


def import_line(path: str, lines: list[str], tree: ast.Module, module: str, names: list[str]) -> Edit:
    """An import among the others, in the order of their modules. Raises RewriteRefused where there are none."""
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and not node.level and node.module]
    if not imports:
        raise RewriteRefused("no imports to stand beside")
    after = next((node for node in imports if (node.module or "") > module), None)
    line = after.lineno - 1 if after else imports[-1].end_lineno or imports[-1].lineno
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    place = Position(line, 0)
    return Edit(path, Span(place, place), f"from {module} import {', '.join(sorted(names))}{newline}")
