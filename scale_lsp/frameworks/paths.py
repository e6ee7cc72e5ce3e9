"""Following a path of attributes, as accessors of columns do: what can be called is called.

https://django-tables2.readthedocs.io/en/latest/pages/accessors.html
"""

from __future__ import annotations

import ast
import re

from scale_lsp.flow.attributes import attribute
from scale_lsp.flow.machine import Machine
from scale_lsp.flow.methods import called
from scale_lsp.flow.values import Value, alternatives, join


def followed(machine: Machine, value: Value, path: str, node: ast.AST) -> Value:
    """The value of `customer__address__city` or `customer.address.city`."""
    for name in re.split(r"__|\.", path):
        value = join(*(called(machine, attribute(machine, one, name, node), node) for one in alternatives(value)))
    return value
