"""Files on disk: discovery, decoding, ignore files."""

from scale_lsp.workspace.discover import discover, find_root, repository
from scale_lsp.workspace.follow import Followed
from scale_lsp.workspace.read import Unreadable, create, encode, read, readable, write, write_all

__all__ = [
    "Followed",
    "Unreadable",
    "create",
    "discover",
    "encode",
    "find_root",
    "read",
    "readable",
    "repository",
    "write",
    "write_all",
]
