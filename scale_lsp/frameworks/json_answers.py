"""Rows that become JSON.

https://docs.djangoproject.com/en/5.2/ref/request-response/#jsonresponse-objects
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from scale_lsp.flow.facts import Answer
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.plugins import Framework
from scale_lsp.flow.queries import answered
from scale_lsp.flow.values import UNKNOWN, Dict, QuerySet, Rows, Tuple, Value, alternatives


def _dumped(machine: Machine, node: ast.Call, args: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    data = args[0] if args else keywords.get("data", keywords.get("obj", UNKNOWN))
    for queryset in listed(data):
        answered(machine, queryset, Answer.JSON, machine.site(node))
    return UNKNOWN


def listed(value: Value) -> Iterator[QuerySet]:
    """The querysets that give a value an item for each of their rows."""
    for one in alternatives(value):
        match one:
            case Rows(query=query, each=each):
                if (queryset := query or each) is not None:
                    yield queryset
            case Dict(keys=keys):
                for _, inner in keys:
                    yield from listed(inner)
            case Tuple(items=items):
                for inner in items:
                    yield from listed(inner)


JSON = Framework(
    functions=dict.fromkeys(("django.http.JsonResponse", "django.http.response.JsonResponse", "json.dumps"), _dumped)
)
