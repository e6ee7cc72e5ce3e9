"""Scale LSP: finds Django code that will not scale, while it is typed."""

__version__ = "0.1.0"
