"""Files on disk: discovery, decoding, ignore files."""

from scale_lsp.workspace.discover import discover, find_root
from scale_lsp.workspace.follow import Followed
from scale_lsp.workspace.read import Unreadable, create, read, write, write_all

__all__ = ["Followed", "Unreadable", "create", "discover", "find_root", "read", "write", "write_all"]
