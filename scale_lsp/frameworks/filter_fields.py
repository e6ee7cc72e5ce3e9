"""`filterset_fields` of REST framework's views: clients choose rows by each of these columns.

https://django-filter.readthedocs.io/en/stable/guide/rest_framework.html#using-the-filterset-fields-shortcut
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scale_lsp.flow.definitions import definitions
from scale_lsp.flow.facts import EntryPoint, QueryRun
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.values import Lookup, Origin, Site
from scale_lsp.frameworks.view_backends import model_of_view
from scale_lsp.index.names import Kind, Symbol
from scale_lsp.index.project import Snapshot
from scale_lsp.index.roles import Role

_NAME = "filterset_fields"


def filters_offered(snapshot: Snapshot) -> Iterator[QueryRun]:
    """A page of rows for each lookup that a view offers."""
    for path, module in snapshot.graph.names.modules.items():
        for name, summary in module.classes.items():
            symbol = Symbol(Kind.CLASS, path, name)
            found = definitions(snapshot, path) if _NAME in summary.attributes else None
            block, value = found.values.get(f"{name}.{_NAME}", (None, None)) if found else (None, None)
            if block is None or value is None:
                continue
            model = model_of_view(snapshot, snapshot.graph.classes.info(symbol), "DjangoFilterBackend")
            if model is None:
                continue
            for written, node in _lookups(value):
                site = Site(path, block, node)
                yield QueryRun(
                    site=site,
                    origin=Origin(site, model),
                    method="iterate",
                    paged=True,
                    lookups=(Lookup(written, "filter", site),),
                    ordering=(),
                    entries=(EntryPoint(Role.REQUEST, path, name, site),),
                )


def _lookups(value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """`["status"]` and `{"created_at": ["gte", "lte"]}`."""
    if isinstance(value, ast.List | ast.Tuple):
        yield from ((text, item) for item in value.elts if (text := _text(item)))
    elif isinstance(value, ast.Dict):
        for key, kinds in zip(value.keys, value.values, strict=True):
            name = _text(key) if key is not None else ""
            for kind in kinds.elts if name and isinstance(kinds, ast.List | ast.Tuple) else ():
                how = _text(kind)
                yield (name if how == "exact" else f"{name}__{how}"), kind


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


FILTER_FIELDS = Framework(offers=filters_offered)
