"""The smallest edits on one expression. The only importer of libcst."""

from scale_lsp.rewrite.annotations import annotate, lookup_paths, prefetch, substitute
from scale_lsp.rewrite.api_pagination import paginate_api_view
from scale_lsp.rewrite.asynchronous import await_function, await_in_thread, await_method, iterate_asynchronously
from scale_lsp.rewrite.caching import append_code, get_or_set
from scale_lsp.rewrite.calls import extend_name, wrap_call
from scale_lsp.rewrite.columns import load_columns
from scale_lsp.rewrite.connections import limit_connections
from scale_lsp.rewrite.declarations import declare_attributes, declare_relations, override_get_queryset
from scale_lsp.rewrite.decorators import call_around_argument, decorate, decorate_below
from scale_lsp.rewrite.imports import import_name, import_names
from scale_lsp.rewrite.indexes import Entry, add_index
from scale_lsp.rewrite.items import remove_item
from scale_lsp.rewrite.keys import read_key
from scale_lsp.rewrite.keywords import rename_keyword, set_keyword
from scale_lsp.rewrite.lazy import call_later, make_lazy
from scale_lsp.rewrite.limits import call_last, slice_instead, slice_last
from scale_lsp.rewrite.literals import (
    add_keywords,
    move_item,
    remove_key,
    replace_dictionary,
    replace_expression,
    replace_keys,
    set_keys,
    set_nested_keys,
)
from scale_lsp.rewrite.loops import look_up_in_bulk, out_of_loop
from scale_lsp.rewrite.migrations import (
    AddIndex,
    AlterField,
    Operation,
    Place,
    RemoveIndex,
    with_keyword,
    write_migration,
)
from scale_lsp.rewrite.names import replace_argument_string
from scale_lsp.rewrite.ordering import order_by
from scale_lsp.rewrite.page_links import add_page_links
from scale_lsp.rewrite.pagination import cap_list, cap_view, paginate_list, paginate_view
from scale_lsp.rewrite.query_counts import count_by_wrapper
from scale_lsp.rewrite.reductions import aggregate_rows, ask_for_a_row, choose_rows, count_rows, stream_rows
from scale_lsp.rewrite.relations import load_relations
from scale_lsp.rewrite.row_writes import collect_rows, create_rows, delete_rows, update_rows
from scale_lsp.rewrite.snippet import RewriteRefused, append_call, text_at
from scale_lsp.rewrite.statements import add_import, add_statement, append_line, remove_statement, replace_statements
from scale_lsp.rewrite.tasks import add_task, enqueue_call
from scale_lsp.rewrite.template_queries import keep_rows, use_rows
from scale_lsp.rewrite.throttles import add_string, key_before, remove_lines, replace_code

__all__ = [
    "AddIndex",
    "AlterField",
    "Entry",
    "Operation",
    "Place",
    "RemoveIndex",
    "RewriteRefused",
    "add_import",
    "add_index",
    "add_keywords",
    "add_page_links",
    "add_statement",
    "add_string",
    "add_task",
    "aggregate_rows",
    "annotate",
    "append_call",
    "append_code",
    "append_line",
    "ask_for_a_row",
    "await_function",
    "await_in_thread",
    "await_method",
    "call_around_argument",
    "call_last",
    "call_later",
    "cap_list",
    "cap_view",
    "choose_rows",
    "collect_rows",
    "count_by_wrapper",
    "count_rows",
    "create_rows",
    "declare_attributes",
    "declare_relations",
    "decorate",
    "decorate_below",
    "delete_rows",
    "enqueue_call",
    "extend_name",
    "get_or_set",
    "import_name",
    "import_names",
    "iterate_asynchronously",
    "keep_rows",
    "key_before",
    "limit_connections",
    "load_columns",
    "load_relations",
    "look_up_in_bulk",
    "lookup_paths",
    "make_lazy",
    "move_item",
    "order_by",
    "out_of_loop",
    "override_get_queryset",
    "paginate_api_view",
    "paginate_list",
    "paginate_view",
    "prefetch",
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
    "slice_instead",
    "slice_last",
    "stream_rows",
    "substitute",
    "text_at",
    "update_rows",
    "use_rows",
    "with_keyword",
    "wrap_call",
    "write_migration",
]
