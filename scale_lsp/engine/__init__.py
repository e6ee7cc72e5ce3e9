"""Use cases without an editor: check, fix, suppress, explain."""
