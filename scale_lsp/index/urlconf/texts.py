"""Arguments and texts in URLconfs."""

from __future__ import annotations

import ast
import re

from scale_lsp.index.names import Kind
from scale_lsp.index.shape import string
from scale_lsp.index.urlconf.reading import Reading
from scale_lsp.text.site import Site

_TRANSLATIONS = frozenset({"gettext", "gettext_lazy", "ugettext", "ugettext_lazy", "pgettext", "pgettext_lazy", "_"})


def argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    """The argument given at a position or by its keyword."""
    if position < len(call.args):
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def text_of(reading: Reading, site: Site, node: ast.expr) -> str:
    """A text; what is computed stays as it is written, in braces."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(text_of(reading, site, part) for part in parts)
        case ast.FormattedValue(value=value):
            return text_of(reading, site, value)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return text_of(reading, site, left) + text_of(reading, site, right)
        case ast.Call(func=ast.Name(id=function), args=[*_, text]) if function in _TRANSLATIONS:
            return text_of(reading, site, text)
        case ast.Name() | ast.Attribute():
            symbol = reading.symbol(site.path, node)
            names = reading.snapshot.graph.names
            shape = names.value_shape(symbol) if symbol is not None and symbol.kind is Kind.VALUE else None
            if (found := string(shape)) is not None:
                return found
    return f"{{{ast.unparse(node)}}}"


def joined(prefix: str, text: str) -> str:
    """Addresses in Ninja's own notation, as Django writes them: `{int:pk}` is `<int:pk>`."""
    text = re.sub(r"\{uuid:(\w+)\}", r"{uuidstr:\1}", text, flags=re.IGNORECASE)
    both = "/".join(part for part in (prefix, text) if part)
    return re.sub(r"/{2,}", "/", both.replace("{", "<").replace("}", ">"))
