"""Following a path of attributes, as accessors of columns do: what can be called is called.

https://django-tables2.readthedocs.io/en/latest/pages/accessors.html
"""

from __future__ import annotations

import ast
import re

from scale_lsp.flow.attributes import attribute
from scale_lsp.flow.calls import call_function
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.methods import call_method_of
from scale_lsp.flow.values import Function, Method, Value, alternatives, join


def followed(machine: Machine, value: Value, path: str, node: ast.AST) -> Value:
    """The value of `customer__address__city` or `customer.address.city`."""
    for name in re.split(r"__|\.", path):
        value = join(*(_called(machine, attribute(machine, one, name, node), node) for one in alternatives(value)))
    return value


def _called(machine: Machine, value: Value, node: ast.AST) -> Value:
    match value:
        case Function():
            return call_function(machine, value, [], {}, node, keep_origins=True)
        case Method():
            return call_method_of(machine, value, node, [], {})
    return value
