"""The smallest edits on one expression. The only importer of libcst."""

from scale_lsp.rewrite.connections import limit_connections
from scale_lsp.rewrite.declarations import declare_relations, override_get_queryset
from scale_lsp.rewrite.decorators import call_around_argument, decorate, decorate_below
from scale_lsp.rewrite.imports import import_name
from scale_lsp.rewrite.indexes import Entry, add_index
from scale_lsp.rewrite.items import remove_item
from scale_lsp.rewrite.keywords import set_keyword
from scale_lsp.rewrite.names import replace_argument_string
from scale_lsp.rewrite.query_counts import count_by_wrapper
from scale_lsp.rewrite.relations import load_relations
from scale_lsp.rewrite.snippet import RewriteRefused
from scale_lsp.rewrite.throttles import add_string, key_before, remove_statement, replace_code

__all__ = [
    "Entry",
    "RewriteRefused",
    "add_index",
    "add_string",
    "call_around_argument",
    "count_by_wrapper",
    "declare_relations",
    "decorate",
    "decorate_below",
    "import_name",
    "key_before",
    "limit_connections",
    "load_relations",
    "override_get_queryset",
    "remove_item",
    "remove_statement",
    "replace_argument_string",
    "replace_code",
    "set_keyword",
]
