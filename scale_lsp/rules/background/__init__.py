"""Work that need not be done while somebody waits."""
