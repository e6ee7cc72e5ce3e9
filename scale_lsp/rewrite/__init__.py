"""The smallest edits on one expression. The only importer of libcst."""

from scale_lsp.rewrite.annotations import annotate, lookup_paths, prefetch, put_instead
from scale_lsp.rewrite.columns import load_columns
from scale_lsp.rewrite.connections import limit_connections
from scale_lsp.rewrite.declarations import declare_attributes, declare_relations, override_get_queryset
from scale_lsp.rewrite.decorators import call_around_argument, decorate_below
from scale_lsp.rewrite.imports import import_name, import_names
from scale_lsp.rewrite.indexes import Entry, add_index
from scale_lsp.rewrite.items import remove_item
from scale_lsp.rewrite.keys import read_key
from scale_lsp.rewrite.keywords import rename_keyword, set_keyword
from scale_lsp.rewrite.lazy import make_lazy
from scale_lsp.rewrite.literals import (
    add_import,
    add_keywords,
    add_statement,
    append_line,
    insert_item,
    remove_key,
    remove_statement,
    replace_dictionary,
    replace_expression,
    replace_keys,
    replace_statements,
    set_keys,
    set_nested_keys,
)
from scale_lsp.rewrite.loops import look_up_in_bulk, out_of_loop
from scale_lsp.rewrite.names import replace_argument_string
from scale_lsp.rewrite.page_links import add_page_links
from scale_lsp.rewrite.pagination import cap_view, paginate_view
from scale_lsp.rewrite.reductions import aggregate_rows, ask_for_a_row, choose_rows, count_rows
from scale_lsp.rewrite.relations import load_relations
from scale_lsp.rewrite.snippet import RewriteRefused, append_call
from scale_lsp.rewrite.template_queries import keep_rows, use_rows
from scale_lsp.rewrite.throttles import add_string, key_before, remove_lines, replace_code

__all__ = [
    "Entry",
    "RewriteRefused",
    "add_import",
    "add_index",
    "add_keywords",
    "add_page_links",
    "add_statement",
    "add_string",
    "aggregate_rows",
    "annotate",
    "append_call",
    "append_line",
    "ask_for_a_row",
    "call_around_argument",
    "cap_view",
    "choose_rows",
    "count_rows",
    "declare_attributes",
    "declare_relations",
    "decorate_below",
    "import_name",
    "import_names",
    "insert_item",
    "keep_rows",
    "key_before",
    "limit_connections",
    "load_columns",
    "load_relations",
    "look_up_in_bulk",
    "lookup_paths",
    "make_lazy",
    "out_of_loop",
    "override_get_queryset",
    "paginate_view",
    "prefetch",
    "put_instead",
    "read_key",
    "remove_item",
    "remove_key",
    "remove_lines",
    "remove_statement",
    "rename_keyword",
    "replace_argument_string",
    "replace_code",
    "replace_dictionary",
    "replace_expression",
    "replace_keys",
    "replace_statements",
    "set_keys",
    "set_keyword",
    "set_nested_keys",
    "use_rows",
]
