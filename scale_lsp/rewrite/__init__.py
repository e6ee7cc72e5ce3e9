"""The smallest edits on one expression. The only importer of libcst."""

from scale_lsp.rewrite.annotations import annotate, lookup_paths, replace_expression
from scale_lsp.rewrite.connections import limit_connections
from scale_lsp.rewrite.declarations import declare_relations, override_get_queryset
from scale_lsp.rewrite.imports import import_name, import_names
from scale_lsp.rewrite.indexes import Entry, add_index
from scale_lsp.rewrite.items import remove_item
from scale_lsp.rewrite.keys import read_key
from scale_lsp.rewrite.keywords import set_keyword
from scale_lsp.rewrite.names import replace_argument_string
from scale_lsp.rewrite.relations import load_relations
from scale_lsp.rewrite.snippet import RewriteRefused

__all__ = [
    "Entry",
    "RewriteRefused",
    "add_index",
    "annotate",
    "declare_relations",
    "import_name",
    "import_names",
    "limit_connections",
    "load_relations",
    "lookup_paths",
    "override_get_queryset",
    "read_key",
    "remove_item",
    "replace_argument_string",
    "replace_expression",
    "set_keyword",
]
