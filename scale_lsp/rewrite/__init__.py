"""The smallest edits on one expression. The only importer of libcst."""

from scale_lsp.rewrite.calls import extend_name, wrap_call
from scale_lsp.rewrite.connections import limit_connections
from scale_lsp.rewrite.declarations import declare_relations, override_get_queryset
from scale_lsp.rewrite.imports import import_name
from scale_lsp.rewrite.indexes import Entry, add_index
from scale_lsp.rewrite.items import remove_item
from scale_lsp.rewrite.keywords import set_keyword
from scale_lsp.rewrite.names import replace_argument_string
from scale_lsp.rewrite.relations import load_relations
from scale_lsp.rewrite.snippet import RewriteRefused

__all__ = [
    "Entry",
    "RewriteRefused",
    "add_index",
    "declare_relations",
    "extend_name",
    "import_name",
    "limit_connections",
    "load_relations",
    "override_get_queryset",
    "remove_item",
    "replace_argument_string",
    "set_keyword",
    "wrap_call",
]
