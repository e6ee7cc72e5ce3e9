"""Files on disk: discovery, decoding, ignore files."""

from scale_lsp.workspace.discover import among, discover, find_root, repository
from scale_lsp.workspace.follow import Followed
from scale_lsp.workspace.projects import Layout, layout
from scale_lsp.workspace.read import Unreadable, create, encode, read, readable, write, write_all

__all__ = [
    "Followed",
    "Layout",
    "Unreadable",
    "among",
    "create",
    "discover",
    "encode",
    "find_root",
    "layout",
    "read",
    "readable",
    "repository",
    "write",
    "write_all",
]
