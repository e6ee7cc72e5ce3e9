"""The smallest edits on one expression. The only importer of libcst."""

from scale_lsp.rewrite.connections import limit_connections
from scale_lsp.rewrite.declarations import declare_attributes, declare_relations, override_get_queryset
from scale_lsp.rewrite.indexes import Entry, add_index
from scale_lsp.rewrite.items import remove_item
from scale_lsp.rewrite.keywords import set_keyword
from scale_lsp.rewrite.limits import call_last, slice_instead, slice_last
from scale_lsp.rewrite.names import replace_argument_string
from scale_lsp.rewrite.ordering import order_by
from scale_lsp.rewrite.page_links import add_page_links
from scale_lsp.rewrite.pagination import cap_list, cap_view, paginate_list, paginate_view
from scale_lsp.rewrite.relations import load_relations
from scale_lsp.rewrite.snippet import RewriteRefused, append_call, text_at

__all__ = [
    "Entry",
    "RewriteRefused",
    "add_index",
    "add_page_links",
    "append_call",
    "call_last",
    "cap_list",
    "cap_view",
    "declare_attributes",
    "declare_relations",
    "limit_connections",
    "load_relations",
    "order_by",
    "override_get_queryset",
    "paginate_list",
    "paginate_view",
    "remove_item",
    "replace_argument_string",
    "set_keyword",
    "slice_instead",
    "slice_last",
    "text_at",
]
